import { isCardRefreshDue } from './cardRefresh.ts'
import { type FlowOperation, isFinalStatus } from './flowOperation.ts'
import type { Outcome } from './outcome.ts'
import { isOverdueNoticeDue, maxOverdueRounds, type OverdueNotice } from './overdueNotice.ts'
import { slowedBySeconds } from './pollPacing.ts'
import type { PollProgress } from './pollProgress.ts'
import { jitteredSecondsToNextPoll, longestWaitSeconds, serviceMemorySeconds } from './pollSchedule.ts'
import { type PollTable, secondsToTablePoll } from './pollTable.ts'
import type { ServiceError, ServiceErrorKind } from './serviceError.ts'
import type { WatchRequest } from './watchRequest.ts'

/** An operation may be unknown to some of the service's hosts for this long after its start, in seconds. */
const notFoundGraceSeconds = 120
const minAnswersBeforeExpired = 3
/** IAM changes take up to this long to reach every host, in seconds. */
const accessDeniedGraceSeconds = 60
const maxEmptyAnswers = 5
const maxExpiredCredentials = 1
const maxUnansweredAfterMemoryEnded = 3
/** The wait while an answer is expected to change soon, in seconds; only where a grace bounds how often. */
const shortWaitSeconds = 5

/** What a decision rests on, besides the answer itself. `nowMilliseconds` is epoch time. `cardCount`: how many cards show the running watch. */
export type PollContext = {
  readonly watch: WatchRequest
  readonly progress: PollProgress
  readonly overdueNotice: OverdueNotice
  readonly cardCount: number
  readonly nowMilliseconds: number
  readonly overdueAfterSeconds: number
  /** A fitted schedule; where it is null or over, the default one counts. */
  readonly pollTable: PollTable | null
  readonly random: () => number
}

/** The state machine's Retry shall repeat the poll: nothing was learnt, and there is time. */
export const RETRY = 'RETRY'

/** Decides what follows from an answer of DescribeFlowOperation. */
export function decideAfterAnswer(context: PollContext, answer: FlowOperation): PollProgress {
  const { status } = answer
  if (!status) return afterEmptyAnswer(context, answer)
  const { polls, answers } = context.progress
  const seen: PollContext = {
    ...context,
    progress: {
      ...context.progress,
      polls: polls + 1,
      answers: answers + 1,
      emptyAnswers: 0,
      expiredCredentials: 0,
      operation: answer,
      failure: null,
    },
  }
  if (isFinalStatus(status)) return conclude(seen, status)
  if (status !== 'IN_PROGRESS') return conclude(seen, 'UNKNOWN')
  if (hasMemoryEnded(seen)) return conclude(seen, 'TIMED_OUT')
  return askOnSchedule(seen)
}

/** Decides what follows from a failed DescribeFlowOperation call; RETRY when only time can tell. */
export function decideAfterError(context: PollContext, error: ServiceError): PollProgress | typeof RETRY {
  const failed: PollContext = {
    ...context,
    progress: {
      ...context.progress,
      failure: { error: error.serviceErrorName, message: error.message.slice(0, 1024) },
    },
  }
  return reactions[error.kind](failed)
}

const reactions: Record<ServiceErrorKind, (context: PollContext) => PollProgress | typeof RETRY> = {
  THROTTLED: afterNoAnswer,
  TRANSIENT: afterNoAnswer,
  NOT_FOUND: afterNotFound,
  ACCESS_DENIED: afterAccessDenied,
  EXPIRED_CREDENTIALS: afterExpiredCredentials,
  // Which error the service gives for what it has forgotten is unpublished: either may mean it.
  INVALID_REQUEST: context =>
    hasMemoryEnded(context) ? forgotten(context) : conclude(context, 'WATCH_FAILED'),
  PERMANENT: context => conclude(context, 'WATCH_FAILED'),
}

function afterEmptyAnswer(context: PollContext, answer: FlowOperation): PollProgress {
  const emptyAnswers = context.progress.emptyAnswers + 1
  const operation = context.progress.operation ?? answer
  const counted = withProgress(context, { emptyAnswers, operation })
  return emptyAnswers > maxEmptyAnswers ? conclude(counted, 'UNKNOWN') : askOnSchedule(counted)
}

function afterNoAnswer(context: PollContext): PollProgress | typeof RETRY {
  if (hasMemoryEnded(context)) return afterNoAnswerTooLate(context)
  // A Retry would keep the overdue notice back for as long as the service does not answer.
  return isOverdueDue(context) ? askOnSchedule(context) : RETRY
}

function afterNoAnswerTooLate(context: PollContext): PollProgress {
  const unansweredAfterMemoryEnded = context.progress.unansweredAfterMemoryEnded + 1
  const counted = withProgress(context, { unansweredAfterMemoryEnded })
  if (unansweredAfterMemoryEnded < maxUnansweredAfterMemoryEnded) return askAgain(counted, shortWaitSeconds)
  return conclude(counted, context.progress.polls > 0 ? 'TIMED_OUT' : 'WATCH_FAILED')
}

