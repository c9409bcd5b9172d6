import { afterRest } from './channelRest.ts'
import {
  channelsWithCard,
  type Delivery,
  isSameTarget,
  maxRateLimitedTries,
  type Notice,
  newDelivery,
  type Target,
} from './notification.ts'
import { nextRound, type OverdueNotice } from './overdueNotice.ts'
import { type FlowOperationReport, interimReport, outcomeReport, type WatchFacts } from './report.ts'

/** What is to be told, and to whom. */
export type ComposedNotice = {
  readonly document: FlowOperationReport
  readonly deliveries: readonly Delivery[]
}

/** What was sent before: the cards of the start, and the overdue notice as far as it came. */
export type EarlierNotices = {
  readonly announcements: readonly Delivery[]
  readonly overdueNotice: OverdueNotice
}

/** Where a notice goes. */
type Route = (document: FlowOperationReport) => readonly Target[]

/** Writes the document of a notice and names the targets that get it. */
export function composeNotice(
  notice: Notice,
  facts: WatchFacts,
  earlier: EarlierNotices,
  route: Route,
): ComposedNotice {
  const document = notice === 'OUTCOME' ? outcomeReport(facts) : interimReport(notice, facts)
  return { document, deliveries: deliveriesOf(notice, route(document), earlier, Date.parse(facts.now)) }
}

function deliveriesOf(
  notice: Notice,
  targets: readonly Target[],
  { announcements, overdueNotice }: EarlierNotices,
  nowMilliseconds: number,
): Delivery[] {
  const cardOf = (target: Target) => announcements.find(one => isSameTarget(one, target))?.card ?? null
  const earlier = [...announcements, ...overdueNotice.deliveries]
  const rested = (delivery: Delivery) => afterRest(delivery, earlier, nowMilliseconds)
  switch (notice) {
    case 'STARTED':
      return cardTargets(targets, announcements).map(target => newDelivery(target, notice, cardOf(target)))
    case 'OVERDUE':
      return nextRound(overdueNotice, targets, nowMilliseconds).map(delivery => {
        const shown = { ...delivery, card: delivery.card ?? cardOf(delivery) }
        return delivery.status === 'DUE' ? rested(shown) : shown
      })
    case 'OUTCOME': {
      const all = [...targets, ...cardsElsewhere(targets, announcements)]
      const maxRateLimits = roundsOfEach(all.length)
      return all.map(target => rested({ ...newDelivery(target, notice, cardOf(target)), maxRateLimits }))
    }
  }
}

/** Of an execution's 25,000 history events, what waiting for rate-limited channels may take in all; a round takes 9. */
const maxEventsOfWaiting = 4000
const eventsPerRound = 9

/** How often each target may ask to wait: more than eleven of them share what there is. */
function roundsOfEach(targetCount: number): number {
  const share = Math.floor(maxEventsOfWaiting / eventsPerRound / Math.max(1, targetCount))
  return Math.min(share, maxRateLimitedTries)
}

/** Whoever sees the card of a running watch sees its end too, wherever the routes of the end lead: they may not be those of the start. */
function cardsElsewhere(targets: readonly Target[], announcements: readonly Delivery[]): readonly Target[] {
  return announcements.filter(one => one.card !== null && !targets.some(target => isSameTarget(target, one)))
}

/** Once the watch has been announced, its cards are kept current where they are. */
function cardTargets(targets: readonly Target[], announcements: readonly Delivery[]): readonly Target[] {
  if (announcements.length > 0) return announcements
  return targets.filter(({ channel }) => channelsWithCard.includes(channel))
}
