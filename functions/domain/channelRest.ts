import { type Delivery, isSameTarget, type Target } from './notification.ts'

/** Everything that was tried on a watch's channels so far: its cards, and the overdue notice. */
type Earlier = readonly Delivery[]

/** True while the channel of this target has asked to be left alone, by what it answered to any earlier message. */
export function isResting(target: Target, earlier: Earlier, nowMilliseconds: number): boolean {
  return restOf(target, earlier, nowMilliseconds) !== null
}

/**
 * A new message to a channel that asked an earlier one to wait: it waits as long, since Retry-After holds for the channel and
 * not for the message. The refusal counts as one of this message's too. What the earlier message waits beyond that binds nobody else.
 */
export function afterRest(delivery: Delivery, earlier: Earlier, nowMilliseconds: number): Delivery {
  const rest = restOf(delivery, earlier, nowMilliseconds)
  if (rest === null) return delivery
  const { refused, restMilliseconds } = rest
  return {
    ...delivery,
    status: 'RETRY_LATER',
    rateLimits: Math.max(1, delivery.rateLimits),
    waitSeconds: Math.ceil(restMilliseconds / 1000),
    retryAt: refused.restUntil,
    reason: refused.reason,
  }
}

/** The message to this target whose rest ends last, if that lies ahead. */
function restOf(target: Target, earlier: Earlier, nowMilliseconds: number) {
  const rests = earlier
    .filter(one => isSameTarget(one, target))
    .map(refused => ({ refused, restMilliseconds: Date.parse(refused.restUntil ?? '') - nowMilliseconds }))
    .filter(({ restMilliseconds }) => restMilliseconds > 0)
    .toSorted((one, other) => other.restMilliseconds - one.restMilliseconds)
  return rests[0] ?? null
}
