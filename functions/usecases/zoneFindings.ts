import type { ListedFlush, ReferenceFlush, ZoneFindings } from '../domain/coverage.ts'
import type { FirewallDescription, FirewallPlace } from '../domain/firewallContext.ts'
import { selectionKey } from '../domain/flowFilterKey.ts'
import type { FlowOperation, ListedFlowOperation } from '../domain/flowOperation.ts'
import { isFlowOperationId } from '../domain/triggerEvent.ts'
import type { FlowOperationScope, WatchRequest } from '../domain/watchRequest.ts'
import type { FlushHistory } from '../ports.ts'
import type { Asking } from './asking.ts'

/** The newest flushes of a zone that are asked for their filters, which no list tells. */
const maxDescribedPerZone = 10

type Facts = {
  readonly watch: WatchRequest
  readonly reference: ReferenceFlush
  readonly firewall: FirewallDescription
}
type Services = { readonly asking: Asking; readonly flushHistory: FlushHistory }
type ScopedFlush = { readonly listed: ListedFlowOperation; readonly scope: FlowOperationScope }

/** What was flushed in a zone lately, newest first, as far as it has to be asked. */
export async function findingsOf(
  place: FirewallPlace,
  facts: Facts,
  services: Services,
): Promise<ZoneFindings> {
  const { availabilityZone } = place
  const { isListWhole, found } = await listed(scopesOf(place, facts), services)
  const { details, omittedFilterCount } = facts.reference.selection
  const key = selectionKey(details, omittedFilterCount)
  const flushes: ListedFlush[] = []
  let describedCount = 0
  let isDecided = key === null
  for (const { listed: flush, scope } of found.toSorted(newestFirst)) {
    const { flowOperationId, requestTimestamp } = flush
    const isOwn = flowOperationId === facts.reference.flowOperationId
    const isAsked =
      !isDecided && !isOwn && describedCount < maxDescribedPerZone && isFlowOperationId(flowOperationId)
    if (isAsked) describedCount += 1
    const answer = isAsked
      ? await services.asking.ask(() => services.flushHistory.describe({ ...scope, flowOperationId }))
      : null
    const isWholeZone = answer !== null && takesWholeZone(answer, facts.firewall)
    flushes.push({ flowOperationId, requestTimestamp, answer, isWholeZone })
    // Older ones do not count any more.
    isDecided ||= isWholeZone && selectionKey(answer.details, answer.omittedFilterCount) === key
  }
  return { availabilityZone, isListWhole, flushes }
}

/** A list is asked for with the kind of selector that the start used, besides the zone: which lists name what is not published. */
function scopesOf(
  { availabilityZone, vpcEndpointId }: FirewallPlace,
  { watch }: Facts,
): FlowOperationScope[] {
  const firewallArn = watch.firewallArn ?? ''
  const none = { firewallArn, availabilityZone: null, vpcEndpointId: null, vpcEndpointAssociationArn: null }
  const isByEndpoint = watch.vpcEndpointId !== null && vpcEndpointId !== null
  return [{ ...none, availabilityZone }, ...(isByEndpoint ? [{ ...none, vpcEndpointId }] : [])]
}

async function listed(scopes: readonly FlowOperationScope[], { asking, flushHistory }: Services) {
  const found = new Map<string, ScopedFlush>()
  let isListWhole = true
  for (const scope of scopes) {
    const list = await asking.ask(() => flushHistory.listFlushes(scope))
    isListWhole &&= list?.isWhole ?? false
    for (const flush of list?.flushes ?? []) {
      const isNew = flush.type !== 'FLOW_CAPTURE' && !found.has(flush.flowOperationId)
      if (isNew) found.set(flush.flowOperationId, { listed: flush, scope })
    }
  }
  return { isListWhole, found: [...found.values()] }
}

/** One without a time is younger than any other. */
function newestFirst({ listed: one }: ScopedFlush, { listed: other }: ScopedFlush): number {
  return timeOf(other) - timeOf(one)
}

function timeOf({ requestTimestamp }: ListedFlowOperation): number {
  return requestTimestamp === null ? Number.MAX_VALUE : Date.parse(requestTimestamp)
}

/** With no other endpoints beside it, a primary endpoint is all of its zone. */
function takesWholeZone(answer: FlowOperation, { associationCount }: FirewallDescription): boolean {
  if (answer.vpcEndpointAssociationArn !== null) return false
  return answer.vpcEndpointId === null || associationCount === 0
}
