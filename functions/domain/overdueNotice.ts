import * as z from 'zod/mini'
import { Delivery, isSettled, newDelivery, type Target } from './notification.ts'

/** The notice that an operation is overdue, as far as it has been sent; `isSent` from the first round on. */
export const OverdueNotice = z.object({ isSent: z.boolean(), deliveries: z.array(Delivery) })
export type OverdueNotice = z.infer<typeof OverdueNotice>

/** Of an execution's 25,000 history events, what the rounds of this notice may take; a round takes so many, and for each target. */
const maxEvents = 4000
const eventsPerRound = 14
const eventsPerTarget = 13

/** How many rounds the notice may take; what is not delivered by then is left to the outcome. 75 for three targets, 9 for thirty. */
export function maxOverdueRounds(targetCount: number): number {
  return Math.floor(maxEvents / (eventsPerRound + eventsPerTarget * targetCount))
}

/**
 * True when some channel has to be told now. The notice is sent from inside the poll loop, one round at a time: a channel
 * that asks to wait an hour must not keep the watch from seeing the end.
 */
export function isOverdueNoticeDue(notice: OverdueNotice, nowMilliseconds: number): boolean {
  return !notice.isSent || notice.deliveries.some(delivery => isDue(delivery, nowMilliseconds))
}

/** The notice with what is to be sent now marked DUE; to every given target in the first round. */
export function nextRound(
  notice: OverdueNotice,
  targets: readonly Target[],
  nowMilliseconds: number,
): Delivery[] {
  if (!notice.isSent) return targets.map(target => newDelivery(target, 'OVERDUE'))
  return notice.deliveries.map(delivery =>
    isDue(delivery, nowMilliseconds) ? { ...delivery, status: 'DUE' } : delivery,
  )
}

/**
 * The notice, with what it was still to tell a channel that is not set any more given up: that is never due again, and the
 * record of the watch's end says that it was superseded.
 */
export function givenUpWhere(
  isServed: (delivery: Delivery) => boolean,
  notice: OverdueNotice,
): OverdueNotice {
  const deliveries = notice.deliveries.map((delivery): Delivery => {
    if (isSettled(delivery) || isServed(delivery)) return delivery
    const reason = `the channel ${delivery.channel} is no longer configured`
    return { ...delivery, status: 'UNDELIVERABLE', retryAt: null, reason }
  })
  return { ...notice, deliveries }
}

/** What was refused for good lies in the dead-letter queue; UNDELIVERABLE after a round is only what was given up. */
function isDue(delivery: Delivery, nowMilliseconds: number): boolean {
  if (isSettled(delivery) || delivery.status === 'UNDELIVERABLE') return false
  return delivery.retryAt === null || Date.parse(delivery.retryAt) <= nowMilliseconds
}
