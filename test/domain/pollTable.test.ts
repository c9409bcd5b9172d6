import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { pollTableIn, pollTableText, secondsToTablePoll } from '../../functions/domain/pollTable.ts'

const table = fc
  .array(fc.integer({ min: 1, max: 280 }), { minLength: 1, maxLength: 150 })
  .map(gaps => gaps.map((_, index) => gaps.slice(0, index + 1).reduce((sum, gap) => sum + gap, 0)))

describe('a poll table', () => {
  test('is read from the seconds between polls', () => {
    expect(pollTableIn('35,14,12x3')).toEqual([35, 49, 61, 73, 85])
  })

  test.each([
    '',
    ' ',
    '5,',
    ',5',
    '5,,5',
    '05',
    '0',
    '-5',
    '5.5',
    '5x',
    '5x0',
    'x5',
    '5X2',
    '5, 5',
    '5\n',
    '٥',
  ])('is not %j', text => {
    expect(pollTableIn(text)).toBeNull()
  })

  test('has gaps of 900 s, 150 polls and 43,080 s at most', () => {
    expect(pollTableIn('900')).toEqual([900])
    expect(pollTableIn('901')).toBeNull()
    expect(pollTableIn('1x150')).toHaveLength(150)
    expect(pollTableIn('1x150,1')).toBeNull()
    expect(pollTableIn('900x47,780')).toHaveLength(48)
    expect(pollTableIn('900x47,781')).toBeNull()
  })

  test('is written as it is read', () => {
    expect(pollTableText([35, 49, 61, 73, 85])).toBe('35,14,12x3')
    fc.assert(
      fc.property(table, times => {
        expect(pollTableIn(pollTableText(times))).toEqual(times)
      }),
    )
  })
})

describe('the wait by a table', () => {
  test.each([
    [0, 35],
    [20, 15],
    [34.4, 1],
    [34.5, 1],
    [34.6, 14],
    [35.2, 14],
    [48.4, 1],
  ])('at %p s is %p s', (age, wait) => {
    expect(secondsToTablePoll([35, 49], age)).toBe(wait)
  })

  test('ends with its last poll', () => {
    expect(secondsToTablePoll([35, 49], 48.6)).toBeNull()
    expect(secondsToTablePoll([35, 49], 1000)).toBeNull()
  })

  test('leads to within half a second of a time of the table, and waits at least 1 s', () => {
    fc.assert(
      fc.property(table, fc.double({ min: 0, max: 43_000, noNaN: true }), (times, age) => {
        const wait = secondsToTablePoll(times, age)
        if (wait === null) return
        expect(wait).toBeGreaterThanOrEqual(1)
        expect(times.some(time => Math.abs(age + wait - time) <= 0.5 + 1e-9)).toBe(true)
      }),
    )
  })
})
