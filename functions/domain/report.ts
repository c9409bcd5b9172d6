import * as z from 'zod/mini'
import { endpointOf } from './endpointSelectors.ts'
import { type FirewallContext, FirewallTag, ZoneCoverage } from './firewallContext.ts'
import { FlowOperationDetails } from './flowOperation.ts'
import { hasResults, Outcome, Severity, severityOf } from './outcome.ts'
import type { PollProgress } from './pollProgress.ts'
import { maxTalkersTold, PortTalker, type ResultsCollection, Talker } from './resultsCollection.ts'
import {
  FlowOperationType,
  firewallNameOf,
  Refusal,
  SlotHolder,
  StartedBy,
  type WatchRequest,
} from './watchRequest.ts'

/** The version of the machine-readable document and of the audit records; it grows when a member changes its meaning. */
export const schemaVersion = 1

const nullableText = z.nullable(z.string())

/** Counts and top talkers. `complete` is true only for COMPLETED with every page read. */
const ResultsSummary = z.object({
  flowCount: z.number(),
  packetCount: z.number(),
  byteCount: z.number(),
  topSources: z.array(Talker),
  topDestinations: z.array(Talker),
  // With a default, like all members that came later: dead letters of earlier versions are still to be understood.
  topDestinationPorts: z._default(z.array(PortTalker), []),
  complete: z.boolean(),
})
type ResultsSummary = z.infer<typeof ResultsSummary>

/** Why a watch failed: the error's name and message as they were met. */
export const WatchFailure = z.object({ error: z.string(), message: z.string() })
export type WatchFailure = z.infer<typeof WatchFailure>

/**
 * The machine-readable document: what is sent to machines, kept in the audit log, and what every human message is written
 * from. Absent values are null. `resultsAreApproximate`: more addresses or larger numbers than are counted exactly. Times are ISO 8601 in UTC with milliseconds; `finishedAt` is when the end was seen,
 * `writtenAt` when this was written. `isOverdue`: the operation goes on, later than expected. `zoneCoverage` is empty when it is not known, and for a capture.
 */
export const FlowOperationReport = z.object({
  schemaVersion: z.literal(schemaVersion),
  notice: z.enum(['STARTED', 'OVERDUE', 'OUTCOME']),
  watchKey: z.string(),
  outcome: z.nullable(Outcome),
  severity: Severity,
  flowOperationId: nullableText,
  flowOperationType: z.nullable(FlowOperationType),
  firewallArn: nullableText,
  firewallName: nullableText,
  accountId: nullableText,
  region: nullableText,
  availabilityZone: nullableText,
  vpcEndpointId: nullableText,
  vpcEndpointAssociationArn: nullableText,
  serviceStatus: nullableText,
  statusMessage: nullableText,
  startedBy: z.nullable(StartedBy),
  startedAt: nullableText,
  finishedAt: nullableText,
  flowRequestTimestamp: nullableText,
  flowOperation: z.nullable(FlowOperationDetails),
  omittedFilterCount: z.number(),
  results: z.nullable(ResultsSummary),
  resultsAreApproximate: z.boolean(),
  polls: z.number(),
  refusal: z.nullable(Refusal),
  failure: z.nullable(WatchFailure),
  auditRecorded: z.boolean(),
  isOverdue: z._default(z.boolean(), false),
  recoveredLate: z._default(z.boolean(), false),
  slotHolder: z._default(z.nullable(SlotHolder), null),
  availabilityZoneId: z._default(nullableText, null),
  writtenAt: z._default(nullableText, null),
  streamExceptionPolicy: z._default(nullableText, null),
  zoneCoverage: z._default(z.array(ZoneCoverage), []),
  firewallTags: z._default(z.array(FirewallTag), []),
})
export type FlowOperationReport = z.infer<typeof FlowOperationReport>

/** Everything a watch has gathered when something is to be told. `now` is ISO 8601. */
export type WatchFacts = {
  readonly watch: WatchRequest
  readonly progress: PollProgress | null
  readonly collection: ResultsCollection | null
  readonly failure: WatchFailure | null
  readonly context: FirewallContext | null
  readonly isOverdue?: boolean
  readonly now: string
}

