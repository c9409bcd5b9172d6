import { demandCredentials } from '../credentialsRefusedError.ts'
import { inTurns } from '../inTurns.ts'
import type { Outcome, SentOutcome, StaysOutcome } from './outcome.ts'
import type { DeadLetterQueue, WaitingMessage } from './ports.ts'

export type Sent = Omit<SentOutcome, 'kind' | 'record'> & {
  readonly messageId: string
  /** Why there is no audit record of it; null when there is one, or none is due. */
  readonly auditFailure: string | null
}
export type Stayed = Omit<StaysOutcome, 'kind'> & { readonly messageId: string }

/** What a run over one queue came to. `endedEarly`: why it was not looked at to its end; null when it was. */
export type QueueResult = {
  readonly sent: readonly Sent[]
  readonly stayed: readonly Stayed[]
  readonly endedEarly: string | null
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
 * Looks at every waiting message once. What was sent is removed first and recorded then; what was not stays hidden until the
 * end, so that it does not come round again, and is given back then. After a crash it comes back by itself. Throws
 * CredentialsRefusedError; a queue that cannot be read ends the run.
 */
export async function runQueue(queue: DeadLetterQueue, work: QueueWork): Promise<QueueResult> {
  const sent: Sent[] = []
  const stayed: Stayed[] = []
  const held = new Map<string, WaitingMessage>()
  const ended = (endedEarly: string | null): QueueResult => ({ sent, stayed, endedEarly })
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
      if ('reason' in settled) stayed.push(settled)
      else {
        sent.push(settled)
        held.delete(message.messageId)
      }
      work.observe(sent.length, stayed.length)
    }
    return ended(null)
  } catch (error) {
    demandCredentials(error)
    return ended(messageOf(error))
  } finally {
    await giveBack(queue, [...held.values()])
  }
}

/** Removed before it is recorded: a record of a message that is sent once more would be worse than a missing one. */
async function settle(
  queue: DeadLetterQueue,
  { messageId, ...message }: WaitingMessage,
  outcome: Outcome,
): Promise<Sent | Stayed> {
  const { channel, target, flowOperationId } = outcome
  const facts = { messageId, channel, target, flowOperationId }
  if (outcome.kind === 'STAYS') return { ...facts, reason: outcome.reason }
  try {
    await queue.remove({ messageId, ...message })
  } catch (error) {
    return { ...facts, reason: `sent, but not removed, so that it will be sent again: ${messageOf(error)}` }
  }
  const { result, attempts, receipt, record } = outcome
  return { ...facts, result, attempts, receipt, auditFailure: await failureOf(record) }
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
