import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { FlowOperation } from '../../functions/domain/flowOperation.ts'
import {
  decideAfterAnswer,
  decideAfterError,
  type PollContext,
  RETRY,
} from '../../functions/domain/pollDecision.ts'
import { type PollProgress, progressBeforeFirstPoll } from '../../functions/domain/pollProgress.ts'
import {
  delivery,
  flowOperation,
  isoAfterStart,
  overdueNotice,
  progress,
  secondsAfterStart,
  serviceError,
  startedAt,
  watchRequest,
} from '../support/builders.ts'

const twelveHours = 43_200
const hour = 3600

/** A poll this many seconds after the start, which is when it was due; the first poll was with the start. */
function at(seconds: number, change: Partial<PollContext> = {}): PollContext {
  return {
    watch: watchRequest(),
    progress: progress({ waitSeconds: Math.max(1, seconds) }),
    // Sent already, so that only the tests about it see it.
    cardCount: 0,
    overdueNotice: overdueNotice({ isSent: true }),
    nowMilliseconds: secondsAfterStart(seconds),
    overdueAfterSeconds: hour,
    pollTable: null,
    random: () => 0,
    ...change,
  }
}

function decided(decision: PollProgress | typeof RETRY): PollProgress {
  if (decision === RETRY) throw new Error('the decision was to retry')
  return decision
}

function afterError(context: PollContext, name: string): PollProgress {
  return decided(decideAfterError(context, serviceError(name)))
}

const seenRunning = progress({ polls: 2, answers: 2, operation: flowOperation() })
const empty = (change: Partial<FlowOperation> = {}) => flowOperation({ status: null, ...change })

