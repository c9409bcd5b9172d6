import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { FirewallContext } from '../../functions/domain/firewallContext.ts'
import { meaningOf } from '../../functions/domain/meaning.ts'
import { type Outcome, outcomes } from '../../functions/domain/outcome.ts'
import { FlowOperationReport, interimReport, outcomeReport } from '../../functions/domain/report.ts'
import {
  accountId,
  associationArn,
  collection,
  eventId,
  firewallArn,
  flowOperation,
  isoAfterStart,
  operationId,
  progress,
  refusedWatch,
  region,
  startedAt,
  startedBy,
  watchFacts,
  watchRequest,
} from '../support/builders.ts'

const ended = (outcome: Outcome | null, change: Parameters<typeof progress>[0] = {}) =>
  progress({ outcome, polls: 8, operation: flowOperation(), finishedAt: isoAfterStart(40), ...change })

describe('the document of an outcome', () => {
  test('has every member', () => {
    expect(outcomeReport(watchFacts())).toEqual({
      schemaVersion: 1,
      notice: 'OUTCOME',
      watchKey: operationId,
      outcome: 'COMPLETED',
      severity: 'info',
      flowOperationId: operationId,
      flowOperationType: 'FLOW_FLUSH',
      firewallArn,
      firewallName: 'edge',
      accountId,
      region,
      availabilityZone: 'eu-west-1a',
      vpcEndpointId: null,
      vpcEndpointAssociationArn: null,
      serviceStatus: 'COMPLETED',
      statusMessage: null,
      startedBy: startedBy(),
      startedAt,
      finishedAt: isoAfterStart(40),
      flowRequestTimestamp: isoAfterStart(3),
      flowOperation: flowOperation().details,
      omittedFilterCount: 0,
      results: {
        flowCount: 3,
        packetCount: 30,
        byteCount: 1500,
        topSources: [{ address: '10.1.2.3', flowCount: 3, byteCount: 1500 }],
        topDestinations: [{ address: '198.51.100.7', flowCount: 3, byteCount: 1500 }],
        topDestinationPorts: [{ port: '443', protocol: 'TCP', flowCount: 3, byteCount: 1500 }],
        complete: true,
      },
      resultsAreApproximate: false,
      polls: 8,
      refusal: null,
      failure: null,
      auditRecorded: true,
      isOverdue: false,
      recoveredLate: false,
      slotHolder: null,
      availabilityZoneId: null,
      writtenAt: isoAfterStart(42),
      streamExceptionPolicy: null,
      zoneCoverage: [],
      firewallTags: [],
    })
  })

  test('what is absent is null, never left out', () => {
    const bare = refusedWatch({
      firewallArn: null,
      flowOperationType: null,
      availabilityZone: null,
      accountId: null,
      region: null,
      startedAt: null,
      startedBy: null,
    })
    const document = outcomeReport(watchFacts({ watch: bare, progress: null, collection: null }))
    expect(document).toEqual({
      ...document,
      flowOperationId: null,
      flowOperationType: null,
      firewallArn: null,
      firewallName: null,
      accountId: null,
      region: null,
      availabilityZone: null,
      vpcEndpointId: null,
      vpcEndpointAssociationArn: null,
      serviceStatus: null,
      statusMessage: null,
      startedBy: null,
      startedAt: null,
      flowRequestTimestamp: null,
      flowOperation: null,
      results: null,
      failure: null,
    })
    const members = Object.keys(FlowOperationReport.def.shape)
    expect(Object.keys(document).toSorted()).toEqual(members.toSorted())
    expect(JSON.parse(JSON.stringify(document))).toEqual(document)
  })

  test('a refused start is REFUSED with the reason, no operation, and the moment at which it is told', () => {
    const document = outcomeReport(watchFacts({ watch: refusedWatch(), progress: null, collection: null }))
    expect(document).toMatchObject({
      watchKey: eventId,
      outcome: 'REFUSED',
      severity: 'warning',
      flowOperationId: null,
      finishedAt: isoAfterStart(42),
      results: null,
      polls: 0,
      refusal: { errorCode: 'ThrottlingException', errorMessage: 'synthetic: another operation is running' },
    })
  })
})

