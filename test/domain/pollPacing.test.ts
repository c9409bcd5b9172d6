import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { slowedBySeconds } from '../../functions/domain/pollPacing.ts'

const seconds = fc.double({ min: 0, max: 100, noNaN: true })

describe('a watch that was held back', () => {
  test('is slowed by the delay, on top of what it was slowed by before', () => {
    expect(slowedBySeconds(0, 6)).toBe(6)
    expect(slowedBySeconds(6, 4)).toBe(10)
  })

  test('is slowed by 30 s at most', () => {
    expect(slowedBySeconds(28, 4)).toBe(30)
    expect(slowedBySeconds(0, 10_000)).toBe(30)
  })

  test.each([0, 0.4, 1.99, -5])('is not one whose poll came %p s late', delay => {
    expect(slowedBySeconds(0, delay)).toBe(0)
  })

  test('is one whose poll came 2 s late', () => {
    expect(slowedBySeconds(0, 2)).toBe(2)
  })

  test('is slowed by a fifth less after each poll in time, and then no more', () => {
    expect(slowedBySeconds(10, 0)).toBeCloseTo(8)
    expect(slowedBySeconds(1.25, 0)).toBeCloseTo(1)
    expect(slowedBySeconds(1.24, 0)).toBe(0)
  })

  test('is forgotten after 16 polls in time, however much it was', () => {
    let slowed = 30
    for (let poll = 0; poll < 16; poll += 1) slowed = slowedBySeconds(slowed, 0)
    expect(slowed).toBe(0)
  })

  test('is never slowed by less than nothing or more than 30 s', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 30, noNaN: true }), seconds, (before, delay) => {
        const slowed = slowedBySeconds(before, delay)
        expect(slowed).toBeGreaterThanOrEqual(0)
        expect(slowed).toBeLessThanOrEqual(30)
      }),
    )
  })
})