describe('an answer with a status', () => {
  test.each(['COMPLETED', 'COMPLETED_WITH_ERRORS', 'FAILED'] as const)(
    '%s ends the watch with it',
    status => {
      const answer = flowOperation({ status })
      expect(decideAfterAnswer(at(7), answer)).toEqual({
        ...progress(),
        next: 'CONCLUDE',
        outcome: status,
        polls: 1,
        answers: 1,
        lastPolledAt: isoAfterStart(7),
        finishedAt: isoAfterStart(7),
        operation: answer,
      })
    },
  )

  test.each(['CANCELLED', 'completed', 'IN_PROGRESS ', 'constructor'])(
    'the unknown status %j is final at first sight, and kept word for word',
    status => {
      const after = decideAfterAnswer(at(7), flowOperation({ status }))
      expect(after).toMatchObject({ next: 'CONCLUDE', outcome: 'UNKNOWN', finishedAt: isoAfterStart(7) })
      expect(after.operation?.status).toBe(status)
    },
  )

  test('IN_PROGRESS waits as long as the schedule says, and has no outcome', () => {
    const after = decideAfterAnswer(at(7), flowOperation())
    expect(after).toEqual({
      ...progress(),
      next: 'WAIT',
      waitSeconds: 2,
      polls: 1,
      answers: 1,
      lastPolledAt: isoAfterStart(7),
      operation: flowOperation(),
    })
  })

  test.each([
    [0, 4],
    [4, 2],
    [179, 4],
    [180, 5],
    [900, 30],
    [1800, 60],
    [3600, 120],
    [43_100, 90],
    [43_190, 10],
    [43_199, 1],
  ])('at %i s the wait is %i s', (seconds, waitSeconds) => {
    expect(decideAfterAnswer(at(seconds), flowOperation()).waitSeconds).toBe(waitSeconds)
  })

  test('the wait is jittered by the given randomness where the step has widened since the poll before', () => {
    const waitAfter = (previousSeconds: number) => {
      const before = progress({ lastPolledAt: isoAfterStart(previousSeconds) })
      const context = at(3600, { progress: before, random: () => 0.5 })
      return decideAfterAnswer(context, flowOperation()).waitSeconds
    }
    expect(waitAfter(3599)).toBe(90)
    expect(waitAfter(3600)).toBe(120)
  })

  test('the wait follows a fitted table as far as that goes', () => {
    const waitAt = (seconds: number) =>
      decideAfterAnswer(at(seconds, { pollTable: [35, 49, 61] }), flowOperation()).waitSeconds
    expect([0, 20, 35.2, 49, 61, 70].map(waitAt)).toEqual([35, 15, 14, 12, 4, 4])
  })

  describe('a poll that the state machine had to repeat', () => {
    /** The poll before was at 20 s, and this one was due at 24 s. */
    const planned = (change: Partial<PollProgress> = {}) =>
      progress({ lastPolledAt: isoAfterStart(20), waitSeconds: 4, ...change })
    const after = (seconds: number, change: Partial<PollProgress> = {}) =>
      decideAfterAnswer(at(seconds, { progress: planned(change) }), flowOperation())

    test('adds its delay to the next wait', () => {
      expect(after(30)).toMatchObject({ waitSeconds: 4 + 6, slowedBySeconds: 6 })
    })

    test('adds nothing where it came in time', () => {
      expect(after(25.9)).toMatchObject({ waitSeconds: 4, slowedBySeconds: 0 })
    })

    test('is forgotten little by little', () => {
      expect(after(24, { slowedBySeconds: 10 })).toMatchObject({ waitSeconds: 4 + 8, slowedBySeconds: 8 })
    })

    test('is none where showing progress took the time', () => {
      expect(after(40, { next: 'REFRESH_CARD' })).toMatchObject({ waitSeconds: 4, slowedBySeconds: 0 })
      expect(after(40, { next: 'NOTIFY_OVERDUE' })).toMatchObject({ waitSeconds: 4, slowedBySeconds: 0 })
    })

    test('makes no wait longer than 120 s, and none that leads beyond the last call', () => {
      const late = (seconds: number) =>
        decideAfterAnswer(
          at(seconds, {
            progress: planned({ lastPolledAt: isoAfterStart(seconds - 200), waitSeconds: 120 }),
          }),
          flowOperation(),
        ).waitSeconds
      expect(late(10_000)).toBe(120)
      expect(late(43_150)).toBe(40)
      expect(late(43_190)).toBe(10)
    })
  })

  test('the first wait has no jitter, however old the operation is', () => {
    const first = progress({ firstPolledAt: isoAfterStart(1800), lastPolledAt: isoAfterStart(1800) })
    const context = at(1800, { progress: first, random: () => 0.999 })
    expect(decideAfterAnswer(context, flowOperation()).waitSeconds).toBe(60)
  })

  test('it ends every tolerated run of bad luck, and forgets the failure', () => {
    const unlucky = progress({
      emptyAnswers: 5,
      expiredCredentials: 1,
      failure: { error: 'X', message: 'x' },
    })
    expect(decideAfterAnswer(at(7, { progress: unlucky }), flowOperation())).toMatchObject({
      emptyAnswers: 0,
      expiredCredentials: 0,
      failure: null,
    })
  })

  test('the last answer is the one that is kept', () => {
    const latest = flowOperation({ statusMessage: 'later' })
    expect(decideAfterAnswer(at(7, { progress: seenRunning }), latest)).toMatchObject({
      polls: 3,
      answers: 3,
      operation: latest,
    })
  })
})

