import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  jitteredSecondsToNextPoll,
  maxPollGapSeconds,
  pollTimesSeconds,
  secondsToNextPoll,
  serviceMemorySeconds,
} from '../../functions/domain/pollSchedule.ts'

const times = pollTimesSeconds()
const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0))
const age = fc.double({ min: -1000, max: 43_199.999, noNaN: true })
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

describe('the poll times', () => {
  test('begin with the start and end with the 12 hours', () => {
    expect(serviceMemorySeconds).toBe(43_200)
    expect(times[0]).toBe(0)
    expect(times.at(-1)).toBe(43_200)
  })

  test('the last question but one is asked 10 s earlier, while the service still knows', () => {
    expect(times.at(-2)).toBe(43_190)
  })

  test('grow, in whole seconds', () => {
    expect(gaps.every(gap => Number.isInteger(gap) && gap > 0)).toBe(true)
  })

  test('no gap is longer than the declared one, which is reached', () => {
    expect(Math.max(...gaps)).toBe(maxPollGapSeconds)
    expect(maxPollGapSeconds).toBe(120)
  })

  test('are fewer than 600, so that the history stays far below its limit', () => {
    expect(times.length).toBeLessThan(600)
  })

  test('the first ones are close together', () => {
    expect(times.slice(0, 5)).toEqual([0, 5, 10, 15, 20])
  })
})

describe('the wait at an age', () => {
  test.each([
    [0, 5],
    [179, 5],
    [180, 10],
    [899, 10],
    [900, 30],
    [3599, 30],
    [3600, 60],
    [7199, 60],
    [7200, 120],
    [43_069, 120],
    [43_070, 120],
    [43_071, 119],
    [43_189, 1],
    [43_190, 10],
    [43_199, 1],
    [43_200, 0],
    [50_000, 0],
  ])('%i s: %i s', (seconds, wait) => {
    expect(secondsToNextPoll(seconds)).toBe(wait)
  })

  test('an age below zero counts as zero', () => {
    expect(secondsToNextPoll(-500)).toBe(5)
  })

  test('is positive and never leads beyond the end, at any age before it', () => {
    fc.assert(
      fc.property(age, seconds => {
        const wait = secondsToNextPoll(seconds)
        expect(wait).toBeGreaterThan(0)
        expect(wait).toBeLessThanOrEqual(maxPollGapSeconds)
        expect(Math.max(0, seconds) + wait).toBeLessThanOrEqual(serviceMemorySeconds + 1e-6)
      }),
    )
  })
})

describe('jitter', () => {
  test('takes nothing at 0 and up to a fifth near 1', () => {
    expect(jitteredSecondsToNextPoll(7200, () => 0)).toBe(120)
    expect(jitteredSecondsToNextPoll(7200, () => 0.5)).toBe(108)
    expect(jitteredSecondsToNextPoll(7200, () => 0.999_999)).toBe(97)
  })

  test('is whole, at least 1, never above the step nor below four fifths of it', () => {
    fc.assert(
      fc.property(age, chance, (seconds, random) => {
        const step = secondsToNextPoll(seconds)
        const wait = jitteredSecondsToNextPoll(seconds, () => random)
        expect(Number.isInteger(wait)).toBe(true)
        expect(wait).toBeGreaterThanOrEqual(Math.max(1, step * 0.8))
        expect(wait).toBeLessThanOrEqual(Math.max(1, Math.ceil(step)))
      }),
    )
  })

  test('is at least 1 s even when there is nothing to wait for', () => {
    expect(jitteredSecondsToNextPoll(43_200, () => 0)).toBe(1)
  })

  test('spreads two watches that began together', () => {
    expect(jitteredSecondsToNextPoll(8000, () => 0.1)).not.toBe(jitteredSecondsToNextPoll(8000, () => 0.9))
  })
})
