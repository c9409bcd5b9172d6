import { type CredentialsRefusedError, credentialsRefusal } from '../credentialsRefusedError.ts'
import { inTurns } from '../inTurns.ts'
import type { Outcome, SentOutcome, StaysOutcome, SupersededOutcome } from './outcome.ts'
import type { DeadLetterQueue, WaitingMessage } from './ports.ts'

export type Sent = Omit<SentOutcome, 'kind' | 'record'> & {
  readonly messageId: string
  /** Why there is no audit record of it; null when there is one, or none is due. */
  readonly auditFailure: string | null
}
/** `auditFailure` as above. */
export type Superseded = Omit<SupersededOutcome, 'kind' | 'record'> & {
  readonly messageId: string
  readonly auditFailure: string | null
}
export type Stayed = Omit<StaysOutcome, 'kind'> & { readonly messageId: string }

/**
 * What a run over one queue came to. `endedEarly`: why it was not looked at to its end; null when it was. `refusal`: no other
 * queue could be looked at either.
 */
export type QueueResult = {
  readonly sent: readonly Sent[]
  readonly superseded: readonly Superseded[]
  readonly stayed: readonly Stayed[]
  readonly endedEarly: string | null
  readonly refusal: CredentialsRefusedError | null
}

export type QueueWork = {
  readonly handle: (body: string) => Promise<Outcome>
  /** Asked before each message: why to end now, or null. */
  readonly reasonToEnd: () => string | null
  /** Told how many were sent, and stayed, so far. */
  readonly observe: (sent: number, stayed: number) => void
}

/** So many messages in a row that were looked at already: the queue holds nothing new. */
const maxRepeats = 20

/**
 * Looks at every waiting message once. What was sent, or is superseded, is removed first and recorded then; what was not
 * stays hidden until the end, so that it does not come round again, and is given back then. After a crash it comes back by
 * itself. A queue that cannot be read ends the run, and what was done before is told.
 */
export async function runQueue(queue: DeadLetterQueue, work: QueueWork): Promise<QueueResult> {
  const sent: Sent[] = []
  const superseded: Superseded[] = []
  const stayed: Stayed[] = []
  const held = new Map<string, WaitingMessage>()
  const ended = (endedEarly: string | null, refusal: CredentialsRefusedError | null = null): QueueResult => ({
    sent,
    superseded,
    stayed,
    endedEarly,
    refusal,
  })
  try {
    for (let repeats = 0; repeats < maxRepeats; ) {
      const reason = work.reasonToEnd()
      if (reason !== null) return ended(reason)
      const message = await queue.next()
      if (message === null) return ended(null)
      const isRepeat = held.has(message.messageId)
      held.set(message.messageId, message)
      repeats = isRepeat ? repeats + 1 : 0
      if (isRepeat) continue
      const settled = await settle(queue, message, await work.handle(message.body))
      if (settled.kind === 'STAYS') stayed.push(settled.told)
      else {
        held.delete(message.messageId)
        if (settled.kind === 'SENT') sent.push(settled.told)
        else superseded.push(settled.told)
      }
      work.observe(sent.length, stayed.length)
    }
    return ended(null)
  } catch (error) {
    const refusal = credentialsRefusal(error)
    return ended(messageOf(refusal ?? error), refusal)
  } finally {
    await giveBack(queue, [...held.values()])
  }
}

type Settled =
  | { readonly kind: 'SENT'; readonly told: Sent }
  | { readonly kind: 'SUPERSEDED'; readonly told: Superseded }
  | { readonly kind: 'STAYS'; readonly told: Stayed }

/** Removed before it is recorded: a record of a message that is sent once more would be worse than a missing one. */
async function settle(
  queue: DeadLetterQueue,
  { messageId, ...message }: WaitingMessage,
  outcome: Outcome,
): Promise<Settled> {
  const { channel, target, flowOperationId } = outcome
  const facts = { messageId, channel, target, flowOperationId }
  if (outcome.kind === 'STAYS') return { kind: 'STAYS', told: { ...facts, reason: outcome.reason } }
  try {
    await queue.remove({ messageId, ...message })
  } catch (error) {
    const why =
      outcome.kind === 'SENT'
        ? 'sent, but not removed, so that it will be sent again'
        : 'superseded, but not removed'
    return { kind: 'STAYS', told: { ...facts, reason: `${why}: ${messageOf(error)}` } }
  }
  const auditFailure = await failureOf(outcome.record)
  if (outcome.kind === 'SUPERSEDED')
    return { kind: 'SUPERSEDED', told: { ...facts, reason: outcome.reason, auditFailure } }
  const { result, attempts, receipt } = outcome
  return { kind: 'SENT', told: { ...facts, result, attempts, receipt, auditFailure } }
}

async function failureOf(record: (() => Promise<void>) | null): Promise<string | null> {
  try {
    await record?.()
    return null
  } catch (error) {
    return messageOf(error)
  }
}

/** What cannot be given back is seen again by itself, only later. */
async function giveBack(queue: DeadLetterQueue, messages: readonly WaitingMessage[]): Promise<void> {
  await inTurns(8, messages, async message => {
    try {
      await queue.giveBack(message)
    } catch {
      // As above.
    }
  })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