describe('the end of the service memory of 12 hours', () => {
  test('one second before it a running operation is asked for again', () => {
    expect(decideAfterAnswer(at(twelveHours - 1), flowOperation()).next).toBe('WAIT')
  })

  test('at it a running operation is TIMED_OUT with its last status', () => {
    const after = decideAfterAnswer(at(twelveHours), flowOperation())
    expect(after).toMatchObject({ next: 'CONCLUDE', outcome: 'TIMED_OUT', polls: 1, failure: null })
    expect(after.operation?.status).toBe('IN_PROGRESS')
  })

  test.each(['COMPLETED', 'COMPLETED_WITH_ERRORS', 'FAILED'] as const)(
    'a final status read even later is still the outcome: %s',
    status => {
      expect(decideAfterAnswer(at(twelveHours + 999), flowOperation({ status })).outcome).toBe(status)
    },
  )

  test.each(['ResourceNotFoundException', 'InvalidRequestException'])(
    '%s then: seen running is TIMED_OUT, never seen is EXPIRED',
    name => {
      expect(afterError(at(twelveHours, { progress: seenRunning }), name).outcome).toBe('TIMED_OUT')
      expect(afterError(at(twelveHours), name).outcome).toBe('EXPIRED')
    },
  )

  test.each(['ThrottlingException', 'InternalServerError'])(
    '%s then: two more tries after short waits, then the end',
    name => {
      const first = afterError(at(twelveHours), name)
      expect(first).toMatchObject({ next: 'WAIT', waitSeconds: 5, unansweredAfterMemoryEnded: 1 })
      const second = afterError(at(twelveHours + 5, { progress: first }), name)
      expect(second).toMatchObject({ next: 'WAIT', waitSeconds: 5, unansweredAfterMemoryEnded: 2 })
      const third = afterError(at(twelveHours + 10, { progress: second }), name)
      expect(third).toMatchObject({ next: 'CONCLUDE', unansweredAfterMemoryEnded: 3 })
    },
  )

  test('polls that never succeeded are WATCH_FAILED and say why', () => {
    const context = at(twelveHours + 10, { progress: progress({ unansweredAfterMemoryEnded: 2 }) })
    expect(afterError(context, 'ThrottlingException')).toMatchObject({
      outcome: 'WATCH_FAILED',
      failure: { error: 'ThrottlingException' },
    })
  })

  test('with one answer seen it is TIMED_OUT, with its last status and no failure', () => {
    const context = at(twelveHours + 10, { progress: { ...seenRunning, unansweredAfterMemoryEnded: 2 } })
    const after = afterError(context, 'ThrottlingException')
    expect(after).toMatchObject({ outcome: 'TIMED_OUT', failure: null, polls: 2 })
    expect(after.operation?.status).toBe('IN_PROGRESS')
  })

  test('"not found" alone is not an answer that was seen running', () => {
    const unknown = progress({ answers: 9, unansweredAfterMemoryEnded: 2 })
    const after = afterError(at(twelveHours, { progress: unknown }), 'ThrottlingException')
    expect(after.outcome).toBe('WATCH_FAILED')
  })
})

describe('an event that comes after the 12 hours gets one poll', () => {
  const late = (seconds: number): PollContext =>
    at(seconds, { progress: progressBeforeFirstPoll(isoAfterStart(seconds)) })

  test.each([twelveHours, twelveHours + 1, 30 * 86_400])('%i s after the start', seconds => {
    expect(decideAfterAnswer(late(seconds), flowOperation()).outcome).toBe('TIMED_OUT')
    expect(decideAfterAnswer(late(seconds), flowOperation({ status: 'FAILED' })).outcome).toBe('FAILED')
    expect(afterError(late(seconds), 'ResourceNotFoundException').outcome).toBe('EXPIRED')
    expect(afterError(late(seconds), 'InvalidRequestException').outcome).toBe('EXPIRED')
  })
})

describe('no answer', () => {
  test.each(['ThrottlingException', 'InternalServerError', 'TimeoutError'])(
    '%s is left to the Retry of the state machine, and counts as nothing',
    name => {
      expect(decideAfterError(at(30), serviceError(name))).toBe(RETRY)
      expect(decideAfterError(at(twelveHours - 1), serviceError(name))).toBe(RETRY)
    },
  )
})

