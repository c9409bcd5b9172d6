import { describe, expect, jest, test } from '@jest/globals'
import { pollTimesSeconds } from '../../functions/domain/pollSchedule.ts'
import { completedAt, hour, inProgress, memoryEnd } from './facts.ts'
import { eventBudget } from './historyEvents.ts'
import { watchIn } from './watchBed.ts'

jest.setTimeout(30_000)

/** From one second on, every `step` seconds, up to and without another. */
function every(step: number, from: number, until: number): number[] {
  return Array.from({ length: Math.ceil((until - from) / step) }, (_, index) => from + index * step)
}

const wholeSchedule = [
  0,
  4,
  6,
  ...every(4, 8, 180),
  ...every(5, 180, 900),
  ...every(30, 900, hour / 2),
  ...every(60, hour / 2, hour),
  ...every(120, hour, memoryEnd),
  memoryEnd - 10,
  memoryEnd,
]

const gapsOf = (times: readonly number[]) => times.slice(1).map((time, index) => time - (times[index] ?? 0))

describe('the waits between polls', () => {
  test('follow the age of the operation: 4, 2, 4, 5, 30, 60, then 120 s, and once more as the memory ends', async () => {
    const { polledAt, result } = await watchIn({ describe: () => inProgress })

    expect(polledAt).toEqual(wholeSchedule)
    expect(result).toMatchObject({ outcome: 'TIMED_OUT', polls: wholeSchedule.length })
  })

  test('are those that `flowbell schedule` prints', () => {
    expect(pollTimesSeconds()).toEqual(wholeSchedule)
  })

  test('follow the age of the operation, not of the watch', async () => {
    const { polledAt } = await watchIn({ ageSeconds: 2 * hour, describe: completedAt(300) })

    expect(polledAt).toEqual([0, 120, 240, 360])
  })

  test('are shortened by jitter only where the step widens, to no less than the step before', async () => {
    const { polledAt } = await watchIn({ describe: completedAt(1900), random: () => 1 - 2 ** -40 })

    expect(polledAt.slice(0, 6)).toEqual([0, 4, 6, 8, 10, 14])
    expect(gapsOf(polledAt).filter((gap, index, all) => gap !== all[index - 1])).toEqual([4, 2, 4, 5, 30, 60])
    expect(polledAt.filter(at => at > 890 && at < 970)).toEqual([891, 896, 901, 906, 936, 966])
  })

  test('stay whole and bounded whatever the jitter: an end is seen at most 120 s late', async () => {
    let draws = 0
    const { polledAt } = await watchIn({
      describe: () => inProgress,
      random: () => {
        draws += 1
        return (draws % 100) / 100
      },
    })

    expect(gapsOf(polledAt).filter(gap => gap > 120 || gap < 1 || !Number.isInteger(gap))).toEqual([])
    expect(polledAt.length).toBeLessThan(600)
  })
})

describe('a fitted poll table', () => {
  test('says when to poll from the start of the operation on, and the default schedule goes on behind it', async () => {
    const { polledAt } = await watchIn({ pollTable: '35,14,12x3,300', describe: completedAt(395) })

    expect(polledAt).toEqual([0, 35, 49, 61, 73, 85, 385, 390, 395])
  })

  test('is joined where an operation is when its event comes late', async () => {
    const { polledAt } = await watchIn({ ageSeconds: 60, pollTable: '35,14,12x3', describe: completedAt(33) })

    expect(polledAt).toEqual([0, 1, 13, 25, 29, 33])
  })

  test.each(['1x150', '900x47'])(
    '%s ends with the memory of the service, with a history below its bound',
    async pollTable => {
      const { polledAt, result, historyEvents } = await watchIn({ pollTable, describe: () => inProgress })

      expect(result.outcome).toBe('TIMED_OUT')
      expect(polledAt.slice(-2)).toEqual([memoryEnd - 10, memoryEnd])
      expect(historyEvents).toBeLessThan(eventBudget / 2)
    },
  )
})

describe('an operation older than the 12 hours of the service', () => {
  test('gets one poll when it is still in progress', async () => {
    const { polledAt, result } = await watchIn({ ageSeconds: memoryEnd, describe: () => inProgress })

    expect(polledAt).toEqual([0])
    expect(result.outcome).toBe('TIMED_OUT')
  })

  test('has its end reported when the service still knows it', async () => {
    const { result } = await watchIn({ ageSeconds: 2 * memoryEnd, describe: completedAt(0) })

    expect(result.outcome).toBe('COMPLETED')
  })
})

test('a start time in the future cannot make a watch endless', async () => {
  const { endedAt, result } = await watchIn({ ageSeconds: -365 * 24 * hour, describe: () => inProgress })

  expect(endedAt).toBe(memoryEnd)
  expect(result.outcome).toBe('TIMED_OUT')
})