describe('results', () => {
  const resultsFor = (outcome: Outcome, change: Parameters<typeof collection>[0] | null = {}) =>
    outcomeReport(
      watchFacts({
        progress: ended(outcome),
        collection: change === null ? null : collection(change),
      }),
    )

  test.each(outcomes.filter(outcome => !outcome.startsWith('COMPLETED')))('%s has none', outcome => {
    expect(resultsFor(outcome)).toMatchObject({ results: null, resultsAreApproximate: false })
    expect(resultsFor(outcome, { approximate: true }).resultsAreApproximate).toBe(false)
  })

  test('are complete only for COMPLETED with every page read', () => {
    expect(resultsFor('COMPLETED').results?.complete).toBe(true)
    expect(resultsFor('COMPLETED', { exhausted: false }).results?.complete).toBe(false)
    expect(resultsFor('COMPLETED_WITH_ERRORS').results?.complete).toBe(false)
  })

  test('that could not be collected are an empty, incomplete object', () => {
    expect(resultsFor('COMPLETED', null)).toMatchObject({
      resultsAreApproximate: false,
      results: {
        flowCount: 0,
        packetCount: 0,
        byteCount: 0,
        topSources: [],
        topDestinations: [],
        topDestinationPorts: [],
        complete: false,
      },
    })
  })

  test('show the first five talkers of each direction, and ports', () => {
    const talkers = Array.from({ length: 9 }, (_, index) => ({
      address: `10.0.0.${index}`,
      flowCount: 1,
      byteCount: 100 - index,
    }))
    const destinationPorts = talkers.map(({ address, ...counts }) => ({
      port: address,
      protocol: null,
      ...counts,
    }))
    const { results } = resultsFor('COMPLETED', { sources: talkers, destinations: talkers, destinationPorts })
    expect(results?.topSources).toEqual(talkers.slice(0, 5))
    expect(results?.topDestinations).toEqual(talkers.slice(0, 5))
    expect(results?.topDestinationPorts).toEqual(destinationPorts.slice(0, 5))
  })

  test('that are not exact are marked', () => {
    expect(resultsFor('COMPLETED', { approximate: true }).resultsAreApproximate).toBe(true)
  })
})

