import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { humanMessage, operationInWords, stateInWords } from '../../functions/domain/humanMessage.ts'
import { outcomes, severityOf } from '../../functions/domain/outcome.ts'
import { type FlowOperationReport, outcomeReport } from '../../functions/domain/report.ts'
import {
  associationArn,
  firewallArn,
  flowOperation,
  isoAfterStart,
  operationId,
  progress,
  refusedWatch,
  report,
  startedAt,
  startedBy,
  watchFacts,
  watchRequest,
} from '../support/builders.ts'

const factsOf = (document: FlowOperationReport) => {
  const { where, result, start, details } = humanMessage(document)
  return [...where, ...result, ...start, ...details]
}
const factOf = (document: FlowOperationReport, label: string) =>
  factsOf(document).find(fact => fact.label === label)?.value
const everything = (document: FlowOperationReport) => JSON.stringify(humanMessage(document))
const results = report().results as NonNullable<FlowOperationReport['results']>

describe('the headline', () => {
  test.each<[Partial<FlowOperationReport>, string]>([
    [{}, 'Flow flush COMPLETED on edge in eu-west-1a'],
    [{ flowOperationType: 'FLOW_CAPTURE', outcome: 'FAILED' }, 'Flow capture FAILED on edge in eu-west-1a'],
    [{ flowOperationType: null, availabilityZone: null }, 'Flow operation COMPLETED on edge'],
    [{ firewallName: null, availabilityZone: null }, 'Flow flush COMPLETED on unknown firewall'],
    [{ outcome: null, notice: 'OVERDUE' }, 'Flow flush OVERDUE on edge in eu-west-1a'],
    [{ outcome: null, notice: 'STARTED' }, 'Flow flush RUNNING on edge in eu-west-1a'],
  ])('%j', (change, headline) => {
    expect(humanMessage(report(change)).headline).toBe(headline)
  })

  test('says what and how it stands with the words of the documents', () => {
    expect(operationInWords(report())).toBe('Flow flush')
    expect(outcomes.map(outcome => stateInWords(report({ outcome })))).toEqual([...outcomes])
  })

  test('icon and severity agree: green tick, orange diamond, red disc', () => {
    const icon = (change: Partial<FlowOperationReport>) => humanMessage(report(change)).icon
    const icons = { info: '✅', warning: '🔶', critical: '🔴' }
    for (const outcome of outcomes) expect(icon({ outcome })).toBe(icons[severityOf(outcome)])
    expect(icon({ outcome: null, notice: 'OVERDUE' })).toBe('🔶')
    expect(icon({ outcome: null, notice: 'STARTED' })).toBe('⏳')
  })

  test('the card of an overdue watch says so', () => {
    const { icon, headline, lead } = humanMessage(
      report({ outcome: null, notice: 'STARTED', isOverdue: true }),
    )
    expect(icon).toBe('🔶')
    expect(headline).toBe('Flow flush OVERDUE on edge in eu-west-1a')
    expect(lead).toMatch(/later than expected/u)
  })
})

