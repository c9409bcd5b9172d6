import { describe, expect, test } from '@jest/globals'
import type { Contender, Watcher } from '../../bench/contenders/contender.ts'
import { flowbell } from '../../bench/contenders/flowbell.ts'
import { shippedPollLoop } from '../../bench/contenders/pollLoop.ts'
import { clairvoyant, fixed, jobPoller, planned, retryAsSchedule } from '../../bench/contenders/schedules.ts'
import { withSdkRetries } from '../../bench/contenders/sdkRetries.ts'
import { recordedWaits } from '../../bench/contenders/smithyTypescript.ts'
import { retryRun } from '../../bench/contenders/stepFunctionsRetry.ts'
import { smithySpecificationDelay, waiters } from '../../bench/contenders/waiters.ts'
import { durationsUnder, exponentialLaw } from '../../bench/laws.ts'
import { randomStream } from '../../bench/random.ts'
import { tokenBucket, unlimitedApi } from '../../bench/simulation/api.ts'
import { callSeconds, type Scene, simulate } from '../../bench/simulation/simulate.ts'
import { pollTimesSeconds } from '../../functions/domain/pollSchedule.ts'

const half = () => 0.5
const beginning = { startsAtSeconds: 0, durationSeconds: 100, random: half, index: 0 }

/** The waits after each answer, were there always one more. */
function waitsOf(watcher: Watcher, count: number): (number | null)[] {
  let now = 0
  return Array.from({ length: count }, () => {
    const wait = watcher.afterAnswer(now)
    now += wait ?? 0
    return wait
  })
}

const scene = (durations: readonly number[], change: Partial<Scene> = {}): Scene => ({
  operations: durations.map(durationSeconds => ({ startsAtSeconds: 0, durationSeconds })),
  api: unlimitedApi(),
  isAdversarial: false,
  random: randomStream(1, 'test'),
  ...change,
})

const named = (name: string): Contender => {
  const found = waiters.find(waiter => waiter.name.startsWith(name))
  if (!found) throw new Error(`no ${name}`)
  return found
}

describe('Flowbell on the bench', () => {
  test('polls as `flowbell schedule` prints, with the calls own time between', () => {
    const [run] = simulate(flowbell(), scene([170]))
    const expected = pollTimesSeconds()
      .slice(0, 10)
      .map((time, index) => time + index * callSeconds)

    // The jitter of the one widening may take up to two seconds.
    run?.pollAges.slice(0, 4).forEach((age, index) => expect(age).toBeCloseTo(expected[index] ?? 0, 6))
  })

  test('takes its Retry and the cost of its loop from the shipped definition', () => {
    const { retriers, carrier } = shippedPollLoop()

    expect(retriers[0]).toMatchObject({
      errors: ['ThrottlingException', 'TransientServiceError'],
      intervalSeconds: 5,
      maxDelaySeconds: 20,
    })
    expect(carrier).toEqual({
      transitionsPerPoll: 3,
      transitionsPerThrottle: 1,
      eventsPerPoll: 9,
      eventsPerThrottle: 3,
    })
  })

  test('is throttled by what the limit refuses, and never gives up for it', () => {
    const runs = simulate(
      flowbell(),
      scene(
        Array.from({ length: 30 }, () => 100),
        { api: tokenBucket(1, 5) },
      ),
    )

    expect(runs.every(({ latenessSeconds }) => latenessSeconds !== null)).toBe(true)
    expect(runs.reduce((sum, { throttles }) => sum + throttles, 0)).toBeGreaterThan(0)
  })
})

describe('even steps', () => {
  test('are as late and as many as theory says on a law without memory', () => {
    const [mean, step] = [60, 10]
    const runs = simulate(
      fixed(step),
      scene(durationsUnder(exponentialLaw(mean), 20_000, randomStream(1, 'e'))),
    )
    const late = runs.reduce((sum, run) => sum + (run.latenessSeconds ?? 0), 0) / runs.length - callSeconds
    const polls = runs.reduce((sum, run) => sum + run.polls, 0) / runs.length
    // A poll at once, then one each period while it runs: 1 + 1/(1 - e^(-s/m)); late by the period for each, less the mean.
    const period = step + callSeconds
    const rounds = 1 / (1 - Math.exp(-period / mean))

    expect(polls).toBeCloseTo(1 + rounds, 1)
    expect(late).toBeCloseTo(period * rounds - mean, 1)
  })

  test('see an adversary a whole step late, each time', () => {
    const runs = simulate(fixed(10), scene([33, 71], { isAdversarial: true }))

    for (const run of runs) expect(run.latenessSeconds).toBeCloseTo(10 + 2 * callSeconds - 0.001, 6)
  })
})

