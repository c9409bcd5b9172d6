import * as z from 'zod/mini'
import { isFinalStatus } from '../../functions/domain/flowOperation.ts'
import { secondsToNextPoll, serviceMemorySeconds } from '../../functions/domain/pollSchedule.ts'
import { recordsIn } from '../why/records.ts'

/**
 * How long an operation ran, as far as its watch saw it: it ended after `notBefore` and not after `seenAt`, both in seconds
 * after its start. `notBefore` is 0 where the first poll saw the end already.
 */
export type RecordedDuration = { readonly notBeforeSeconds: number; readonly seenAtSeconds: number }

/** What an audit export told. `stillRunning`: operations that outlived the service's memory. */
export type RecordedOperations = {
  readonly ended: readonly RecordedDuration[]
  readonly stillRunning: number
  /** Operations whose end says nothing of a duration: refused, expired, unknown, not watched. */
  readonly leftOut: number
  /** Lines that are no record of Flowbell's. */
  readonly unreadable: number
}

const Report = z.object({
  startedAt: z.nullable(z.string()),
  finishedAt: z.nullable(z.string()),
  polls: z.number(),
})

/** Reads the lines of an audit log. An operation that was recorded twice counts once. */
export function recordedOperations(lines: readonly string[]): RecordedOperations {
  const { records, unreadable } = recordsIn(lines)
  const finished = records.filter(record => record.recordType === 'OPERATION_FINISHED')
  const ended = finished.flatMap(({ outcome, document }) =>
    isFinalStatus(outcome) ? (durationIn(document) ?? []) : [],
  )
  const stillRunning = finished.filter(({ outcome }) => outcome === 'TIMED_OUT').length
  return { ended, stillRunning, leftOut: finished.length - ended.length - stillRunning, unreadable }
}

/**
 * The poll that saw the end came some time after it, and the one before some time ahead of it. The latter is not recorded;
 * the default schedule's step at that age stands for it.
 */
function durationIn(document: unknown): RecordedDuration | null {
  const report = Report.safeParse(document).data
  if (!report?.startedAt || !report.finishedAt) return null
  const seenAtSeconds = (Date.parse(report.finishedAt) - Date.parse(report.startedAt)) / 1000
  if (!(seenAtSeconds > 0 && seenAtSeconds <= serviceMemorySeconds)) return null
  const notBeforeSeconds = report.polls <= 1 ? 0 : previousPoll(seenAtSeconds)
  return { notBeforeSeconds, seenAtSeconds }
}

/** The latest age from which the default schedule waits until this one. */
function previousPoll(seenAtSeconds: number): number {
  const step = secondsToNextPoll(Math.max(0, seenAtSeconds - 0.001))
  return Math.max(0, seenAtSeconds - step)
}