describe('every member of an answer of DescribeFlowOperation reaches the message', () => {
  const operation = flowOperation({
    firewallArn: firewallArn.replace('edge', 'described'),
    availabilityZone: 'eu-west-1c',
    vpcEndpointId: 'vpce-0described',
    vpcEndpointAssociationArn: associationArn,
    type: 'FLOW_CAPTURE',
    status: 'COMPLETED_WITH_ERRORS',
    statusMessage: 'Flow timeout',
    requestTimestamp: isoAfterStart(7),
    details: {
      MinimumFlowAgeInSeconds: 95,
      FlowFilters: [
        {
          SourceAddress: { AddressDefinition: '10.9.0.0/16' },
          SourcePort: '1990:1994',
          DestinationAddress: { AddressDefinition: '2001:db8::/64' },
          DestinationPort: '8443',
          Protocols: ['17', '132'],
        },
      ],
    },
  })
  const document = outcomeReport(
    watchFacts({
      watch: watchRequest({ firewallArn: null, availabilityZone: null, flowOperationType: null }),
      progress: progress({ outcome: 'COMPLETED_WITH_ERRORS', operation, finishedAt: isoAfterStart(60) }),
    }),
  )

  test.each([
    ['FirewallArn', 'Firewall', 'described'],
    ['AvailabilityZone', 'Availability Zone', 'eu-west-1c'],
    ['VpcEndpointId', 'VPC endpoint', 'vpce-0described'],
    ['VpcEndpointAssociationArn', 'VPC endpoint association', associationArn],
    ['FlowOperationId', 'Operation', operationId],
    ['FlowOperationStatus', 'Service status', 'COMPLETED_WITH_ERRORS'],
    ['StatusMessage', 'Status message', 'Flow timeout'],
    ['FlowRequestTimestamp', 'Flows identified at', '2026-11-02 09:15:09 UTC'],
    ['MinimumFlowAgeInSeconds', 'Minimum flow age', 'at least 1 min 35 s'],
  ])('%s as the fact "%s"', (_member, label, value) => {
    expect(factOf(document, label)).toBe(value)
  })

  test('FlowOperationType in the headline', () => {
    expect(humanMessage(document).headline).toMatch(/^Flow capture /u)
  })

  test('FlowFilters with every member', () => {
    expect(humanMessage(document).filters).toEqual([
      'UDP, SCTP from 10.9.0.0/16 port 1990:1994 to 2001:db8::/64 port 8443',
    ])
  })
})