describe('ResourceNotFoundException', () => {
  const name = 'ResourceNotFoundException'
  const answered = (answers: number): Partial<PollContext> => ({ progress: progress({ answers }) })

  test.each([0, 1, 119, 120])('%i s after the start is tolerated', seconds => {
    expect(afterError(at(seconds, answered(20)), name)).toMatchObject({
      next: 'WAIT',
      waitSeconds: 5,
      outcome: null,
      answers: 21,
      polls: 0,
    })
  })

  test('later than 120 s it is EXPIRED', () => {
    expect(afterError(at(121, answered(2)), name)).toMatchObject({
      next: 'CONCLUDE',
      outcome: 'EXPIRED',
      finishedAt: isoAfterStart(121),
      failure: null,
    })
  })

  test('but at least three answers are waited for', () => {
    expect(afterError(at(hour, answered(0)), name).next).toBe('WAIT')
    expect(afterError(at(hour, answered(1)), name).next).toBe('WAIT')
    expect(afterError(at(hour, answered(2)), name).outcome).toBe('EXPIRED')
  })

  test('an operation that was seen running and is gone is EXPIRED, with what was seen', () => {
    const after = afterError(at(hour, { progress: seenRunning }), name)
    expect(after).toMatchObject({ outcome: 'EXPIRED', operation: flowOperation(), polls: 2 })
  })
})

describe('AccessDeniedException', () => {
  const name = 'AccessDeniedException'
  const watchedFor = (seconds: number) =>
    at(hour + seconds, { progress: progress({ firstPolledAt: isoAfterStart(hour) }) })

  test.each([0, 30, 59])('%i s into the watch is tolerated, as IAM may still be spreading', seconds => {
    expect(afterError(watchedFor(seconds), name)).toMatchObject({ next: 'WAIT', waitSeconds: 5, polls: 0 })
  })

  test.each([60, 61, 5000])('%i s into the watch it is WATCH_FAILED, and says why', seconds => {
    expect(afterError(watchedFor(seconds), name)).toMatchObject({
      next: 'CONCLUDE',
      outcome: 'WATCH_FAILED',
      failure: { error: name, message: `${name}: synthetic ${name}` },
    })
  })
})

describe('expired credentials', () => {
  test('are tolerated once, then WATCH_FAILED', () => {
    const once = afterError(at(30), 'ExpiredTokenException')
    expect(once).toMatchObject({ next: 'WAIT', waitSeconds: 4, expiredCredentials: 1 })
    const twice = afterError(at(35, { progress: once }), 'ExpiredTokenException')
    expect(twice).toMatchObject({ outcome: 'WATCH_FAILED', failure: { error: 'ExpiredTokenException' } })
  })
})

describe('other errors', () => {
  test.each(['InvalidRequestException', 'UnheardOfException'])('%s ends the watch at once', name => {
    expect(afterError(at(30), name)).toMatchObject({
      next: 'CONCLUDE',
      outcome: 'WATCH_FAILED',
      failure: { error: name },
    })
    expect(afterError(at(twelveHours - 1), name).outcome).toBe('WATCH_FAILED')
  })

  test('an unknown error ends it after the 12 hours too', () => {
    expect(afterError(at(twelveHours), 'UnheardOfException').outcome).toBe('WATCH_FAILED')
  })

  test('the message of a failure is cut, since it goes into the state', () => {
    const error = serviceError('UnheardOfException', { message: 'x'.repeat(5000) })
    const after = decided(decideAfterError(at(30), error))
    expect(after.failure?.message).toHaveLength(1024)
  })
})

