import { describe, expect, test } from '@jest/globals'
import { randomExponential, randomLogNormal, randomPareto } from 'd3-random'
import { durationsUnder, exponentialLaw, logNormalLaw, paretoLaw, recordedLaw } from '../../bench/laws.ts'
import { randomStream } from '../../bench/random.ts'

const count = 20_000

/** The largest distance between two samples' distributions (Kolmogorov and Smirnov). */
function distance(one: readonly number[], other: readonly number[]): number {
  const law = recordedLaw(other)
  const sorted = [...one].sort((a, b) => a - b)
  return Math.max(...sorted.map((value, index) => Math.abs(1 - (index + 1) / sorted.length - law(value))))
}

const source = (name: string) => randomStream(3, name)

test.each([
  ['lognormal', logNormalLaw(20, 1), randomLogNormal.source(source('ln'))(Math.log(20), 1)],
  ['exponential', exponentialLaw(60), randomExponential.source(source('exp'))(1 / 60)],
  [
    'Pareto',
    paretoLaw(10, 1.2),
    (() => {
      const draw = randomPareto.source(source('pareto'))(1.2)
      return () => Math.min(43_200, 10 * draw())
    })(),
  ],
])('the %s law is that of an independent library', (_name, law, draw) => {
  const own = durationsUnder(law, count, source('own'))
  const theirs = Array.from({ length: count }, draw)

  // 1.63 √(2/n) is passed by chance once in a hundred seeds; this is one seed.
  expect(distance(own, theirs)).toBeLessThan(1.63 * Math.sqrt(2 / count))
})

describe('durations', () => {
  test('are the same for the same stream, and others for another', () => {
    const of = (seed: number, name: string) =>
      durationsUnder(exponentialLaw(60), 50, randomStream(seed, name))

    expect(of(1, 'a')).toEqual(of(1, 'a'))
    expect(of(1, 'a')).not.toEqual(of(2, 'a'))
    expect(of(1, 'a')).not.toEqual(of(1, 'b'))
  })

  test('come from every share of the law, in no order', () => {
    const durations = durationsUnder(exponentialLaw(60), 100, source('shares'))
    const shares = durations.map(duration => Math.floor(100 * (1 - exponentialLaw(60)(duration - 1e-4))))

    expect(new Set(shares).size).toBeGreaterThanOrEqual(99)
    expect(shares).not.toEqual([...shares].sort((one, other) => other - one))
  })

  test('end with the memory of the service', () => {
    expect(Math.max(...durationsUnder(paretoLaw(10, 0.5), 1000, source('cut')))).toBe(43_200)
  })

  test('of recorded ones are those that were recorded', () => {
    const recorded = [3, 5, 5, 8]
    const durations = durationsUnder(recordedLaw(recorded), 400, source('recorded'))

    expect([...new Set(durations.map(duration => Math.round(duration * 1000) / 1000))].sort()).toEqual([
      3, 5, 8,
    ])
    expect(durations.filter(duration => Math.round(duration) === 5)).toHaveLength(200)
  })
})