describe('facts', () => {
  test('of a completed flush, each once', () => {
    const { where, result, start, details } = humanMessage(report({ streamExceptionPolicy: 'REJECT' }))
    const pairs = (facts: typeof where) => facts.map(({ label, value }) => [label, value])
    expect(pairs(where)).toEqual([
      ['Firewall', 'edge'],
      ['Availability Zone', 'eu-west-1a'],
      ['Account and Region', '123456789012 · eu-west-1'],
    ])
    expect(pairs(result)).toEqual([
      ['Result', '3 flows, 30 packets, 1.5 kB'],
      ['Minimum flow age', 'at least 1 min'],
    ])
    expect(pairs(start)).toEqual([
      ['Started by', 'dana in role NetOps'],
      ['Started from', '203.0.113.10 · aws-cli/2'],
      ['Took', '40 s until its end was seen'],
    ])
    expect(pairs(details)).toEqual([
      ['Operation', operationId],
      ['Service status', 'COMPLETED'],
      ['Stream exception policy', 'REJECT'],
      ['Identity', 'arn:aws:sts::123456789012:assumed-role/NetOps/dana'],
      ['Started at', '2026-11-02 09:15:02 UTC'],
      ['Flows identified at', '2026-11-02 09:15:05 UTC'],
      ['End seen at', '2026-11-02 09:15:42 UTC'],
      ['Polls', '8'],
    ])
  })

  test('of an overdue watch: how long it has been running', () => {
    const overdue = report({
      outcome: null,
      notice: 'OVERDUE',
      finishedAt: null,
      writtenAt: isoAfterStart(3720),
    })
    expect(factOf(overdue, 'Running for')).toBe('1 h 2 min, 8 polls so far, overdue')
    expect(factOf({ ...overdue, notice: 'STARTED', polls: 0 }, 'Running for')).toBe('1 h 2 min')
    expect(factOf({ ...overdue, writtenAt: null }, 'Running for')).toBeUndefined()
    expect(factOf(overdue, 'Took')).toBeUndefined()
    expect(factOf(report({ writtenAt: isoAfterStart(99) }), 'Running for')).toBeUndefined()
  })

  test('an operation without an outcome took no time yet, whatever the document holds', () => {
    const running = report({ outcome: null, notice: 'STARTED', finishedAt: isoAfterStart(40) })
    expect(factOf(running, 'Took')).toBeUndefined()
  })

  test('an unknown status stands where it is seen at once', () => {
    const { result, details } = humanMessage(report({ outcome: 'UNKNOWN', serviceStatus: 'PAUSED' }))
    expect(result).toContainEqual({ label: 'Service status', value: 'PAUSED' })
    expect(details.map(({ label }) => label)).not.toContain('Service status')
  })

  test('a long user agent is cut beside the address, and whole in the details', () => {
    const userAgent = `aws-cli/2 ${'x'.repeat(100)}`
    const document = report({ startedBy: startedBy({ userAgent }) })
    expect(factOf(document, 'Started from')).toBe(`203.0.113.10 · aws-cli/2 ${'x'.repeat(49)}…`)
    expect(factOf(document, 'User agent')).toBe(userAgent)
    expect(factOf(report(), 'User agent')).toBeUndefined()
    const ofLength = (length: number) => report({ startedBy: startedBy({ userAgent: 'x'.repeat(length) }) })
    expect(factOf(ofLength(60), 'User agent')).toBeUndefined()
    expect(factOf(ofLength(61), 'User agent')).toBe('x'.repeat(61))
    expect(factOf(report({ startedBy: null }), 'User agent')).toBeUndefined()
  })

  test('the stream exception policy is a fact of a flush only', () => {
    const capture = report({ flowOperationType: 'FLOW_CAPTURE', streamExceptionPolicy: 'DROP' })
    expect(factOf(capture, 'Stream exception policy')).toBeUndefined()
  })

  test('of a refused start: code and text of the service, no operation, nothing that is unknown', () => {
    const document = outcomeReport(watchFacts({ watch: refusedWatch({ startedBy: null }), progress: null }))
    expect(factOf(document, 'Refused because')).toBe(
      'ThrottlingException · synthetic: another operation is running',
    )
    expect(factOf(document, 'Started by')).toBe('unknown (the event does not tell)')
    const labels = factsOf(document).map(({ label }) => label)
    expect(labels).toContain('Refused at')
    const none = [
      'Operation',
      'Result',
      'Service status',
      'Started from',
      'Minimum flow age',
      'Took',
      'Polls',
      'End seen at',
    ]
    for (const absent of none) {
      expect(labels).not.toContain(absent)
    }
  })

  test('a refusal without a text shows its code alone', () => {
    const document = report({ refusal: { errorCode: 'AccessDenied', errorMessage: null } })
    expect(factOf(document, 'Refused because')).toBe('AccessDenied')
  })

  test('of a refused start: what is running in its place', () => {
    const slotHolder = {
      flowOperationId: operationId,
      flowOperationType: 'FLOW_CAPTURE' as const,
      requestTimestamp: isoAfterStart(-40),
    }
    const shown = (
      change: Partial<typeof slotHolder> | { requestTimestamp: null; flowOperationType: null },
    ) => factOf(report({ outcome: 'REFUSED', slotHolder: { ...slotHolder, ...change } }), 'Running there now')
    expect(shown({})).toBe(`Flow capture · ${operationId} · flows identified at 2026-11-02 09:14:22 UTC`)
    expect(shown({ requestTimestamp: null, flowOperationType: null })).toBe(`Flow operation · ${operationId}`)
    expect(factOf(report({ outcome: 'REFUSED' }), 'Running there now')).toBeUndefined()
  })

  test('of an operation whose event was lost: that the sweep found it, and by whom is unknown', () => {
    const document = report({ recoveredLate: true, startedBy: null, startedAt: null })
    expect(factOf(document, 'Found by')).toBe('the sweep: the event of its start was lost')
    expect(factOf(document, 'Started by')).toMatch(/^unknown/u)
    expect(factOf(report(), 'Found by')).toBeUndefined()
  })

  test('of a failed watch: what it met', () => {
    const document = report({ failure: { error: 'AccessDeniedException', message: 'not allowed' } })
    expect(factOf(document, 'Watch failed because')).toBe('AccessDeniedException · not allowed')
  })

  test.each<[string, Partial<FlowOperationReport>, string | undefined]>([
    [
      'incomplete',
      { results: { ...results, complete: false } },
      '3 flows, 30 packets, 1.5 kB (incomplete: there may be more)',
    ],
    ['approximate', { resultsAreApproximate: true }, 'about 3 flows, 30 packets, 1.5 kB'],
    ['one flow', { results: { ...results, flowCount: 1, packetCount: 1 } }, '1 flow, 1 packet, 1.5 kB'],
    ['none', { results: null }, undefined],
  ])('results: %s', (_name, change, value) => {
    expect(factOf(report(change), 'Result')).toBe(value)
  })

  test.each<[Partial<FlowOperationReport>, string | undefined]>([
    [{ finishedAt: null }, undefined],
    [{ startedAt: null }, '37 s, from when its flows were identified until its end was seen'],
    [{ startedAt: null, flowRequestTimestamp: null }, undefined],
    [{ finishedAt: startedAt }, '0 s until its end was seen'],
    [{ finishedAt: isoAfterStart(-5) }, undefined],
    [{ finishedAt: isoAfterStart(7800) }, '2 h 10 min until its end was seen'],
    [{ outcome: 'EXPIRED' }, '40 s until the watch ended'],
    [{ outcome: 'REFUSED' }, undefined],
  ])('how long it took: %j', (change, value) => {
    expect(factOf(report(change), 'Took')).toBe(value)
  })

  test('the address alone when the user agent is unknown', () => {
    expect(factOf(report({ startedBy: startedBy({ userAgent: null }) }), 'Started from')).toBe('203.0.113.10')
    expect(factOf(report({ accountId: null }), 'Account and Region')).toBe('eu-west-1')
  })
})

