import * as z from 'zod/mini'

/** Where a message can go. A new channel begins here; the compiler names the next place. */
export const channelNames = ['sns', 'slack', 'eventbridge', 'teams'] as const
export const ChannelName = z.enum(channelNames)
export type ChannelName = z.infer<typeof ChannelName>

/** A message's way: a channel, and within it one Slack channel or topic; null is the one of the settings. */
export type Target = { readonly channel: ChannelName; readonly target: string | null }

/** STARTED is a card of the running watch, for channels that can keep one current; the others go to every channel. */
export const Notice = z.enum(['STARTED', 'OVERDUE', 'OUTCOME'])
export type Notice = z.infer<typeof Notice>

/** Channels with a message that is posted at the start and edited at the end. */
export const channelsWithCard: readonly ChannelName[] = ['slack']

/** A message that can be edited: where it stands. `hasOutcome`: it already shows the outcome, its thread does not. */
export const Card = z.object({ channelId: z.string(), ts: z.string(), hasOutcome: z.boolean() })
export type Card = z.infer<typeof Card>

/** Rounds for a channel that says when to come back. */
export const maxRateLimitedTries = 40

/**
 * One message on its way to one target of one channel.
 * `attempts` counts HTTP requests of this message, `failures` and `rateLimits` the rounds that ended so; `waitSeconds` is whole.
 * `recorded`: the audit log knows; `parked`: it lies in the dead-letter queue. `maxRateLimits`: with so many it is given up.
 * DUE: to be sent now. RETRY_LATER: not before `retryAt`. UNDELIVERABLE: not to be sent again, but parked as a dead
 * letter, unless its channel is no longer set. `restUntil`: the time that the channel itself named, when it refused the last round
 * with one; it holds for other messages too.
 */
export const Delivery = z.object({
  channel: ChannelName,
  notice: Notice,
  status: z.enum(['DUE', 'RETRY_LATER', 'UNDELIVERABLE', 'DELIVERED', 'DEAD_LETTERED']),
  failures: z.number(),
  rateLimits: z.number(),
  attempts: z.number(),
  waitSeconds: z.number(),
  retryAt: z.nullable(z.string()),
  settledAt: z.nullable(z.string()),
  receipt: z.nullable(z.string()),
  reason: z.nullable(z.string()),
  card: z.nullable(Card),
  plainText: z.boolean(),
  recorded: z.boolean(),
  parked: z.boolean(),
  target: z._default(z.nullable(z.string()), null),
  maxRateLimits: z._default(z.number(), maxRateLimitedTries),
  restUntil: z._default(z.nullable(z.string()), null),
})
export type Delivery = z.infer<typeof Delivery>

/** A message that nobody has tried to send yet. */
export function newDelivery({ channel, target }: Target, notice: Notice, card: Card | null = null): Delivery {
  return {
    channel,
    target,
    notice,
    status: 'DUE',
    failures: 0,
    rateLimits: 0,
    attempts: 0,
    waitSeconds: 1,
    retryAt: null,
    settledAt: null,
    receipt: null,
    reason: null,
    card,
    plainText: false,
    recorded: false,
    parked: false,
    maxRateLimits: maxRateLimitedTries,
    restUntil: null,
  }
}

/** True for two messages, or ways, to the same place. */
export function isSameTarget(one: Target, other: Target): boolean {
  return one.channel === other.channel && one.target === other.target
}

export function isSettled(delivery: Delivery): boolean {
  return delivery.status === 'DELIVERED' || delivery.status === 'DEAD_LETTERED'
}
