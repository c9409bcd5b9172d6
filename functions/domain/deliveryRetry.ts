import type { DeliveryError } from './deliveryFailure.ts'
import type { Card, Delivery } from './notification.ts'

/** Rounds for a channel that fails: waits of 2, 4, 8 … 600 s, between half and all of each: 18 to 37 minutes. */
export const maxTransientTries = 12
const maxTransientWaitSeconds = 600
/** Retry-After is honoured up to this. */
const maxRetryAfterSeconds = 3600
/** The longest wait between two rounds: 40 of them and a watch of 12 hours end within the state machine's 72 hours. */
const maxRateLimitWaitSeconds = 4500
const defaultRetryAfterSeconds = 30
const maxReasonLength = 500

/** Clock and randomness of one settlement: epoch milliseconds, and a uniform number in [0, 1). */
export type Chance = { readonly nowMilliseconds: number; readonly random: () => number }

/** What a channel answered to a message it took. `attempts` counts the HTTP requests of this round. */
export type Acceptance = {
  readonly attempts: number
  readonly receipt: string | null
  readonly card?: Card | null
}

/** Reads a Retry-After header: whole seconds up to 3,600; absent, negative, a date or unreadable counts as 30. */
export function retryAfterSeconds(header: string | null): number {
  const text = header?.trim() ?? ''
  if (!/^\d+$/u.test(text)) return defaultRetryAfterSeconds
  return Math.min(Number(text), maxRetryAfterSeconds)
}

/** The delivery after a channel took the message. */
export function accepted(delivery: Delivery, acceptance: Acceptance, chance: Chance): Delivery {
  return {
    ...afterRound(delivery, acceptance.attempts),
    status: 'DELIVERED',
    settledAt: isoTime(chance.nowMilliseconds),
    receipt: acceptance.receipt,
    card: acceptance.card ?? delivery.card,
    reason: null,
  }
}

/** The delivery after a failed round: wait and try again in some way, or give up. */
export function refused(delivery: Delivery, error: DeliveryError, chance: Chance): Delivery {
  const { kind, attempts, card } = error.facts
  const after = {
    ...afterRound(delivery, attempts),
    reason: error.message.slice(0, maxReasonLength),
    card: card === undefined ? delivery.card : card,
  }
  switch (kind) {
    case 'REJECTED':
      return { ...after, status: 'UNDELIVERABLE' }
    case 'MESSAGE_REFUSED':
      return delivery.plainText ? giveUp(after) : retryAt({ ...after, plainText: true }, 1, chance)
    case 'RATE_LIMITED':
      return afterRateLimit({ ...after, rateLimits: delivery.rateLimits + 1 }, error, chance)
    case 'TRANSIENT':
      return afterFailure({ ...after, failures: delivery.failures + 1 }, chance)
  }
}

function afterRateLimit(delivery: Delivery, error: DeliveryError, chance: Chance): Delivery {
  const { rateLimits, maxRateLimits } = delivery
  const named = Math.max(1, error.facts.retryAfterSeconds ?? defaultRetryAfterSeconds)
  const limited = { ...delivery, restUntil: isoTime(chance.nowMilliseconds + named * 1000) }
  if (rateLimits >= maxRateLimits) return giveUp(limited)
  return retryAt(limited, rateLimitWaitSeconds(rateLimits, named, chance), chance)
}

function afterFailure(delivery: Delivery, chance: Chance): Delivery {
  const { failures } = delivery
  return failures >= maxTransientTries
    ? giveUp(delivery)
    : retryAt(delivery, transientWaitSeconds(failures, chance), chance)
}

function afterRound(delivery: Delivery, attempts: number): Delivery {
  return { ...delivery, attempts: delivery.attempts + attempts, retryAt: null, restUntil: null }
}

function giveUp(delivery: Delivery): Delivery {
  return { ...delivery, status: 'UNDELIVERABLE' }
}

function retryAt(delivery: Delivery, waitSeconds: number, chance: Chance): Delivery {
  const when = isoTime(chance.nowMilliseconds + waitSeconds * 1000)
  return { ...delivery, status: 'RETRY_LATER', waitSeconds, retryAt: when }
}

/**
 * Never before the time that the channel named. From the third refusal on something is added, growing and random,
 * since a crowd that comes back together at the named second is refused together again. It doubles up to more than an hour:
 * a channel that takes one message a second needs a crowd of thousands spread over hours (docs/adr/0030).
 */
function rateLimitWaitSeconds(tries: number, floor: number, { random }: Chance): number {
  const widest = Math.max(0, maxRateLimitWaitSeconds - floor)
  const spread = tries < 3 ? 0 : Math.min(2 ** (tries - 2), widest)
  return floor + Math.floor(random() * spread)
}

/** Exponential backoff with equal jitter: between half the wait and the wait, whole seconds, at least 1. */
function transientWaitSeconds(tries: number, { random }: Chance): number {
  const full = Math.min(2 ** tries, maxTransientWaitSeconds)
  return Math.max(1, Math.round(full / 2 + (random() * full) / 2))
}

function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
