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
    expect(times.slice(0, 7)).toEqual([0, 4, 6, 8, 12, 16, 20])
  })
})

describe('the wait at an age', () => {
  test.each([
    [0, 4],
    [3, 4],
    [4, 2],
    [7, 2],
    [8, 4],
    [179, 4],
    [180, 5],
    [899, 5],
    [900, 30],
    [1799, 30],
    [1800, 60],
    [3599, 60],
    [3600, 120],
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
    expect(secondsToNextPoll(-500)).toBe(4)
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
  test.each([
    [8, 6, 2, 4],
    [182, 178, 4, 5],
    [900, 895, 5, 30],
    [1810, 1780, 30, 60],
    [3600, 3540, 60, 120],
  ])('at %i s, after a poll at %i s, draws from %i to %i s', (seconds, previous, shortest, longest) => {
    const waits = new Set(
      Array.from({ length: 1000 }, (_, index) =>
        jitteredSecondsToNextPoll(seconds, previous, () => index / 1000),
      ),
    )

    expect([...waits].sort((one, other) => one - other)).toEqual(
      Array.from({ length: longest - shortest + 1 }, (_, index) => shortest + index),
    )
  })

  test('draws each second of the widening equally often', () => {
    const waits = Array.from({ length: 26_000 }, (_, index) =>
      jitteredSecondsToNextPoll(900, 895, () => index / 26_000),
    )

    expect(waits.filter(wait => wait === 5)).toHaveLength(1000)
    expect(waits.filter(wait => wait === 30)).toHaveLength(1000)
  })

  test('leaves every other wait alone: the first, those of a narrower step and those of the same step', () => {
    fc.assert(
      fc.property(age, age, chance, (one, other, random) => {
        const [previous, seconds] = [Math.min(one, other), Math.max(one, other)]
        fc.pre(secondsToNextPoll(seconds) <= secondsToNextPoll(previous) && seconds < 43_070)
        expect(jitteredSecondsToNextPoll(seconds, previous, () => random)).toBe(secondsToNextPoll(seconds))
      }),
    )
  })

  test('is whole, at least 1, and never leads beyond the step', () => {
    fc.assert(
      fc.property(age, age, chance, (one, other, random) => {
        const [previous, seconds] = [Math.min(one, other), Math.max(one, other)]
        const wait = jitteredSecondsToNextPoll(seconds, previous, () => random)
        expect(Number.isInteger(wait)).toBe(true)
        expect(wait).toBeGreaterThanOrEqual(1)
        expect(wait).toBeLessThanOrEqual(Math.max(1, Math.ceil(secondsToNextPoll(seconds))))
      }),
    )
  })

  test('waits 1 s even when there is nothing to wait for', () => {
    expect(jitteredSecondsToNextPoll(43_200, 43_190, () => 0)).toBe(1)
  })

  test('cannot delay the last poll but one', () => {
    expect(jitteredSecondsToNextPoll(43_180, 3000, () => 0)).toBe(10)
  })
})
