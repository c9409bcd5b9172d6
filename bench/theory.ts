import type { Survival } from '../operator/fit/survival.ts'

/**
 * The least product of mean lateness and mean polls that any schedule can have, in seconds: ½ (∫ √(f S) dt)², f the density of
 * the ends and S the share still running (Cauchy and Schwarz on Keller's cost, Management Science 21(3), 1974). For an
 * exponential law it is half the mean. It is reached only by infinitely many polls; the exact optimum lies above it.
 */
export function frontier({ stepSeconds, shares }: Survival): number {
  let sum = 0
  for (let cell = 1; cell < shares.length; cell += 1) {
    const [before, after] = [shares[cell - 1] ?? 0, shares[cell] ?? 0]
    const density = (before - after) / stepSeconds
    sum += Math.sqrt((density * (before + after)) / 2) * stepSeconds
  }
  return sum ** 2 / 2
}

/** No design sees an end sooner at worst than after a round of all operations: K / (R Z), in seconds. */
export function crowdFloor(crowd: {
  readonly operations: number
  readonly callsPerSecond: number
  readonly zonesPerCall: number
}): number {
  return crowd.operations / (crowd.callsPerSecond * crowd.zonesPerCall)
}
