import fc from 'fast-check'
import { ZoneCoverageState } from '../../../functions/domain/firewallContext.ts'
import type { FlowOperationReport } from '../../../functions/domain/report.ts'
import { completedReport } from './reports.ts'

/** What foreign text may hold to mislead, format, address people, break a line or break an encoding. */
const fragments = [
  '<!channel>',
  '<!here|x>',
  '<@U0123>',
  '<https://evil.example|click>',
  '@channel',
  '&',
  '&amp;',
  '&lt',
  '<',
  '>',
  '`',
  '```',
  '*bold*',
  '_',
  '~',
  '"',
  '\\',
  '|',
  '[x](https://evil.example)',
  '\n',
  '\r\n',
  '\t',
  '\u0000',
  '\u001b[31m',
  '\u0085',
  '\u2028',
  '\u2029',
  '\u202e',
  '\u2066',
  '\u2069',
  '\u200b',
  '\u200f',
  '\ufeff',
  '\u{e0041}',
  '😀',
  '\ud83d',
  '\udc4d',
  'ü',
  'ﷺ',
  ' ',
  'edge',
]

export const hostileText = fc
  .tuple(
    fc.array(fc.oneof(fc.constantFrom(...fragments), fc.string({ unit: 'binary', maxLength: 20 })), {
      minLength: 1,
      maxLength: 12,
    }),
    fc.constantFrom(1, 1, 40, 1500),
  )
  .map(([parts, repeats]) => parts.join('').repeat(repeats))

const maybeText = fc.option(hostileText, { freq: 8 })
const count = fc.nat({ max: Number.MAX_SAFE_INTEGER })
const address = fc.record({ AddressDefinition: hostileText })
const filter = fc.record({
  SourceAddress: address,
  DestinationAddress: address,
  SourcePort: hostileText,
  DestinationPort: hostileText,
  Protocols: fc.array(hostileText, { maxLength: 4 }),
})
const talkers = fc.array(fc.record({ address: hostileText, flowCount: count, byteCount: count }), {
  maxLength: 5,
})

const ports = fc.array(
  fc.record({ port: hostileText, protocol: maybeText, flowCount: count, byteCount: count }),
  { maxLength: 5 },
)
const coverage = fc.array(
  fc.record({
    availabilityZone: hostileText,
    state: fc.constantFrom(...ZoneCoverageState.options),
    flowOperationId: maybeText,
    flowRequestTimestamp: maybeText,
  }),
  { maxLength: 8 },
)

/** A document whose every foreign member is hostile; the watch's own key, times and counts are Flowbell's. */
export const hostileReport: fc.Arbitrary<FlowOperationReport> = fc
  .record({
    flowOperationId: maybeText,
    flowOperationType: fc.constantFrom('FLOW_FLUSH', 'FLOW_CAPTURE', null),
    firewallArn: fc.option(hostileText.map(name => `${completedReport.firewallArn}${name}`)),
    firewallName: maybeText,
    accountId: maybeText,
    region: maybeText,
    availabilityZone: maybeText,
    vpcEndpointId: maybeText,
    vpcEndpointAssociationArn: maybeText,
    serviceStatus: maybeText,
    statusMessage: maybeText,
    startedBy: fc.option(
      fc.record({
        type: maybeText,
        name: maybeText,
        arn: maybeText,
        accountId: maybeText,
        sourceIp: maybeText,
        userAgent: maybeText,
        invokedBy: maybeText,
      }),
    ),
    flowOperation: fc.option(
      fc.record({ MinimumFlowAgeInSeconds: count, FlowFilters: fc.array(filter, { maxLength: 14 }) }),
    ),
    results: fc.option(
      fc.record({
        flowCount: count,
        packetCount: count,
        byteCount: count,
        topSources: talkers,
        topDestinations: talkers,
        topDestinationPorts: ports,
        complete: fc.boolean(),
      }),
    ),
    refusal: fc.option(fc.record({ errorCode: hostileText, errorMessage: maybeText })),
    failure: fc.option(fc.record({ error: hostileText, message: hostileText })),
    auditRecorded: fc.boolean(),
    streamExceptionPolicy: fc.oneof(maybeText, fc.constantFrom('DROP', 'REJECT', 'CONTINUE')),
    zoneCoverage: coverage,
    firewallTags: fc.array(fc.record({ key: hostileText, value: hostileText }), { maxLength: 4 }),
    recoveredLate: fc.boolean(),
    slotHolder: fc.option(
      fc.record({
        flowOperationId: hostileText,
        flowOperationType: fc.constantFrom('FLOW_FLUSH', 'FLOW_CAPTURE', null),
        requestTimestamp: maybeText,
      }),
    ),
  })
  .map(foreign => ({ ...completedReport, ...foreign }))
