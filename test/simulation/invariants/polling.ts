import {
  maxPollGapSeconds,
  pollTimesSeconds,
  secondsToNextPoll,
  serviceMemorySeconds,
} from '../../../functions/domain/pollSchedule.ts'
import type { Exchange, Invocation } from '../world/journal.ts'
import type { Run } from '../world/simulate.ts'
import { type Checker, each, together } from './checker.ts'
import { type Facts, named, type Watched } from './facts.ts'

/** Polls of a whole watch by the schedule, its jitter (pollSchedule.ts), and some more for answers that count as none. */
const maxAnsweredPolls = pollTimesSeconds().length + 4 + 10
/** The shortest step of the schedule. */
const shortestStepSeconds = 2
/** A cold start and a slow call may lie between two polls. */
const maxOverheadSeconds = 8
/** MaxDelaySeconds of PollOperation's Retry: after a call that was throttled or not answered, and after any other failure. */
const throttledBackOffSeconds = 20
const maxBackOffSeconds = 60
/** The longest that a poll takes to fail: the task's own limit. */
const maxFailedPollSeconds = 21
/** The most that throttling adds to a wait (pollPacing.ts). */
const maxSlowedBySeconds = 30

/** I6. A poll whose result was lost does not count as the end: the next one is then needed. */
const pollsInsideTheWatch: Checker = {
  id: 'I6',
  rule: 'no poll before the start of the operation, none after its end is known',
  check: (_run, { watches }) =>
    together(
      ...watches.map(watched =>
        each(watched.polls, ({ at }) => {
          const { concludedAt, operation, execution } = watched
          const began = Math.max(execution.startedAt, operation?.at ?? 0)
          if (at < began) return `${named(watched)} polled before its start`
          if (concludedAt !== null && at > concludedAt)
            return `${named(watched)} polled after its end was known`
          return null
        }),
      ),
    ),
}

/** I7. Failed polls are bounded by time, which the second part of the rule counts. */
const pollsAreBounded: Checker = {
  id: 'I7',
  rule: 'polls are bounded: by the schedule while the service answers, by the 12 hours of its memory in any case',
  check: (run, { watches }) =>
    each(watches, watched => {
      const answered = watched.polls.filter(({ seen }) => seen === 'success').length
      // A clock that is set back makes the operation young again, and is asked as often as a young one.
      const again = Math.abs(run.scenario.clockJump?.bySeconds ?? 0) / shortestStepSeconds
      if (answered > maxAnsweredPolls + again) return `${named(watched)} polled ${answered} times`
      const last = watched.polls.at(-1)?.at ?? 0
      const began = watched.operation?.at ?? watched.execution.startedAt
      const slackSeconds = 1800 + Math.abs(run.scenario.clockJump?.bySeconds ?? 0)
      const latest =
        Math.max(began + serviceMemorySeconds * 1000, watched.execution.startedAt) + slackSeconds * 1000
      return last > latest
        ? `${named(watched)} still polled ${Math.round((last - began) / 3_600_000)} h after the start`
        : null
    }),
}

/**
 * I8. Between two polls may lie the notices that are told from inside the loop; their time is taken off, and pairs of polls between
 * which one of them failed are left out, since its retries are no waits for a poll. So are pairs between which Lambda refused to run
 * a function: each such try is followed by a back-off of its own.
 */
const gapsAreCapped: Checker = {
  id: 'I8',
  rule: 'two polls are never further apart than 120 s, nor than the back-off after a failed one: 20 s where the service throttled or did not answer, else 60 s',
  check: (run, { watches }) =>
    together(
      ...watches.map(watched =>
        each(pollPairs(watched), ({ before, after, others }) => {
          if (wasInvocationRefusedBetween(run, before, after)) return null
          if (others.some(({ end, isEndSeen }) => end !== 'succeeded' || !isEndSeen)) return null
          const busy = others.reduce((sum, { at, endedAt }) => sum + (endedAt ?? at) - at + 4000, 0)
          const gapSeconds = (after.at - before.at - busy) / 1000
          const hasAnswer = before.end === 'succeeded' && before.isEndSeen
          const cap = hasAnswer ? maxPollGapSeconds : backOffSecondsAfter(before) + maxFailedPollSeconds
          return gapSeconds > cap + maxOverheadSeconds
            ? `${named(watched)} waited ${gapSeconds} s between two polls`
            : null
        }),
      ),
    ),
}

