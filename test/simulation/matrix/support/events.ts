import { accountId, region } from '../../../../local/startEvent.ts'
import { firewallArnOf, plannedStartEvent } from '../../world/cloudTrail.ts'
import type { Scenario } from '../../world/scenario.ts'
import { beginning } from '../../world/virtualWorld.ts'
import { operationOf, scenarioOf } from './scenarios.ts'

type Members = Readonly<Record<string, unknown>>
type StartEvent = ReturnType<typeof plannedStartEvent>

/** Ids that events of the matrix have; made up. */
export const knownId = '0f3c9a52-7d1e-4b6a-9c38-2f5d8e1a7b40'
const eventId = 'c4d8e2a1-93b7-4d05-8a6c-7e1f2b3c4d5e'

const accepted = (flowOperationId: string): Members => ({
  responseElements: {
    firewallArn: firewallArnOf(0),
    flowOperationId,
    flowOperationStatus: 'IN_PROGRESS',
  },
})
const refused: Members = {
  errorCode: 'ThrottlingException',
  errorMessage: 'synthetic: another operation is running',
  responseElements: null,
}

/** The event of an accepted call whose answer names this id, with changes of its detail. */
export function acceptedEvent(flowOperationId: string, detail: Members = {}) {
  return eventOf({ ...accepted(flowOperationId), ...detail })
}

/** The event of a refused call, with changes of its detail. */
export function refusedEvent(detail: Members = {}) {
  return eventOf({ ...refused, ...detail })
}

function eventOf(result: Members) {
  return plannedStartEvent({ plan: operationOf(), atMilliseconds: beginning, eventId, result })
}

/** The same event of another Region and partition, the firewall included. */
export function elsewhere(event: StartEvent, partition: string, otherRegion: string) {
  const arn = `arn:${partition}:network-firewall:${otherRegion}:${accountId}:firewall/edge-0`
  const text = JSON.stringify({ ...event, region: otherRegion })
  const moved = text.replaceAll(firewallArnOf(0), arn)
  return JSON.parse(moved.replaceAll(`"awsRegion":"${region}"`, `"awsRegion":"${otherRegion}"`)) as StartEvent
}

/** A world in which nothing was started, and this event comes. */
export function onlyEvent(event: unknown, change: Partial<Scenario> = {}): Scenario {
  return {
    ...scenarioOf({ firstSweepAtSeconds: null, ...change }),
    operations: [],
    events: [{ atSeconds: 1, event }],
  }
}
