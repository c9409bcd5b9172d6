import { type ZoneFindings, zoneCoverage } from '../functions/domain/coverage.ts'
import type { FirewallContext } from '../functions/domain/firewallContext.ts'
import type { FlowOperation } from '../functions/domain/flowOperation.ts'
import type { Outcome } from '../functions/domain/outcome.ts'
import { type PollProgress, progressBeforeFirstPoll } from '../functions/domain/pollProgress.ts'
import type { WatchFacts } from '../functions/domain/report.ts'
import { emptyCollection, type ResultsCollection } from '../functions/domain/resultsCollection.ts'
import type { WatchRequest } from '../functions/domain/watchRequest.ts'

// Everything here is synthetic: addresses of the documentation ranges, an account that is nobody's.
const region = 'eu-west-1'
const accountId = '123456789012'
const firewallArn = `arn:aws:network-firewall:${region}:${accountId}:firewall/example-edge`
const operationId = '0f3c9a52-7d1e-4b6a-9c38-2f5d8e1a7b40'
const otherOperationId = '5b7d2c10-3e4f-4a8b-9d61-7c0e2f9a1b35'
const eventId = 'c4d8e2a1-93b7-4d05-8a6c-7e1f2b3c4d5e'
const startedAt = '2026-11-02T09:15:02.000Z'

/** The moment this many seconds after the synthetic start, as ISO 8601. */
function secondsAfterStart(seconds: number): string {
  return new Date(Date.parse(startedAt) + seconds * 1000).toISOString()
}

/** A flush that somebody has started from a shell. */
export const acceptedStart: WatchRequest = {
  kind: 'ACCEPTED_START',
  watchKey: operationId,
  flowOperationId: operationId,
  flowOperationType: 'FLOW_FLUSH',
  firewallArn,
  availabilityZone: `${region}a`,
  availabilityZoneId: null,
  vpcEndpointAssociationArn: null,
  vpcEndpointId: null,
  accountId,
  region,
  startedAt,
  startedBy: {
    type: 'AssumedRole',
    name: 'NetOps',
    arn: `arn:aws:sts::${accountId}:assumed-role/NetOps/dana`,
    accountId,
    sourceIp: '203.0.113.10',
    userAgent: 'aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.12.0 md/arch#x86_64 lang/python#3.13.7',
    invokedBy: null,
  },
  watchedSince: startedAt,
  refusal: null,
  lookUpFailure: null,
  recoveredLate: false,
  slotHolder: null,
}

/** The same start, refused since another flush was running in the zone. */
export const refusedStart: WatchRequest = {
  ...acceptedStart,
  kind: 'REFUSED_START',
  watchKey: eventId,
  flowOperationId: null,
  refusal: { errorCode: 'ThrottlingException', errorMessage: 'Another flow operation is in progress.' },
  slotHolder: {
    flowOperationId: otherOperationId,
    flowOperationType: 'FLOW_FLUSH',
    requestTimestamp: secondsAfterStart(-130),
  },
}

const runningOperation: FlowOperation = {
  firewallArn,
  availabilityZone: `${region}a`,
  vpcEndpointAssociationArn: null,
  vpcEndpointId: null,
  type: 'FLOW_FLUSH',
  status: 'IN_PROGRESS',
  statusMessage: null,
  requestTimestamp: secondsAfterStart(3),
  details: {
    MinimumFlowAgeInSeconds: 60,
    FlowFilters: [
      { SourceAddress: { AddressDefinition: '10.1.0.0/16' }, DestinationPort: '443', Protocols: ['6'] },
      { DestinationAddress: { AddressDefinition: '198.51.100.7' } },
    ],
  },
  omittedFilterCount: 0,
}

/** A watch after its last poll: how the operation was then, and how long it took. */
export type Ending = {
  readonly outcome: Outcome | null
  readonly afterSeconds: number
  readonly polls: number
  readonly operation?: Partial<FlowOperation>
  readonly failure?: PollProgress['failure']
}

export function progressOf({ outcome, afterSeconds, polls, operation, failure }: Ending): PollProgress {
  return {
    ...progressBeforeFirstPoll(secondsAfterStart(4)),
    next: outcome === null ? 'WAIT' : 'CONCLUDE',
    outcome,
    polls,
    answers: polls,
    lastPolledAt: secondsAfterStart(afterSeconds),
    finishedAt: outcome === null ? null : secondsAfterStart(afterSeconds),
    operation: { ...runningOperation, ...operation },
    failure: failure ?? null,
  }
}

/** What a flush of an office network during an incident may find. */
export const manyFlows: ResultsCollection = {
  ...emptyCollection(),
  next: 'DONE',
  pagesRead: 13,
  calls: 1,
  flowCount: 1284,
  packetCount: 418_733,
  byteCount: 312_904_518,
  sources: [
    { address: '10.1.4.17', flowCount: 312, byteCount: 121_400_312 },
    { address: '10.1.4.52', flowCount: 208, byteCount: 64_020_118 },
    { address: '10.1.9.3', flowCount: 97, byteCount: 31_118_904 },
    { address: '2001:db8:1:9::3', flowCount: 41, byteCount: 8_020_400 },
    { address: '10.1.7.88', flowCount: 33, byteCount: 2_104_212 },
  ],
  destinations: [
    { address: '198.51.100.7', flowCount: 954, byteCount: 290_118_004 },
    { address: '192.0.2.44', flowCount: 121, byteCount: 14_902_118 },
    { address: '203.0.113.201', flowCount: 88, byteCount: 5_118_220 },
  ],
  destinationPorts: [
    { port: '443', protocol: 'TCP', flowCount: 1102, byteCount: 301_902_114 },
    { port: '8443', protocol: 'TCP', flowCount: 131, byteCount: 9_902_004 },
    { port: '53', protocol: 'UDP', flowCount: 51, byteCount: 1_100_400 },
  ],
  exhausted: true,
}

/** The status of the newest flush with the same filters in another zone; null: there is none. */
export type OtherZones = readonly [zoneB: string | null, zoneC: string | null]

/** The firewall around a flush that ended so: three zones, of which its own is the first. */
export function contextOf(outcome: Outcome, others: OtherZones): FirewallContext {
  const [own = '', ...rest] = ['a', 'b', 'c'].map(letter => `${region}${letter}`)
  const reference = {
    flowOperationId: operationId,
    availabilityZone: own,
    outcome,
    time: secondsAfterStart(3),
    selection: runningOperation,
    isWholeZone: true,
  }
  const findings = rest.map((zone, index) => findingsOf(zone, others[index] ?? null))
  const zones = [{ availabilityZone: own, isListWhole: true, flushes: [] }, ...findings]
  return {
    zones: zones.map(({ availabilityZone }) => availabilityZone),
    tags: [{ key: 'team', value: 'network' }],
    streamExceptionPolicy: 'DROP',
    coverage: zoneCoverage(reference, zones, Date.parse(startedAt)),
  }
}

function findingsOf(availabilityZone: string, status: string | null): ZoneFindings {
  const requestTimestamp = secondsAfterStart(-177)
  const answer = { ...runningOperation, availabilityZone, status, requestTimestamp }
  const flush = { flowOperationId: otherOperationId, requestTimestamp, answer, isWholeZone: true }
  return { availabilityZone, isListWhole: true, flushes: status === null ? [] : [flush] }
}

/** What a watch has gathered some seconds after its last poll. */
export function factsOf(facts: Omit<WatchFacts, 'now'>, afterSeconds: number): WatchFacts {
  return { ...facts, now: secondsAfterStart(afterSeconds) }
}
