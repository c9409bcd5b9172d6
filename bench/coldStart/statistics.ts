import { randomStream } from '../random.ts'

/** The middle of some times in milliseconds, and where nine of ten of them lie. */
export type Spread = { readonly median: number; readonly p10: number; readonly p90: number }

/** A ratio of two medians of one run, and where it lies in 95 of 100 draws of the same size. */
export type Ratio = { readonly ratio: number; readonly low: number; readonly high: number }

/** How often the pairs are drawn anew; 2,000 steady the second decimal. */
const draws = 2000

export function spreadOf(values: readonly number[]): Spread {
  return { median: quantile(values, 0.5), p10: quantile(values, 0.1), p90: quantile(values, 0.9) }
}

/** The quantile by linear interpolation between neighbours. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  const place = share * (sorted.length - 1)
  const below = sorted[Math.floor(place)] ?? Number.NaN
  const above = sorted[Math.ceil(place)] ?? below
  return below + (above - below) * (place - Math.floor(place))
}

/**
 * The median of the ratios of pairs, each measured one right after the other, so that what else the machine did then weighs on
 * both; with a percentile bootstrap over the pairs.
 */
export function pairedRatio(values: readonly number[], bases: readonly number[]): Ratio {
  const ratios = values.map((value, index) => value / (bases[index] ?? Number.NaN))
  const random = randomStream(ratios.length, 'bootstrap')
  const drawn = Array.from({ length: draws }, () =>
    quantile(
      ratios.map(() => ratios[Math.floor(random() * ratios.length)] ?? Number.NaN),
      0.5,
    ),
  )
  return { ratio: quantile(ratios, 0.5), low: quantile(drawn, 0.025), high: quantile(drawn, 0.975) }
}
