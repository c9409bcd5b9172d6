import type { ZoneCoverage, ZoneCoverageState } from './firewallContext.ts'
import { selectionKey } from './flowFilterKey.ts'
import type { FlowOperation } from './flowOperation.ts'
import type { Outcome } from './outcome.ts'

/** A flush counts for this long: the service remembers no longer. */
const coverageMilliseconds = 12 * 3600 * 1000
/** An earlier flush belongs to the same action when it came at most this long before the watched one. */
export const sameActionSeconds = 900

/**
 * The watched flush: what it takes, where, and how it ended. `availabilityZone` is null when nobody told where it ran.
 * `time`: when the flows were identified, else when it was started; ISO 8601. `isWholeZone`: it took every endpoint of its
 * zone, not one of several.
 */
export type ReferenceFlush = {
  readonly flowOperationId: string
  readonly availabilityZone: string | null
  readonly outcome: Outcome | null
  readonly time: string
  readonly selection: Pick<FlowOperation, 'details' | 'omittedFilterCount'>
  readonly isWholeZone: boolean
}

/** A flush that a zone's list named. `answer` is null when the service could not be asked what it takes. */
export type ListedFlush = {
  readonly flowOperationId: string
  readonly requestTimestamp: string | null
  readonly answer: FlowOperation | null
  readonly isWholeZone: boolean
}

/** What a zone told. `isListWhole`: its list could be read, to its end. */
export type ZoneFindings = {
  readonly availabilityZone: string
  readonly isListWhole: boolean
  readonly flushes: readonly ListedFlush[]
}

/** One flush as far as it counts for a zone. `isSame`: it takes the same flows; null when that cannot be told. */
type Candidate = {
  readonly flowOperationId: string
  readonly time: string | null
  readonly status: string | null
  readonly isSame: boolean | null
  readonly isWholeZone: boolean
}

/**
 * Tells for each zone how far a flush with the same filters has come. Nothing is called COVERED that may not be: what could
 * not be asked, compared or dated makes a zone UNKNOWN.
 */
export function zoneCoverage(
  reference: ReferenceFlush,
  zones: readonly ZoneFindings[],
  nowMilliseconds: number,
): ZoneCoverage[] {
  const place = placeOf(reference, zones)
  return zones.map(zone => {
    const own = place === zone.availabilityZone ? ownCandidate(reference) : null
    if (own && isSettledBy(reference)) return entry(zone, { state: 'COVERED', flush: own })
    const others = otherCandidates(reference, zone).filter(flush => isRecent(flush, nowMilliseconds))
    const decision = decisionOf(newestFirst(own ? [own, ...others] : others), Date.parse(reference.time))
    const isOwn = own !== null && decision?.flush === own
    return entry(zone, isOwn ? decision : certain(decision, zone.isListWhole, place !== null))
  })
}

/** True when the watched flush alone decides for its zone, so that nothing there has to be asked. */
export function isSettledBy({ outcome, isWholeZone }: ReferenceFlush): boolean {
  return outcome === 'COMPLETED' && isWholeZone
}

/** Where the watched flush ran: as told, else the firewall's only zone, else the one zone that lists it. */
function placeOf({ availabilityZone, flowOperationId }: ReferenceFlush, zones: readonly ZoneFindings[]) {
  const listing = zones.filter(({ flushes }) =>
    flushes.some(flush => flush.flowOperationId === flowOperationId),
  )
  const [only] = zones.length === 1 ? zones : listing.length === 1 ? listing : []
  return availabilityZone ?? only?.availabilityZone ?? null
}

function ownCandidate({ flowOperationId, time, outcome, isWholeZone }: ReferenceFlush): Candidate {
  return { flowOperationId, time, status: outcome, isSame: true, isWholeZone }
}

/** An answer that names another zone is of another zone, whatever the list was asked for. */
function otherCandidates(
  reference: ReferenceFlush,
  { availabilityZone, flushes }: ZoneFindings,
): Candidate[] {
  const { details, omittedFilterCount } = reference.selection
  const key = selectionKey(details, omittedFilterCount)
  return flushes
    .filter(({ flowOperationId }) => flowOperationId !== reference.flowOperationId)
    .filter(({ answer }) => (answer?.availabilityZone ?? availabilityZone) === availabilityZone)
    .map(({ flowOperationId, requestTimestamp, answer, isWholeZone }) => {
      const own = answer && selectionKey(answer.details, answer.omittedFilterCount)
      const isSame = own === null || key === null ? null : own === key
      const time = answer?.requestTimestamp ?? requestTimestamp
      return { flowOperationId, time, status: answer?.status ?? null, isSame, isWholeZone }
    })
}

function isRecent({ time }: Candidate, nowMilliseconds: number): boolean {
  return time === null || nowMilliseconds - Date.parse(time) <= coverageMilliseconds
}

/** One without a time is younger than any other: the service gives it late. */
function newestFirst(candidates: readonly Candidate[]): Candidate[] {
  const order = ({ time }: Candidate) => (time === null ? Number.MAX_VALUE : Date.parse(time))
  return candidates.toSorted((one, other) => order(other) - order(one))
}

type Decision = { readonly state: ZoneCoverageState; readonly flush: Candidate | null }

const stateByStatus: ReadonlyMap<string | null, ZoneCoverageState> = new Map([
  ['IN_PROGRESS', 'RUNNING'],
  ['COMPLETED', 'COVERED'],
  // The service could not do it: its flows count as untouched.
  ['FAILED', 'NOT_COVERED'],
])

/**
 * The newest flush that takes the same flows decides, and one that may be such a flush leaves the zone open. One that took a
 * part of the zone only says nothing of the rest, and one of an earlier action nothing of the flows that came since.
 */
function decisionOf(candidates: readonly Candidate[], referenceMilliseconds: number): Decision | null {
  const index = candidates.findIndex(({ isSame }) => isSame !== false)
  const flush = candidates[index]
  if (!flush) return null
  const state = flush.isSame === null ? 'UNKNOWN' : (stateByStatus.get(flush.status) ?? 'UNKNOWN')
  if (flush.isSame === null || state === 'RUNNING') return { state, flush }
  if (!flush.isWholeZone) {
    const earlier = decisionOf(candidates.slice(index + 1), referenceMilliseconds)
    return earlier?.state === 'COVERED' ? earlier : { state: 'UNKNOWN', flush }
  }
  const isCertain = state !== 'COVERED' || isOfSameAction(flush, referenceMilliseconds)
  return { state: isCertain ? state : 'UNKNOWN', flush }
}

/** False also when one of the times is not known. */
function isOfSameAction({ time }: Candidate, referenceMilliseconds: number): boolean {
  return referenceMilliseconds - Date.parse(time ?? '') <= sameActionSeconds * 1000
}

/** Of a list that was not read to its end, and of a flush that ran nobody knows where, only "it is running" is certain. */
function certain(decision: Decision | null, isListWhole: boolean, isPlaceKnown: boolean): Decision {
  const { state, flush } = decision ?? { state: 'NOT_COVERED', flush: null }
  const isCertain = state === 'RUNNING' || (isListWhole && (isPlaceKnown || state === 'COVERED'))
  return { state: isCertain ? state : 'UNKNOWN', flush }
}

function entry({ availabilityZone }: ZoneFindings, { state, flush }: Decision): ZoneCoverage {
  return {
    availabilityZone,
    state,
    flowOperationId: flush?.flowOperationId ?? null,
    flowRequestTimestamp: flush?.time ?? null,
  }
}
