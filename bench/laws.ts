import { serviceMemorySeconds } from '../functions/domain/pollSchedule.ts'
import type { Survival } from '../operator/fit/survival.ts'
import type { Random } from './random.ts'

/** The share of operations that last longer than a time in seconds: 1 at 0, falling. */
export type Law = (seconds: number) => number

export function logNormalLaw(medianSeconds: number, sigma: number): Law {
  return seconds =>
    seconds <= 0
      ? 1
      : complementaryErrorFunction(Math.log(seconds / medianSeconds) / (sigma * Math.SQRT2)) / 2
}

export function exponentialLaw(meanSeconds: number): Law {
  return seconds => Math.exp(-Math.max(0, seconds) / meanSeconds)
}

export function paretoLaw(leastSeconds: number, exponent: number): Law {
  return seconds => (seconds <= leastSeconds ? 1 : (leastSeconds / seconds) ** exponent)
}

export function mixtureOf(share: number, first: Law, second: Law): Law {
  return seconds => share * first(seconds) + (1 - share) * second(seconds)
}

/** The law of recorded durations: each as likely as any other. */
export function recordedLaw(recorded: readonly number[]): Law {
  const sorted = Float64Array.from(recorded).toSorted()
  return seconds => {
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sorted[middle] ?? 0) > seconds) high = middle
      else low = middle + 1
    }
    return (sorted.length - low) / sorted.length
  }
}

/** A law's curve on an even grid, as far as it matters: to where fewer than one in ten million still run. */
export function survivalUnder(law: Law, stepSeconds: number): Survival {
  const untilSeconds = durationAt(law, 1e-7)
  const cells = Math.ceil(untilSeconds / stepSeconds)
  return {
    stepSeconds,
    shares: Float64Array.from({ length: cells + 1 }, (_, cell) => law(cell * stepSeconds)),
  }
}

/**
 * Durations of a law, in no order: one from each of `count` equal shares of it, so that their mean is as good as that of
 * many more drawn freely. What lasts longer than the service remembers is cut there.
 */
export function durationsUnder(law: Law, count: number, random: Random): number[] {
  const durations = Array.from({ length: count }, (_, index) => durationAt(law, (index + random()) / count))
  for (let last = durations.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1))
    const [one, two] = [durations[last] ?? 0, durations[other] ?? 0]
    durations[last] = two
    durations[other] = one
  }
  return durations
}

/** The duration that this share of operations lasts longer than, by bisection to well under a millisecond. */
function durationAt(law: Law, share: number): number {
  let [low, high] = [0, serviceMemorySeconds]
  if (law(high) >= share) return high
  while (high - low > 1e-5) {
    const middle = (low + high) / 2
    if (law(middle) >= share) low = middle
    else high = middle
  }
  return high
}

/** erfc to 1.2e-7 of its value (Numerical Recipes, erfcc). */
function complementaryErrorFunction(x: number): number {
  const t = 1 / (1 + Math.abs(x) / 2)
  const coefficients = [
    -1.265_512_23, 1.000_023_68, 0.374_091_96, 0.096_784_18, -0.186_288_06, 0.278_868_07, -1.135_203_98,
    1.488_515_87, -0.822_152_23, 0.170_872_77,
  ]
  const series = coefficients.reduceRight((sum, coefficient) => sum * t + coefficient, 0)
  const value = t * Math.exp(-x * x + series)
  return x >= 0 ? value : 2 - value
}
