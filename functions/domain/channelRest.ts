import { type Delivery, isSameTarget, type Target } from './notification.ts'

/** Everything that was tried on a watch's channels so far: its cards, and the overdue notice. */
type Earlier = readonly Delivery[]

/** True while the channel of this target has asked to be left alone, by what it answered to any earlier message. */
export function isResting(target: Target, earlier: Earlier, nowMilliseconds: number): boolean {
  return restOf(target, earlier, nowMilliseconds) !== null
}

/**
 * A new message to a channel that asked an earlier one to wait: it waits as long, since Retry-After holds for the channel and
 * not for the message. The refusal counts as one of this message's too.
 */
export function afterRest(delivery: Delivery, earlier: Earlier, nowMilliseconds: number): Delivery {
  const refused = restOf(delivery, earlier, nowMilliseconds)
  if (refused === null) return delivery
  const { retryAt, reason, restMilliseconds } = refused
  const waitSeconds = Math.ceil(restMilliseconds / 1000)
  const rateLimits = Math.max(1, delivery.rateLimits)
  return { ...delivery, status: 'RETRY_LATER', rateLimits, waitSeconds, retryAt, reason }
}

/** The message whose wait on this target ends last, if it lies ahead. A wait that Flowbell chose itself, after a failure, binds nobody else. */
function restOf(target: Target, earlier: Earlier, nowMilliseconds: number) {
  const rests = earlier
    .filter(one => one.rateLimits > 0 && isSameTarget(one, target))
    .map(one => ({ ...one, restMilliseconds: Date.parse(one.retryAt ?? '') - nowMilliseconds }))
    .filter(({ restMilliseconds }) => restMilliseconds > 0)
    .toSorted((one, other) => other.restMilliseconds - one.restMilliseconds)
  return rests[0] ?? null
}