function afterNotFound(context: PollContext): PollProgress {
  const counted = withProgress(context, { answers: context.progress.answers + 1 })
  if (hasMemoryEnded(context)) return forgotten(counted)
  const isYoung = ageSeconds(context) <= notFoundGraceSeconds
  const isHardlyAsked = counted.progress.answers < minAnswersBeforeExpired
  return isYoung || isHardlyAsked ? askAgain(counted, shortWaitSeconds) : conclude(counted, 'EXPIRED')
}

/** After 12 hours: an operation that was seen running was never seen to end; one never seen is simply gone. */
function forgotten(context: PollContext): PollProgress {
  return conclude(context, context.progress.polls > 0 ? 'TIMED_OUT' : 'EXPIRED')
}

function afterAccessDenied(context: PollContext): PollProgress {
  const watchedSeconds = (context.nowMilliseconds - Date.parse(context.progress.firstPolledAt)) / 1000
  if (watchedSeconds >= accessDeniedGraceSeconds) return conclude(context, 'WATCH_FAILED')
  return askAgain(context, shortWaitSeconds)
}

function afterExpiredCredentials(context: PollContext): PollProgress {
  const expiredCredentials = context.progress.expiredCredentials + 1
  const counted = withProgress(context, { expiredCredentials })
  if (expiredCredentials > maxExpiredCredentials) return conclude(counted, 'WATCH_FAILED')
  return askOnSchedule(counted)
}

function askOnSchedule(context: PollContext): PollProgress {
  const age = ageSeconds(context)
  const { progress, random } = context
  const sincePreviousPoll = (context.nowMilliseconds - Date.parse(progress.lastPolledAt)) / 1000
  // Showing progress takes time of its own between two polls, which says nothing of the service.
  const delay = progress.next === 'WAIT' ? sincePreviousPoll - progress.waitSeconds : 0
  const slowed = slowedBySeconds(progress.slowedBySeconds, delay)
  const scheduled =
    (context.pollTable && secondsToTablePoll(context.pollTable, age)) ??
    jitteredSecondsToNextPoll(age, age - sincePreviousPoll, random)
  const waitSeconds = Math.max(scheduled, Math.floor(Math.min(scheduled + slowed, longestWaitSeconds(age))))
  return askAgain(withProgress(context, { slowedBySeconds: slowed }), waitSeconds)
}

function askAgain(context: PollContext, waitSeconds: number): PollProgress {
  const next = nextStep(context)
  const lastPolledAt = isoNow(context)
  const { progress } = context
  const cardShownAt = next === 'REFRESH_CARD' ? lastPolledAt : progress.cardShownAt
  const overdueRounds = progress.overdueRounds + (next === 'NOTIFY_OVERDUE' ? 1 : 0)
  return { ...progress, next, waitSeconds, outcome: null, lastPolledAt, cardShownAt, overdueRounds }
}

function nextStep(context: PollContext): PollProgress['next'] {
  if (isOverdueDue(context)) return 'NOTIFY_OVERDUE'
  const { cardShownAt, firstPolledAt } = context.progress
  const secondsSinceShown = (context.nowMilliseconds - Date.parse(cardShownAt ?? firstPolledAt)) / 1000
  const isDue = isCardRefreshDue(ageSeconds(context), secondsSinceShown, context.cardCount)
  return isDue ? 'REFRESH_CARD' : 'WAIT'
}

function conclude(context: PollContext, outcome: Outcome): PollProgress {
  const now = isoNow(context)
  const failure = outcome === 'WATCH_FAILED' ? context.progress.failure : null
  return {
    ...context.progress,
    next: 'CONCLUDE',
    waitSeconds: 1,
    outcome,
    lastPolledAt: now,
    finishedAt: now,
    failure,
  }
}

function withProgress(context: PollContext, change: Partial<PollProgress>): PollContext {
  return { ...context, progress: { ...context.progress, ...change } }
}

/** Never less than the time since the first poll, so that a start time in the future cannot make a watch endless. */
function ageSeconds({ watch, progress, nowMilliseconds }: PollContext): number {
  const startedAt = watch.startedAt ?? progress.operation?.requestTimestamp ?? watch.watchedSince
  const began = Math.min(Date.parse(startedAt), Date.parse(progress.firstPolledAt))
  return (nowMilliseconds - began) / 1000
}

function hasMemoryEnded(context: PollContext): boolean {
  return ageSeconds(context) >= serviceMemorySeconds
}

function isOverdueDue(context: PollContext): boolean {
  const { overdueNotice, progress, nowMilliseconds, overdueAfterSeconds } = context
  if (progress.overdueRounds >= maxOverdueRounds(overdueNotice.deliveries.length)) return false
  return ageSeconds(context) >= overdueAfterSeconds && isOverdueNoticeDue(overdueNotice, nowMilliseconds)
}

function isoNow(context: PollContext): string {
  return new Date(context.nowMilliseconds).toISOString()
}
