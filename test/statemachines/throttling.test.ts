import { beforeAll, describe, expect, jest, test } from '@jest/globals'
import { completed, hour, inProgress, memoryEnd, seededRandom, throttled } from './facts.ts'
import { eventBudget } from './historyEvents.ts'
import { type Call, type Watched, watchIn } from './watchBed.ts'

jest.setTimeout(30_000)

/** Throttles from one virtual second up to another; otherwise the answer. */
function throttledBetween(from: number, until: number, answer = completed) {
  return ({ at }: Call) => {
    if (at >= from && at < until) throw throttled()
    return at < from ? inProgress : answer
  }
}

const gapsOf = (times: readonly number[]) => times.slice(1).map((time, index) => time - (times[index] ?? 0))

describe('a throttled poll', () => {
  test('is repeated by the state machine, and no poll', async () => {
    const { polledAt, result } = await watchIn({ describe: throttledBetween(0, 1) })

    expect(polledAt).toEqual([0, 5])
    expect(result).toMatchObject({ outcome: 'COMPLETED', polls: 1, executionStatus: 'SUCCEEDED' })
  })

  test('backs off twofold from 5 s up to 20 s', async () => {
    const { polledAt } = await watchIn({ describe: throttledBetween(0, 200) })

    expect(gapsOf(polledAt)).toEqual([5, 10, ...Array.from({ length: 10 }, () => 20)])
  })

  test('draws its back-off from zero on: watches that are throttled together drift apart', async () => {
    const { polledAt } = await watchIn({ describe: throttledBetween(0, 100), retryRandom: () => 0.25 })

    expect(gapsOf(polledAt).slice(0, 7)).toEqual([1.25, 2.5, 5, 5, 5, 5, 5])
  })

  test('starts its back-off anew after an answer', async () => {
    const { polledAt } = await watchIn({
      describe: ({ call }) => {
        if ([2, 3, 5].includes(call)) throw throttled()
        return call < 6 ? inProgress : completed
      },
    })

    // After the delay of 15 s the next poll is made 15 s later than planned.
    expect(gapsOf(polledAt)).toEqual([4, 5, 10, 4 + 15, 5])
  })

  test('slows the watch for a while, so that a throttled crowd asks less', async () => {
    const { polledAt } = await watchIn({ describe: throttledBetween(20, 50, inProgress) })
    const gaps = gapsOf(polledAt.filter(at => at >= 50 && at < 300))

    expect(polledAt).toContain(55)
    expect(gaps.slice(0, 4)).toEqual([4 + 30, 4 + 24, 4 + 19, 4 + 15])
    expect(gaps.slice(-3)).toEqual([5, 5, 5])
  })
})

test.each([1, 2, 3, 4, 5])(
  'throttled for 10 minutes, a watch never pauses above 20 s and sees the end within 20 s (draw %i)',
  async seed => {
    const { polledAt, result, endedAt } = await watchIn({
      describe: throttledBetween(20, 620),
      retryRandom: seededRandom(seed),
      random: seededRandom(seed + 100),
    })

    expect(Math.max(...gapsOf(polledAt))).toBeLessThanOrEqual(20)
    expect(endedAt).toBeLessThanOrEqual(620 + 20)
    expect(result).toMatchObject({ outcome: 'COMPLETED', executionStatus: 'SUCCEEDED' })
  },
)

describe.each([
  ['the longest back-off', () => ({})],
  ['half the back-off', () => ({ retryRandom: () => 0.5 })],
  ['drawn back-off', () => ({ retryRandom: seededRandom(7) })],
])('throttled for 12 hours, with %s', (_name, jitter) => {
  const watchThrottledFrom = (from: number) =>
    watchIn({ ...jitter(), describe: throttledBetween(from, Number.POSITIVE_INFINITY) })
  let silent: Watched
  beforeAll(async () => {
    silent = await watchThrottledFrom(0)
  })

  test('a watch without any answer has failed: recorded, told, red', () => {
    const { result, delivered, records, endedAt } = silent

    expect(result).toMatchObject({
      outcome: 'WATCH_FAILED',
      polls: 0,
      executionStatus: 'FAILED',
      error: 'OutcomeUnobserved',
    })
    expect(result.document?.failure?.error).toBe('ThrottlingException')
    expect(delivered.filter(({ notice }) => notice === 'OUTCOME')).toHaveLength(3)
    expect(records.filter(({ recordType }) => recordType === 'OPERATION_FINISHED')).toHaveLength(1)
    expect(endedAt).toBeGreaterThanOrEqual(memoryEnd)
    expect(endedAt).toBeLessThanOrEqual(memoryEnd + 3 * 60)
  })

  test('a watch with an answer before ends TIMED_OUT with the last status', async () => {
    const { result, endedAt } = await watchThrottledFrom(30)

    expect(result).toMatchObject({ outcome: 'TIMED_OUT', polls: 9, executionStatus: 'SUCCEEDED' })
    expect(result.document).toMatchObject({ serviceStatus: 'IN_PROGRESS', failure: null })
    expect(endedAt).toBeLessThanOrEqual(memoryEnd + 3 * 60)
  })

  test('the overdue notice is sent all the same, once per channel, within 60 s of its time', () => {
    const overdue = silent.delivered.filter(({ notice }) => notice === 'OVERDUE')

    expect(overdue.map(({ channel }) => channel).sort()).toEqual(['eventbridge', 'slack', 'sns'])
    for (const { at } of overdue) {
      expect(at).toBeGreaterThanOrEqual(hour - 1)
      expect(at).toBeLessThanOrEqual(hour + 60)
    }
  })

  test('no pause is ever longer than 20 s, but for the one step of the schedule after the overdue notice', () => {
    const gaps = gapsOf(silent.polledAt)

    expect(Math.max(...gaps)).toBeLessThanOrEqual(120)
    expect(gaps.filter(gap => gap > 20).length).toBeLessThanOrEqual(1)
  })

  test('its history stays below 20,000 events', () => {
    expect(silent.historyEvents).toBeLessThan(eventBudget)
  })
})