describe('what the start and what the service told', () => {
  const seen = flowOperation({
    firewallArn: firewallArn.replace('edge', 'described'),
    availabilityZone: 'eu-west-1b',
    vpcEndpointId: 'vpce-1',
    vpcEndpointAssociationArn: associationArn,
    status: 'FAILED',
    statusMessage: 'Flow timeout',
  })
  const facts = (watch: Parameters<typeof watchRequest>[0]) =>
    watchFacts({ watch: watchRequest(watch), progress: ended('FAILED', { operation: seen }) })

  test('what the start call named stands', () => {
    const named = { vpcEndpointId: 'vpce-2', vpcEndpointAssociationArn: `${associationArn}2` }
    expect(outcomeReport(facts(named))).toMatchObject({
      firewallArn,
      firewallName: 'edge',
      availabilityZone: 'eu-west-1a',
      ...named,
    })
  })

  test('a zone that was named by its id is told by its id', () => {
    expect(outcomeReport(facts({ availabilityZone: null, availabilityZoneId: 'euw1-az1' }))).toMatchObject({
      availabilityZone: 'eu-west-1b',
      availabilityZoneId: 'euw1-az1',
    })
  })

  test.each([
    [{ availabilityZone: 'eu-west-1a' }, '--availability-zone eu-west-1a', 'eu-west-1a'],
    [{ availabilityZoneId: 'euw1-az1' }, '--availability-zone-id euw1-az1', 'eu-west-1b'],
    [{ vpcEndpointId: 'vpce-2' }, '--vpc-endpoint-id vpce-2', 'eu-west-1b'],
    [
      { vpcEndpointAssociationArn: `${associationArn}2` },
      `--vpc-endpoint-association-arn ${associationArn}2`,
      'eu-west-1b',
    ],
  ])(
    'the commands carry the selector of the start, whatever the answer names: %j',
    (selector, option, zone) => {
      const document = outcomeReport(facts({ availabilityZone: null, ...selector }))
      const { commands } = meaningOf(document)
      expect(commands).not.toEqual([])
      for (const { command } of commands)
        expect(command.match(/--(?:availability-zone|vpc-endpoint)\S* \S+/gu)).toEqual([option])
      expect(document.availabilityZone).toBe(zone)
    },
  )

  test('the selectors of a watch that the sweep began are not those of the start: the answer may name the endpoint', () => {
    expect(outcomeReport(facts({ recoveredLate: true })).vpcEndpointId).toBe('vpce-1')
    expect(outcomeReport(facts({})).vpcEndpointId).toBeNull()
  })

  test('the rest is taken from the last answer of the service', () => {
    expect(outcomeReport(facts({ firewallArn: null, availabilityZone: null }))).toMatchObject({
      firewallName: 'described',
      availabilityZone: 'eu-west-1b',
      vpcEndpointId: 'vpce-1',
      vpcEndpointAssociationArn: associationArn,
      serviceStatus: 'FAILED',
      statusMessage: 'Flow timeout',
    })
  })

  test.each([
    ['FLOW_CAPTURE', 'FLOW_CAPTURE'],
    ['FLOW_ODD', 'FLOW_FLUSH'],
    [null, 'FLOW_FLUSH'],
  ])('the type %s of the service makes %s', (type, expected) => {
    const operation = flowOperation({ type })
    const document = outcomeReport(watchFacts({ progress: ended('COMPLETED', { operation }) }))
    expect(document.flowOperationType).toBe(expected)
  })

  test('an unknown status stands word for word', () => {
    const operation = flowOperation({ status: 'CANCELLED' })
    const document = outcomeReport(watchFacts({ progress: ended('UNKNOWN', { operation }) }))
    expect(document).toMatchObject({ outcome: 'UNKNOWN', severity: 'warning', serviceStatus: 'CANCELLED' })
  })
})

describe('what is known of the firewall', () => {
  const context: FirewallContext = {
    zones: ['eu-west-1a', 'eu-west-1b'],
    tags: [{ key: 'team', value: 'network' }],
    streamExceptionPolicy: 'REJECT',
    coverage: [
      {
        availabilityZone: 'eu-west-1a',
        state: 'COVERED',
        flowOperationId: operationId,
        flowRequestTimestamp: isoAfterStart(3),
      },
    ],
  }

  test('stands in the document', () => {
    expect(outcomeReport(watchFacts({ context }))).toMatchObject({
      streamExceptionPolicy: 'REJECT',
      zoneCoverage: context.coverage,
      firewallTags: context.tags,
    })
  })

  test('is null and empty when it is not known', () => {
    const unknown = { streamExceptionPolicy: null, zoneCoverage: [], firewallTags: [] }
    expect(outcomeReport(watchFacts({ context: null }))).toMatchObject(unknown)
  })
})

describe('a document of an earlier version', () => {
  test('is understood without the members that came later', () => {
    const { writtenAt, streamExceptionPolicy, zoneCoverage, firewallTags, results, ...earlier } =
      outcomeReport(watchFacts())
    const { topDestinationPorts, ...earlierResults } = results ?? {}
    expect(FlowOperationReport.parse({ ...earlier, results: earlierResults })).toEqual({
      ...earlier,
      results: { ...earlierResults, topDestinationPorts: [] },
      writtenAt: null,
      streamExceptionPolicy: null,
      zoneCoverage: [],
      firewallTags: [],
    })
    expect([writtenAt, streamExceptionPolicy, zoneCoverage, firewallTags, topDestinationPorts]).toHaveLength(
      5,
    )
  })
})