describe('lists', () => {
  test('more filters than ten are cut with a visible mark', () => {
    const FlowFilters = Array.from({ length: 13 }, (_, index) => ({ DestinationPort: `${index}` }))
    const { filters } = humanMessage(report({ flowOperation: { FlowFilters } }))
    expect(filters).toHaveLength(11)
    expect(filters[9]).toMatch(/port 9$/u)
    expect(filters[10]).toBe('… and 3 more')
    const ten = humanMessage(report({ flowOperation: { FlowFilters: FlowFilters.slice(0, 10) } })).filters
    expect(ten).toHaveLength(10)
    const omitted = humanMessage(report({ flowOperation: { FlowFilters }, omittedFilterCount: 4 })).filters
    expect(omitted[10]).toBe('… and 7 more')
  })

  test('no filters, no results: empty lists', () => {
    expect(humanMessage(report({ flowOperation: null, results: null }))).toMatchObject({
      filters: [],
      topSources: [],
      topDestinations: [],
      topDestinationPorts: [],
    })
    expect(humanMessage(report({ flowOperation: {} })).filters).toEqual([])
  })

  test('top talkers and ports with flows and bytes', () => {
    expect(humanMessage(report())).toMatchObject({
      topSources: ['10.1.2.3 · 3 flows, 1.5 kB'],
      topDestinations: ['198.51.100.7 · 3 flows, 1.5 kB'],
      topDestinationPorts: ['TCP 443 · 3 flows, 1.5 kB'],
    })
  })

  test('a port without a known protocol stands alone', () => {
    const topDestinationPorts = [{ port: '443', protocol: null, flowCount: 1, byteCount: 1 }]
    const { topDestinationPorts: lines } = humanMessage(
      report({ results: { ...results, topDestinationPorts } }),
    )
    expect(lines).toEqual(['443 · 1 flow, 1 bytes'])
  })
})

