import type { Delivery } from '../../../functions/domain/notification.ts'
import { deliveryOf } from '../shippedHandlers.ts'
import { EventQueue } from './eventQueue.ts'
import { secondsToStayAway } from './slackAtItsLimit.ts'

/** One round of the shipped handler for one message. */
export type Round = (message: number, delivery: Delivery) => Promise<Delivery>

/** What Slack saw of a crowd; times are virtual milliseconds. `taken`: how often each message was taken. */
export type CrowdResult = {
  readonly taken: readonly number[]
  readonly lost: number
  readonly posts: number
  /** Posts that came before the time that Slack had named to the same message. */
  readonly tooEarly: number
  readonly mostRounds: number
  readonly lastTakenAt: number
}

/** Told by Slack's side of each post. */
export type Witness = {
  at(): number
  sawPost(message: number): void
  sawTaken(message: number): void
  sawRefusal(message: number, retryAfter: string | null): void
}

/**
 * Many messages that all begin at once, each in the loop of the state machine: deliver, wait `waitSeconds`, deliver. Only time
 * is ours: who is refused, and for how long, is decided by Slack's side, how long to wait by the shipped rules.
 */
export async function sendCrowd(size: number, roundWith: (witness: Witness) => Round): Promise<CrowdResult> {
  const taken = Array.from({ length: size }, () => 0)
  const notBefore = Array.from({ length: size }, () => 0)
  let [now, posts, tooEarly, lost, mostRounds, lastTakenAt] = [0, 0, 0, 0, 0, 0]
  const round = roundWith({
    at: () => now,
    sawPost(message) {
      posts += 1
      if (now < (notBefore[message] ?? 0)) tooEarly += 1
    },
    sawTaken(message) {
      taken[message] = (taken[message] ?? 0) + 1
      lastTakenAt = now
    },
    sawRefusal(message, retryAfter) {
      notBefore[message] = now + secondsToStayAway(retryAfter) * 1000
    },
  })
  const queue = new EventQueue<{ message: number; delivery: Delivery; rounds: number }>()
  for (let message = 0; message < size; message += 1) {
    queue.push(0, { message, delivery: deliveryOf('slack', 'OUTCOME'), rounds: 0 })
  }
  for (let event = queue.pop(); event; event = queue.pop()) {
    now = event.at
    const { message, rounds } = event.item
    const delivery = await round(message, event.item.delivery)
    mostRounds = Math.max(mostRounds, rounds + 1)
    if (delivery.status === 'RETRY_LATER') {
      queue.push(now + delivery.waitSeconds * 1000, { message, delivery, rounds: rounds + 1 })
    } else if (delivery.status !== 'DELIVERED') lost += 1
  }
  return { taken, lost, posts, tooEarly, mostRounds, lastTakenAt }
}