describe('a 200 without a status', () => {
  test('is tolerated five times after short waits, then UNKNOWN', () => {
    let seen = progress({ waitSeconds: 30 })
    for (let count = 1; count <= 5; count += 1) {
      seen = decideAfterAnswer(at(30, { progress: seen }), empty())
      expect(seen).toMatchObject({ next: 'WAIT', waitSeconds: 4, emptyAnswers: count, polls: 0, answers: 0 })
    }
    const last = decideAfterAnswer(at(30, { progress: seen }), empty())
    expect(last).toMatchObject({ next: 'CONCLUDE', outcome: 'UNKNOWN', emptyAnswers: 6, polls: 0 })
  })

  test('an empty status is none', () => {
    expect(decideAfterAnswer(at(30), empty({ status: '' }))).toMatchObject({ emptyAnswers: 1, outcome: null })
  })

  test('its other members are kept only while nothing better is known', () => {
    const unclear = empty({ statusMessage: 'unclear' })
    expect(decideAfterAnswer(at(30), unclear).operation).toEqual(unclear)
    const after = decideAfterAnswer(at(30, { progress: seenRunning }), unclear)
    expect(after.operation).toEqual(flowOperation())
  })
})

describe('an overdue operation', () => {
  const unsent = { overdueNotice: overdueNotice() }
  const waiting = (retryAt: string | null) => ({
    overdueNotice: overdueNotice({
      isSent: true,
      deliveries: [delivery({ status: 'RETRY_LATER', retryAt })],
    }),
  })

  test('is told of from the set time on, and not before', () => {
    expect(decideAfterAnswer(at(hour - 1, unsent), flowOperation()).next).toBe('WAIT')
    expect(decideAfterAnswer(at(hour, unsent), flowOperation())).toMatchObject({
      next: 'NOTIFY_OVERDUE',
      waitSeconds: 120,
      outcome: null,
    })
  })

  test('the time is a setting', () => {
    const context = at(60, { ...unsent, overdueAfterSeconds: 60 })
    expect(decideAfterAnswer(context, flowOperation()).next).toBe('NOTIFY_OVERDUE')
  })

  test('is told of once', () => {
    expect(decideAfterAnswer(at(2 * hour), flowOperation()).next).toBe('WAIT')
  })

  test('a channel that asked to wait is served when its time has come', () => {
    expect(decideAfterAnswer(at(2 * hour, waiting(isoAfterStart(2 * hour + 1))), flowOperation()).next).toBe(
      'WAIT',
    )
    expect(decideAfterAnswer(at(2 * hour, waiting(isoAfterStart(2 * hour))), flowOperation()).next).toBe(
      'NOTIFY_OVERDUE',
    )
  })

  test('is not told of any more when the operation is over', () => {
    expect(decideAfterAnswer(at(2 * hour, unsent), flowOperation({ status: 'FAILED' })).next).toBe('CONCLUDE')
  })

  test('the notice does not wait until a throttling service answers', () => {
    expect(decideAfterError(at(hour - 1, unsent), serviceError('ThrottlingException'))).toBe(RETRY)
    expect(afterError(at(hour, unsent), 'ThrottlingException')).toMatchObject({
      next: 'NOTIFY_OVERDUE',
      waitSeconds: 120,
      polls: 0,
      failure: { error: 'ThrottlingException' },
    })
    expect(decideAfterError(at(hour), serviceError('ThrottlingException'))).toBe(RETRY)
  })
})

describe('the age of an operation', () => {
  const conclusion = (context: PollContext) => decideAfterAnswer(context, flowOperation()).outcome

  test('counts from the start that the event tells', () => {
    const started = { watch: watchRequest({ startedAt, watchedSince: isoAfterStart(40_000) }) }
    expect(conclusion(at(twelveHours, started))).toBe('TIMED_OUT')
  })

  test('without one from the moment that the service names', () => {
    const watch = watchRequest({ startedAt: null, watchedSince: isoAfterStart(40_000) })
    const firstPolledAt = isoAfterStart(40_000)
    const named = progress({ firstPolledAt, operation: flowOperation({ requestTimestamp: startedAt }) })
    const error = (change: Partial<PollContext>) =>
      afterError(at(twelveHours, { watch, ...change }), 'InvalidRequestException').outcome
    expect(error({ progress: named })).toBe('EXPIRED')
    expect(error({ progress: progress({ firstPolledAt }) })).toBe('WATCH_FAILED')
  })

  test('without either from the beginning of the watch', () => {
    const watch = watchRequest({ startedAt: null })
    const answer = flowOperation({ requestTimestamp: null })
    expect(decideAfterAnswer(at(twelveHours - 1, { watch }), answer).outcome).toBeNull()
    expect(decideAfterAnswer(at(twelveHours, { watch }), answer).outcome).toBe('TIMED_OUT')
  })

  test('a start in the future cannot make a watch endless', () => {
    const watch = watchRequest({ startedAt: '2999-01-01T00:00:00.000Z' })
    expect(conclusion(at(twelveHours - 1, { watch }))).toBeNull()
    expect(conclusion(at(twelveHours, { watch }))).toBe('TIMED_OUT')
    expect(decideAfterAnswer(at(30, { watch }), flowOperation()).waitSeconds).toBe(4)
  })
})

