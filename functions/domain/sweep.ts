import { isFinalStatus, type ListedFlowOperation } from './flowOperation.ts'
import { isFlowOperationId } from './triggerEvent.ts'
import { type FlowOperationScope, FlowOperationType, type WatchRequest } from './watchRequest.ts'

/**
 * A start's event reaches EventBridge within seconds to a few minutes (no figure is published). For this long the sweep
 * leaves an operation to its event, which alone says who started it. With a sweep every ten minutes a lost event is made up
 * for within 13 minutes.
 */
export const eventGraceSeconds = 180

/** An operation that a firewall's lists named, and the scopes under which they did. */
export type FoundOperation = {
  readonly operation: ListedFlowOperation
  readonly scopes: readonly FlowOperationScope[]
}

/** What one scope's list said. */
export type ScopeListing = {
  readonly scope: FlowOperationScope
  readonly operations: readonly ListedFlowOperation[]
}

/**
 * The operations of a firewall that may need a watch, each once. List entries carry no selector, and every later call has to
 * repeat the start's: that is the scope whose list names the operation. The firewall as a whole lists others' operations
 * too, so it only counts for those that no other scope lists.
 */
export function foundOperations(
  listings: readonly ScopeListing[],
  nowMilliseconds: number,
): FoundOperation[] {
  const found = new Map<string, { operation: ListedFlowOperation; scopes: FlowOperationScope[] }>()
  for (const { scope, operations } of listings) {
    for (const operation of operations) {
      const known = found.get(operation.flowOperationId)
      if (known === undefined) found.set(operation.flowOperationId, { operation, scopes: [scope] })
      else {
        known.scopes.push(scope)
        // A later list may know the time that an earlier one did not: both speak of the same operation.
        if (operation.requestTimestamp !== null) known.operation = operation
      }
    }
  }
  return [...found.values()]
    .filter(({ operation }) => isDue(operation, nowMilliseconds))
    .map(({ operation, scopes }) => ({ operation, scopes: narrowest(scopes) }))
}

/** Each once: a list whose pages shift while they are read names an operation twice. */
function narrowest(scopes: readonly FlowOperationScope[]): FlowOperationScope[] {
  const selective = new Set(scopes.filter(isSelective))
  return selective.size > 0 ? [...selective] : scopes.slice(0, 1)
}

/**
 * True for an operation of which nobody can tell how old it is: the service gives no time until the engine has found the
 * flows, which may be the next second or, of a stuck one, never. Seen again after the grace, it is old enough.
 */
export function isOfUnknownAge({ operation }: FoundOperation): boolean {
  return operation.requestTimestamp === null && !isFinalStatus(operation.status ?? '')
}

/** One without a time may be old as well as new. */
function isDue({ flowOperationId, requestTimestamp }: ListedFlowOperation, nowMilliseconds: number): boolean {
  if (!isFlowOperationId(flowOperationId)) return false
  if (requestTimestamp === null) return true
  return nowMilliseconds - Date.parse(requestTimestamp) >= eventGraceSeconds * 1000
}

/**
 * All firewalls, from a random one on (`chance` is uniform in [0, 1)): a sweep that runs out of time leaves off at others than
 * those before it, however far apart they are. By the clock, a period that fits the number of firewalls would leave the
 * same ones out for ever.
 */
export function fromAnywhere(firewallArns: readonly string[], chance: number): readonly string[] {
  const first = Math.floor(chance * firewallArns.length)
  return [...firewallArns.slice(first), ...firewallArns.slice(0, first)]
}

/** True for a scope that names a part of its firewall. */
export function isSelective(scope: FlowOperationScope): boolean {
  return (scope.availabilityZone ?? scope.vpcEndpointId ?? scope.vpcEndpointAssociationArn) !== null
}

/** The watch of an operation whose event was lost: who started it, and when exactly, is not known. `now` is ISO 8601. */
export function recoveredWatch(
  { flowOperationId, type, requestTimestamp }: ListedFlowOperation,
  scope: FlowOperationScope,
  now: string,
): WatchRequest {
  const [, , , region = null, accountId = null] = scope.firewallArn.split(':')
  return {
    kind: 'ACCEPTED_START',
    watchKey: flowOperationId,
    flowOperationId,
    flowOperationType: FlowOperationType.safeParse(type).data ?? null,
    ...scope,
    accountId,
    region,
    startedAt: null,
    startedBy: null,
    watchedSince: requestTimestamp ?? now,
    refusal: null,
    lookUpFailure: null,
    recoveredLate: true,
    slotHolder: null,
    availabilityZoneId: null,
  }
}
