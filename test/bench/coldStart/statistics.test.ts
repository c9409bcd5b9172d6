import { expect, test } from '@jest/globals'
import { pairedRatio, quantile, spreadOf } from '../../../bench/coldStart/statistics.ts'

test('a quantile lies between its neighbours, whatever the order of the values', () => {
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5)
  expect(quantile([4, 1, 3, 2], 0)).toBe(1)
  expect(quantile([4, 1, 3, 2], 1)).toBe(4)
  expect(spreadOf([10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110])).toEqual({ median: 60, p10: 20, p90: 100 })
})

test('a ratio is that of pairs, so that a machine that was busy for a while weighs on both', () => {
  const busyLater = [10, 10, 10, 100, 100]
  const twice = busyLater.map(value => value * 2)

  expect(pairedRatio(busyLater, twice)).toEqual({ ratio: 0.5, low: 0.5, high: 0.5 })
})

test('the interval holds the ratio, and is wider the more the pairs differ', () => {
  const bases = Array.from({ length: 30 }, () => 100)
  const scattered = (by: number) => bases.map((base, index) => base * (0.4 + (by * (index - 15)) / 15))
  const [narrow, wide] = [pairedRatio(scattered(0.01), bases), pairedRatio(scattered(0.2), bases)]

  for (const { ratio, low, high } of [narrow, wide]) {
    expect(low).toBeLessThanOrEqual(ratio)
    expect(high).toBeGreaterThanOrEqual(ratio)
  }
  expect(wide.high - wide.low).toBeGreaterThan(5 * (narrow.high - narrow.low))
})