describe('for any course of answers', () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.constant('running' as const) },
    { weight: 1, arbitrary: fc.constantFrom('COMPLETED', 'FAILED', 'ODD', 'empty') },
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        'ThrottlingException',
        'InternalServerError',
        'ResourceNotFoundException',
        'AccessDeniedException',
        'ExpiredTokenException',
      ),
    },
  )

  function take(context: PollContext, what: string): PollProgress | typeof RETRY {
    if (what.endsWith('Exception') || what === 'InternalServerError') {
      return decideAfterError(context, serviceError(what))
    }
    if (what === 'running') return decideAfterAnswer(context, flowOperation())
    return decideAfterAnswer(context, flowOperation({ status: what === 'empty' ? null : what }))
  }

  test('a watch ends by the 12 hours and a few seconds, with an outcome exactly at its end, and whole waits', () => {
    fc.assert(
      fc.property(
        fc.infiniteStream(step),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (course, chance) => {
          let seconds = 0
          let seen = progress()
          for (const what of course) {
            const after = take(at(seconds, { progress: seen, random: () => chance }), what)
            if (after === RETRY) {
              seconds += 30
              continue
            }
            expect(after.outcome === null).toBe(after.next !== 'CONCLUDE')
            expect(after.finishedAt === null).toBe(after.next !== 'CONCLUDE')
            expect(after.failure !== null && after.outcome !== null).toBe(after.outcome === 'WATCH_FAILED')
            expect(Number.isInteger(after.waitSeconds) && after.waitSeconds >= 1).toBe(true)
            expect(after.waitSeconds).toBeLessThanOrEqual(120)
            seen = after
            if (after.next === 'CONCLUDE') break
            seconds += after.waitSeconds
          }
          expect(seconds).toBeLessThanOrEqual(twelveHours + 120)
        },
      ),
      { numRuns: 100 },
    )
  })

  test('an operation that never ends is TIMED_OUT if it was ever seen, else WATCH_FAILED', () => {
    const unending = fc.infiniteStream(
      fc.constantFrom('running', 'ThrottlingException', 'InternalServerError'),
    )
    const silent = fc.infiniteStream(fc.constant('ThrottlingException'))
    fc.assert(
      fc.property(fc.oneof({ weight: 3, arbitrary: unending }, { weight: 1, arbitrary: silent }), course => {
        let seconds = 0
        let seen = progress()
        for (const what of course) {
          const after = take(at(seconds, { progress: seen }), what)
          seconds += after === RETRY ? 60 : after.waitSeconds
          if (after === RETRY) continue
          seen = after
          if (after.next === 'CONCLUDE') break
        }
        expect(seen.outcome).toBe(seen.polls > 0 ? 'TIMED_OUT' : 'WATCH_FAILED')
        expect(seconds).toBeGreaterThanOrEqual(twelveHours)
        expect(seconds).toBeLessThanOrEqual(twelveHours + 120)
      }),
      { numRuns: 30 },
    )
  })
})
