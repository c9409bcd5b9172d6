import type { ChannelName } from '../../functions/domain/notification.ts'

/** Which message it was, as far as it can be told. */
export type MessageFacts = {
  readonly channel: ChannelName | null
  /** The Slack channel or topic, if it is not the one of the settings. */
  readonly target: string | null
  readonly flowOperationId: string | null
}

/** What became of one message. */
export type Outcome = SentOutcome | SupersededOutcome | StaysOutcome

/** DELIVERED: a channel took it. STARTED: a watch began. ALREADY_WATCHED: another event had started it. */
export type SentOutcome = MessageFacts & {
  readonly kind: 'SENT'
  readonly result: 'DELIVERED' | 'STARTED' | 'ALREADY_WATCHED'
  readonly attempts: number | null
  readonly receipt: string | null
  /** To be written once the message is out of the queue; null when there is nothing to write. */
  readonly record: (() => Promise<void>) | null
}

/** Not sent, because it is no longer true; to be removed like what was sent. */
export type SupersededOutcome = MessageFacts & {
  readonly kind: 'SUPERSEDED'
  readonly reason: string
  readonly record: () => Promise<void>
}

export type StaysOutcome = MessageFacts & { readonly kind: 'STAYS'; readonly reason: string }

export function stays(facts: MessageFacts, reason: string): StaysOutcome {
  return { kind: 'STAYS', ...facts, reason }
}

/** A message of which nothing can be told. */
export const nothingKnown: MessageFacts = { channel: null, target: null, flowOperationId: null }