describe('the console address', () => {
  test.each([
    ['aws', 'eu-west-1', 'https://eu-west-1.console.aws.amazon.com/'],
    ['aws-cn', 'cn-north-1', 'https://cn-north-1.console.amazonaws.cn/'],
    ['aws-us-gov', 'us-gov-west-1', 'https://us-gov-west-1.console.amazonaws-us-gov.com/'],
  ])('of %s', (partition, region, address) => {
    const arn = `arn:${partition}:network-firewall:${region}:123456789012:firewall/edge`
    expect(humanMessage(report({ firewallArn: arn })).consoleUrl).toBe(
      `${address}vpcconsole/home?region=${region}#NetworkFirewalls:`,
    )
  })

  test.each([
    null,
    '',
    'arn',
    'arn:aws-iso:network-firewall:us-iso-east-1:123456789012:firewall/edge',
    'arn:constructor:network-firewall:eu-west-1:123456789012:firewall/edge',
    'arn:__proto__:network-firewall:eu-west-1:123456789012:firewall/edge',
    'arn:aws:network-firewall:evil.example/:123456789012:firewall/edge',
    'arn:aws:network-firewall::123456789012:firewall/edge',
  ])('there is none for %s', arn => {
    expect(humanMessage(report({ firewallArn: arn })).consoleUrl).toBeNull()
  })
})

describe('foreign text', () => {
  const hostile = 'a\u202eb\u200b\n\u001b[31m'
  const foreignDocument = (foreign: string) =>
    report({
      firewallName: foreign,
      availabilityZone: foreign,
      vpcEndpointId: foreign,
      statusMessage: foreign,
      serviceStatus: foreign,
      startedBy: startedBy({
        name: foreign,
        arn: foreign,
        type: foreign,
        userAgent: foreign,
        sourceIp: foreign,
      }),
      refusal: { errorCode: foreign, errorMessage: foreign },
      failure: { error: foreign, message: foreign },
      slotHolder: { flowOperationId: foreign, flowOperationType: null, requestTimestamp: foreign },
      flowOperation: { FlowFilters: [{ DestinationPort: foreign, Protocols: [foreign] }] },
      results: {
        ...results,
        topSources: [{ address: foreign, flowCount: 1, byteCount: 1 }],
        topDestinationPorts: [{ port: foreign, protocol: foreign, flowCount: 1, byteCount: 1 }],
      },
      streamExceptionPolicy: foreign,
      zoneCoverage: [
        {
          availabilityZone: foreign,
          state: 'COVERED',
          flowOperationId: foreign,
          flowRequestTimestamp: foreign,
        },
      ],
    })

  test('is inert wherever it stands', () => {
    const message = everything(foreignDocument(hostile))
    expect(message).toContain('a b')
    expect(message).not.toMatch(/\\u|\\n|[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/u)
  })

  test('is cut with a visible mark', () => {
    const message = humanMessage(foreignDocument('x'.repeat(5000)))
    for (const { value } of factsOf(foreignDocument('x'.repeat(5000))))
      expect(value.length).toBeLessThanOrEqual(300)
    expect(message.headline.length).toBeLessThan(300)
    expect(message.result.find(({ label }) => label === 'Status message')?.value).toBe(`${'x'.repeat(299)}…`)
    expect(message.filters[0]).toHaveLength(300)
    expect(message.topSources[0]).toMatch(/^x{63}… · 1 flow, 1 bytes$/u)
  })

  test('any text is harmless in every place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), foreign => {
        const message = humanMessage(foreignDocument(foreign))
        const texts = [
          message.headline,
          ...factsOf(foreignDocument(foreign)).map(({ value }) => value),
          ...message.filters,
          ...message.topSources,
          ...message.topDestinationPorts,
          ...message.coverage,
        ]
        for (const text of texts) {
          expect(text).not.toMatch(
            /[\p{Cc}\p{Cs}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/u,
          )
        }
      }),
    )
  })
})

describe('the message carries its meaning', () => {
  test.each(outcomes)('%s', outcome => {
    const { meaning, nextSteps } = humanMessage(report({ outcome, auditRecorded: false }))
    expect(meaning.length).toBeGreaterThan(20)
    expect(nextSteps[0]).toMatch(/audit record/u)
  })
})
