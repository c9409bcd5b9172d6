/**
 * The share of operations still running at each point of an even grid: `shares[k]` at `k * stepSeconds`, from 1 on down.
 * What is above 0 at the end of the grid never ended in its time.
 */
export type Survival = { readonly stepSeconds: number; readonly shares: Float64Array }

/** The survival curve of durations in seconds, on a grid up to `untilSeconds`. An operation counts as over at its very end. */
export function survivalOf(
  durations: readonly number[],
  stepSeconds: number,
  untilSeconds: number,
): Survival {
  const cells = Math.ceil(untilSeconds / stepSeconds)
  const ended = new Float64Array(cells + 2)
  for (const duration of durations) {
    const cell = Math.min(cells + 1, Math.ceil(duration / stepSeconds))
    ended[cell] = (ended[cell] ?? 0) + 1
  }
  const shares = new Float64Array(cells + 1)
  let running = durations.length
  for (let cell = 0; cell <= cells; cell += 1) {
    running -= ended[cell] ?? 0
    shares[cell] = running / durations.length
  }
  return { stepSeconds, shares }
}

/** The mean time that an operation has run by each point of the grid: the integral of the curve, in seconds. */
export function meanRunningTime({ stepSeconds, shares }: Survival): Float64Array {
  const integral = new Float64Array(shares.length)
  for (let cell = 1; cell < shares.length; cell += 1) {
    const mean = ((shares[cell - 1] ?? 0) + (shares[cell] ?? 0)) / 2
    integral[cell] = (integral[cell - 1] ?? 0) + mean * stepSeconds
  }
  return integral
}