function backOffSecondsAfter({ isEndSeen, error }: Invocation): number {
  const isThrottled = isEndSeen && /^(?:ThrottlingException|TransientServiceError)\b/u.test(error ?? '')
  return isThrottled ? throttledBackOffSeconds : maxBackOffSeconds
}

/** Of any watch: a refused invocation does not tell whose it was. */
function wasInvocationRefusedBetween({ journal }: Run, before: Invocation, after: Invocation): boolean {
  return journal.faults.some(
    ({ site, mode, at }) =>
      site.startsWith('lambda:') && mode === 'before' && at > before.at && at < after.at,
  )
}

function pollPairs({ invocations }: Watched) {
  const pairs: { before: Invocation; after: Invocation; others: readonly Invocation[] }[] = []
  let before: Invocation | null = null
  let others: Invocation[] = []
  for (const invocation of invocations) {
    if (invocation.functionName !== 'pollOperation') {
      others.push(invocation)
      continue
    }
    if (before) pairs.push({ before, after: invocation, others })
    before = invocation
    others = []
  }
  return pairs
}

/**
 * I9. Left out: watches whose polling failed to the last, which end red as WATCH_FAILED; those that began after the end; those with
 * a clock that jumped, and those in which a notice failed inside the loop.
 * Trouble is the time from the first failed poll after the end until the end was seen; one that failed shortly before the end
 * makes the waits after it longer.
 */
const endIsSeenInTime: Checker = {
  id: 'I9',
  rule: 'an end is seen within one step of the schedule, or within two and a half minutes of the end of the trouble',
  check: (run, facts) =>
    each(
      facts.watches.filter(watched => hasTrueEnd(watched, run, facts)),
      watched => {
        const { concludedAt, operation, execution } = watched
        const duration = operation?.plan.script.durationSeconds ?? 0
        const end = Math.max((operation?.at ?? 0) + duration * 1000, execution.startedAt)
        const failed = watched.polls.filter(poll => poll.at >= end - 90_000 && isFailed(poll))
        const lastFailure = failed.at(-1)?.at
        const from = lastFailure === undefined ? end : Math.max(end, lastFailure)
        const step =
          lastFailure === undefined
            ? secondsToNextPoll(duration)
            : Math.max(maxBackOffSeconds + maxFailedPollSeconds, slowedStepSeconds(duration))
        const latest = from + (step + sideTripSeconds + maxOverheadSeconds) * 1000
        if (concludedAt === null) return `${named(watched)} never saw the end`
        return concludedAt > latest
          ? `${named(watched)} saw the end ${Math.round((concludedAt - end) / 1000)} s late`
          : null
      },
    ),
}

function slowedStepSeconds(ageSeconds: number): number {
  return Math.min(maxPollGapSeconds, secondsToNextPoll(ageSeconds) + maxSlowedBySeconds)
}

/** A card that is shown anew, or a notice, keeps a watch from polling for one try: two cold starts, a secret and up to two posts. */
const sideTripSeconds = 25

function hasTrueEnd({ operation, execution, watch }: Watched, run: Run, facts: Facts): boolean {
  const duration = operation?.plan.script.durationSeconds
  if (!operation || duration === null || duration === undefined || watch.kind !== 'ACCEPTED_START')
    return false
  if (
    execution.status === 'RUNNING' ||
    execution.error === 'OutcomeUnobserved' ||
    run.scenario.clockJump ||
    duration > serviceMemorySeconds - 600
  )
    return false
  if (operation.at + serviceMemorySeconds * 1000 < execution.startedAt + 600_000) return false
  return !facts.wasTouched(
    'lambda:pollOperation',
    'lambda:composeNotice',
    'lambda:deliverNotification',
    'lambda:recordAudit',
    'webhook',
    'chat.postMessage',
    'chat.update',
    'flow',
    'Publish',
    'PutEvents',
    'GetSecretValue',
    'GetParameter',
    'PutLogEvents',
    'CreateLogStream',
    'SendMessage',
    'lambda:parkNotification',
  )
}

function isFailed({ seen, invocation }: Exchange): boolean {
  return seen !== 'success' || invocation?.end !== 'succeeded' || !invocation.isEndSeen
}

export const pollingCheckers = [pollsInsideTheWatch, pollsAreBounded, gapsAreCapped, endIsSeenInTime]