/** The report of a watch that has begun, or is overdue: there is no outcome yet. */
export function interimReport(notice: 'STARTED' | 'OVERDUE', facts: WatchFacts): FlowOperationReport {
  const isOverdue = notice === 'OVERDUE' || facts.isOverdue === true
  return {
    ...commonMembers(facts),
    notice,
    outcome: null,
    isOverdue,
    severity: isOverdue ? severityOf(null) : 'info',
    results: null,
    resultsAreApproximate: false,
    finishedAt: null,
    failure: null,
  }
}

/** The report of how a watch ended. An outcome that was seen stands, whatever failed afterwards. */
export function outcomeReport(facts: WatchFacts): FlowOperationReport {
  const outcome = outcomeOf(facts)
  return {
    ...commonMembers(facts),
    notice: 'OUTCOME',
    outcome,
    isOverdue: false,
    severity: severityOf(outcome),
    results: hasResults(outcome) ? resultsSummary(outcome, facts.collection) : null,
    resultsAreApproximate: hasResults(outcome) && facts.collection?.approximate === true,
    finishedAt: facts.progress?.finishedAt ?? facts.now,
    failure: outcome === 'WATCH_FAILED' ? failureOf(facts) : null,
  }
}

function outcomeOf({ watch, progress }: WatchFacts): Outcome {
  if (watch.kind === 'REFUSED_START') return 'REFUSED'
  return progress?.outcome ?? 'WATCH_FAILED'
}

/** The newest failure: a poll that concluded tells its own, else the one that ended the polling. */
function failureOf({ watch, progress, failure }: WatchFacts): WatchFailure {
  const concluded = progress?.outcome === 'WATCH_FAILED' ? progress.failure : null
  return (
    concluded ??
    failure ??
    watch.lookUpFailure ?? {
      error: 'WatchEndedEarly',
      message: 'the watch ended without an answer of the service',
    }
  )
}

function commonMembers({ watch, progress, context, now }: WatchFacts) {
  const operation = progress?.operation ?? null
  const firewallArn = watch.firewallArn ?? operation?.firewallArn ?? null
  return {
    schemaVersion,
    watchKey: watch.watchKey,
    flowOperationId: watch.flowOperationId,
    flowOperationType: operationTypeOf(watch, operation?.type ?? null),
    firewallArn,
    firewallName: firewallNameOf(firewallArn),
    accountId: watch.accountId,
    region: watch.region,
    availabilityZone: watch.availabilityZone ?? operation?.availabilityZone ?? null,
    ...endpointOf(watch, operation),
    serviceStatus: operation?.status ?? null,
    statusMessage: operation?.statusMessage ?? null,
    startedBy: watch.startedBy,
    startedAt: watch.startedAt,
    flowRequestTimestamp: operation?.requestTimestamp ?? null,
    flowOperation: operation?.details ?? null,
    omittedFilterCount: operation?.omittedFilterCount ?? 0,
    polls: progress?.polls ?? 0,
    refusal: watch.refusal,
    auditRecorded: true,
    recoveredLate: watch.recoveredLate,
    slotHolder: watch.slotHolder,
    availabilityZoneId: watch.availabilityZoneId,
    writtenAt: now,
    streamExceptionPolicy: context?.streamExceptionPolicy ?? null,
    zoneCoverage: context?.coverage ?? [],
    firewallTags: context?.tags ?? [],
  } as const
}

function operationTypeOf(watch: WatchRequest, described: string | null): FlowOperationType | null {
  return FlowOperationType.safeParse(described).data ?? watch.flowOperationType
}

function resultsSummary(outcome: Outcome, collection: ResultsCollection | null): ResultsSummary {
  return {
    flowCount: collection?.flowCount ?? 0,
    packetCount: collection?.packetCount ?? 0,
    byteCount: collection?.byteCount ?? 0,
    topSources: collection?.sources.slice(0, maxTalkersTold) ?? [],
    topDestinations: collection?.destinations.slice(0, maxTalkersTold) ?? [],
    topDestinationPorts: collection?.destinationPorts.slice(0, maxTalkersTold) ?? [],
    complete: outcome === 'COMPLETED' && collection?.exhausted === true,
  }
}
