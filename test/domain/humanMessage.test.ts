import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { humanMessage, operationInWords, stateInWords } from '../../functions/domain/humanMessage.ts'
import { outcomes } from '../../functions/domain/outcome.ts'
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

const factOf = (document: FlowOperationReport, label: string) =>
  humanMessage(document).facts.find(fact => fact.label === label)?.value
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

  test('every severity can be told apart by its icon', () => {
    const icon = (change: Partial<FlowOperationReport>) => humanMessage(report(change)).icon
    expect(icon({ outcome: 'COMPLETED' })).toBe('✅')
    for (const outcome of ['FAILED', 'TIMED_OUT', 'WATCH_FAILED'] as const)
      expect(icon({ outcome })).toBe('🔴')
    for (const outcome of ['COMPLETED_WITH_ERRORS', 'REFUSED', 'EXPIRED', 'UNKNOWN'] as const) {
      expect(['✅', '🔴']).not.toContain(icon({ outcome }))
    }
    expect(icon({ outcome: null, notice: 'OVERDUE' })).toBe('🟠')
    expect(icon({ outcome: null, notice: 'STARTED' })).toBe('⏳')
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
    ['FlowRequestTimestamp', 'Flows identified at', isoAfterStart(7)],
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
    const { facts } = humanMessage(report())
    expect(new Set(facts.map(({ label }) => label)).size).toBe(facts.length)
    expect(Object.fromEntries(facts.map(({ label, value }) => [label, value]))).toEqual({
      Firewall: 'edge',
      'Availability Zone': 'eu-west-1a',
      'Account and Region': '123456789012 · eu-west-1',
      Operation: operationId,
      Result: '3 flows, 30 packets, 1.5 kB',
      'Service status': 'COMPLETED',
      'Minimum flow age': 'at least 1 min',
      'Started by': 'NetOps (AssumedRole, arn:aws:sts::123456789012:assumed-role/NetOps/dana)',
      'Started from': '203.0.113.10 · aws-cli/2',
      'Started at': startedAt,
      'Flows identified at': isoAfterStart(3),
      Finished: `${isoAfterStart(40)}, seen 40 s after the start`,
      Polls: '8',
    })
  })

  test('of a refused start: code and text of the service, no operation, nothing that is unknown', () => {
    const document = outcomeReport(watchFacts({ watch: refusedWatch({ startedBy: null }), progress: null }))
    expect(factOf(document, 'Refused because')).toBe(
      'ThrottlingException · synthetic: another operation is running',
    )
    expect(factOf(document, 'Started by')).toBe('unknown (the event does not tell)')
    const labels = humanMessage(document).facts.map(({ label }) => label)
    for (const absent of ['Operation', 'Result', 'Service status', 'Started from', 'Minimum flow age']) {
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
    expect(shown({})).toBe(`Flow capture · ${operationId} · flows identified at ${isoAfterStart(-40)}`)
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
    [{ startedAt: null }, isoAfterStart(40)],
    [{ finishedAt: startedAt }, startedAt],
    [{ finishedAt: isoAfterStart(-5) }, isoAfterStart(-5)],
    [{ finishedAt: isoAfterStart(7800) }, `${isoAfterStart(7800)}, seen 2 h 10 min after the start`],
  ])('the end: %j', (change, value) => {
    expect(factOf(report(change), 'Finished')).toBe(value)
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
  })

  test('no filters, no results: empty lists', () => {
    expect(humanMessage(report({ flowOperation: null, results: null }))).toMatchObject({
      filters: [],
      topSources: [],
      topDestinations: [],
    })
    expect(humanMessage(report({ flowOperation: {} })).filters).toEqual([])
  })

  test('top talkers with flows and bytes', () => {
    expect(humanMessage(report())).toMatchObject({
      topSources: ['10.1.2.3  3 flows, 1.5 kB'],
      topDestinations: ['198.51.100.7  3 flows, 1.5 kB'],
    })
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
      results: { ...results, topSources: [{ address: foreign, flowCount: 1, byteCount: 1 }] },
    })

  test('is inert wherever it stands', () => {
    const message = everything(foreignDocument(hostile))
    expect(message).toContain('a b')
    expect(message).not.toMatch(/\\u|\\n|[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/u)
  })

  test('is cut with a visible mark', () => {
    const message = humanMessage(foreignDocument('x'.repeat(5000)))
    for (const { value } of message.facts) expect(value.length).toBeLessThanOrEqual(300)
    expect(message.headline.length).toBeLessThan(300)
    expect(message.facts.find(({ label }) => label === 'Status message')?.value).toBe(`${'x'.repeat(299)}…`)
    expect(message.filters[0]).toHaveLength(300)
    expect(message.topSources[0]).toMatch(/^x{63}… {2}1 flow, 1 bytes$/u)
  })

  test('any text is harmless in every place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), foreign => {
        const message = humanMessage(foreignDocument(foreign))
        const texts = [
          message.headline,
          ...message.facts.map(({ value }) => value),
          ...message.filters,
          ...message.topSources,
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