describe('the Smithy waiter', () => {
  test('by its specification doubles from 2 s to 120 s, then is drawn from between', () => {
    const longest = [1, 2, 3, 6, 7, 8].map(attempt => smithySpecificationDelay(attempt, () => 1, 40_000))
    const shortest = [1, 2, 3, 6, 7, 8].map(attempt => smithySpecificationDelay(attempt, () => 0, 40_000))

    expect(longest).toEqual([2, 4, 8, 64, 120, 120])
    expect(shortest).toEqual([2, 2, 2, 2, 2, 2])
  })

  test('by its specification places the last attempt at the deadline', () => {
    expect(smithySpecificationDelay(9, () => 1, 100)).toBe(98)
  })

  test('in the code that the AWS SDK runs agrees up to the ceiling, and draws no more behind it', async () => {
    const [waits = []] = await recordedWaits(1, half)
    const bySpecification = [1, 2, 3, 4, 5, 6].map(attempt => smithySpecificationDelay(attempt, half, 40_000))

    expect(waits.slice(0, 6)).toEqual(bySpecification)
    expect(new Set(waits.slice(7))).toEqual(new Set([120]))
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(43_000)
  })
})

describe('the other schedules', () => {
  test('are those of their sources', () => {
    expect(waitsOf(named('google-gax').begin(beginning), 3).map(wait => wait?.toFixed(3))).toEqual([
      '0.100',
      '0.130',
      '0.169',
    ])
    expect(waitsOf(named('Terraform').begin(beginning), 9).slice(-3)).toEqual([6.4, 10, 10])
    expect(waitsOf(named('Azure').begin(beginning), 2)).toEqual([2, 2])
    expect(waitsOf(jobPoller.begin(beginning), 2)).toEqual([60, 60])
  })

  test('the clairvoyant asks once, and is late by its call only', () => {
    const [run] = simulate(clairvoyant, scene([77]))

    expect(run).toMatchObject({ polls: 1, latenessSeconds: expect.closeTo(callSeconds, 9) })
  })

  test('a plan is followed, whatever calls take', () => {
    const [run] = simulate(planned('plan', [10, 20, 40]), scene([35]))

    expect(run?.pollAges).toEqual([10, 20, 40].map(time => expect.closeTo(time, 9)))
  })

  test('the SDK tries a throttled call three times before the waiter hears of it', () => {
    const heard: string[] = []
    const inner: Watcher = {
      firstWait: 0,
      afterAnswer: () => 7,
      afterThrottle: () => {
        heard.push('throttled')
        return 9
      },
    }
    const watcher = withSdkRetries(inner, half)

    expect([0, 0, 0, 0].map(now => watcher.afterThrottle(now))).toEqual([0.25, 0.5, 9, 0.25])
    expect(heard).toHaveLength(1)
    expect(watcher.afterAnswer(0)).toBe(7)
    expect(watcher.afterThrottle(0)).toBe(0.25)
  })

  test('a Retry gives up after its attempts, and begins anew in another state', () => {
    const retrier = {
      errors: ['A'],
      intervalSeconds: 2,
      backoffRate: 2,
      maxDelaySeconds: 5,
      maxAttempts: 3,
      hasFullJitter: false,
    }
    const run = retryRun([retrier], half)

    expect(['A', 'A', 'A', 'A', 'B'].map(error => run.secondsAfter(error))).toEqual([2, 4, 5, null, null])
    expect(retryRun([{ ...retrier, hasFullJitter: true }], half).secondsAfter('A')).toBe(1)
    expect(
      retryAsSchedule('x', { intervalSeconds: 1, backoffRate: 2, maxDelaySeconds: 3 }).carrier,
    ).toMatchObject({
      transitionsPerPoll: 1,
    })
  })
})

describe('a token bucket', () => {
  test('takes a burst, then its rate', () => {
    const api = tokenBucket(2, 3)

    expect([0, 0, 0, 0, 0.4, 0.5, 1, 1].map(now => api.accepts(now))).toEqual([
      true,
      true,
      true,
      false,
      false,
      true,
      true,
      false,
    ])
  })
})