describe('a watch that failed', () => {
  const failure = { error: 'AccessDeniedException', message: 'synthetic' }
  const caught = { error: 'States.Timeout', message: 'caught' }

  test('says what the last poll met', () => {
    const facts = watchFacts({ progress: ended('WATCH_FAILED', { failure }), failure: caught })
    expect(outcomeReport(facts)).toMatchObject({ outcome: 'WATCH_FAILED', severity: 'critical', failure })
  })

  test('else what the state machine caught', () => {
    const facts = watchFacts({ progress: null, collection: null, failure: caught })
    expect(outcomeReport(facts)).toMatchObject({
      outcome: 'WATCH_FAILED',
      failure: caught,
      finishedAt: isoAfterStart(42),
      polls: 0,
    })
  })

  test('else that it ended early, in these words', () => {
    const document = outcomeReport(watchFacts({ progress: null }))
    expect(document.failure).toEqual({
      error: 'WatchEndedEarly',
      message: 'the watch ended without an answer of the service',
    })
  })

  test('else that it ended early; a watch without an outcome has failed', () => {
    const facts = watchFacts({ progress: ended(null, { finishedAt: null }) })
    expect(outcomeReport(facts)).toMatchObject({
      outcome: 'WATCH_FAILED',
      failure: { error: 'WatchEndedEarly' },
      polls: 8,
    })
  })

  test.each(outcomes.filter(outcome => outcome !== 'WATCH_FAILED'))(
    '%s, once seen, stands whatever fails afterwards',
    outcome => {
      const facts = watchFacts({ progress: ended(outcome, { failure }), failure: caught })
      expect(outcomeReport(facts)).toMatchObject({ outcome, failure: null })
    },
  )
})

describe('the document before the end', () => {
  test.each([
    ['STARTED', 'info'],
    ['OVERDUE', 'warning'],
  ] as const)('%s has no outcome, no results and no end; it is %s', (notice, severity) => {
    const document = interimReport(notice, watchFacts({ failure: { error: 'x', message: 'y' } }))
    expect(document).toEqual({
      ...outcomeReport(watchFacts()),
      notice,
      severity,
      isOverdue: notice === 'OVERDUE',
      outcome: null,
      results: null,
      finishedAt: null,
      failure: null,
      resultsAreApproximate: false,
    })
  })
})

describe('for any facts', () => {
  test('the document has the published form', () => {
    const outcome = fc.option(fc.constantFrom(...outcomes))
    fc.assert(
      fc.property(
        outcome,
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        (ending, isRefused, isPolled, isRead) => {
          const facts = watchFacts({
            watch: isRefused ? refusedWatch() : watchRequest(),
            progress: isPolled ? ended(ending) : null,
            collection: isRead ? collection() : null,
          })
          const document = outcomeReport(facts)
          expect(FlowOperationReport.safeParse(document).success).toBe(true)
          expect(document.outcome).not.toBeNull()
          expect(document.results !== null).toBe(document.outcome?.startsWith('COMPLETED'))
          expect(document.failure !== null).toBe(document.outcome === 'WATCH_FAILED')
        },
      ),
    )
  })
})

describe('a card of the running watch', () => {
  test.each([
    [undefined, false, 'info'],
    [false, false, 'info'],
    [true, true, 'warning'],
  ])('is as late as the watch is known to be: %s', (isOverdue, isLate, severity) => {
    const facts = watchFacts(isOverdue === undefined ? {} : { isOverdue })
    expect(interimReport('STARTED', facts)).toMatchObject({ notice: 'STARTED', isOverdue: isLate, severity })
  })
})
