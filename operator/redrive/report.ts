import { visibleText } from '../../functions/domain/inertText.ts'
import type { QueueResult, Sent, Stayed, Superseded } from './queueRun.ts'

/** `notifications`: messages for people and machines. `start-events`: events whose watch could not be started. */
export type QueueName = 'notifications' | 'start-events'

/** What a run came to, all text inert. `stack`: null when the settings came from the environment. */
export type RedriveReport = {
  readonly stack: string | null
  readonly region: string
  readonly dryRun: boolean
  readonly queues: readonly QueueSummary[]
  readonly sent: readonly (Sent & { readonly queue: QueueName })[]
  readonly superseded: readonly (Superseded & { readonly queue: QueueName })[]
  readonly stayed: readonly (Stayed & { readonly queue: QueueName })[]
}

export type QueueSummary = {
  readonly name: QueueName
  readonly url: string
  readonly sent: number
  readonly superseded: number
  readonly stayed: number
  readonly endedEarly: string | null
}

export type NamedResult = { readonly name: QueueName; readonly url: string; readonly result: QueueResult }

const maxReasonLength = 1000
const maxIdLength = 256

export function redriveReport(
  head: Pick<RedriveReport, 'stack' | 'region' | 'dryRun'>,
  results: readonly NamedResult[],
): RedriveReport {
  return {
    ...head,
    queues: results.map(({ name, url, result }) => ({
      name,
      url: visibleText(url, maxReasonLength),
      sent: result.sent.length,
      superseded: result.superseded.length,
      stayed: result.stayed.length,
      endedEarly: inertOrNull(result.endedEarly, maxReasonLength),
    })),
    sent: results.flatMap(({ name, result }) => result.sent.map(sent => inertSent(name, sent))),
    superseded: results.flatMap(({ name, result }) =>
      result.superseded.map(superseded => inertSuperseded(name, superseded)),
    ),
    stayed: results.flatMap(({ name, result }) => result.stayed.map(stayed => inertStayed(name, stayed))),
  }
}

/** True when nothing is left that waited, and what became of everything is on record. */
export function isAllSettled({ queues, sent, superseded }: RedriveReport): boolean {
  return (
    queues.every(({ stayed, endedEarly }) => stayed === 0 && endedEarly === null) &&
    [...sent, ...superseded].every(({ auditFailure }) => auditFailure === null)
  )
}

function inertSent(queue: QueueName, sent: Sent) {
  return {
    queue,
    ...sent,
    ...inertFacts(sent),
    receipt: inertOrNull(sent.receipt, maxIdLength),
    auditFailure: inertOrNull(sent.auditFailure, maxReasonLength),
  }
}

function inertSuperseded(queue: QueueName, superseded: Superseded) {
  const { auditFailure } = superseded
  return { ...inertStayed(queue, superseded), auditFailure: inertOrNull(auditFailure, maxReasonLength) }
}

function inertStayed(queue: QueueName, stayed: Stayed) {
  return { queue, ...stayed, ...inertFacts(stayed), reason: visibleText(stayed.reason, maxReasonLength) }
}

/** A dead letter is written by whoever may write to the queue. */
function inertFacts({ messageId, target, flowOperationId }: Stayed | Superseded | Sent) {
  return {
    messageId: visibleText(messageId, maxIdLength),
    target: inertOrNull(target, maxIdLength),
    flowOperationId: inertOrNull(flowOperationId, maxIdLength),
  }
}

function inertOrNull(text: string | null, maxLength: number): string | null {
  return text === null ? null : visibleText(text, maxLength)
}
