import type { Contender } from './contenders/contender.ts'
import { roundedTo } from './figures.ts'
import type { Prices } from './prices.ts'
import { callSeconds, type WatchRun } from './simulation/simulate.ts'

/** What carries the very same polls, and what that costs for one operation. */
export type CarrierFigures = {
  readonly carrier: string
  readonly transitions: number
  readonly functionSeconds: number
  readonly usd: number
}

/** A function that waits between polls until this age of the operation, in seconds, and polls as often as the schedule says. */
const waitingUntil = [8, 60, 840]
const gigabytes = 0.25

/**
 * The cost of Flowbell's polls on other carriers: inside one call of the function for the first seconds, or on the Retry of the
 * state, where each poll is one transition. Who sees the end, and when, stays the same.
 */
export function carrierFigures(
  contender: Contender,
  runs: readonly WatchRun[],
  prices: Prices,
): CarrierFigures[] {
  const { transitionsPerPoll } = contender.carrier
  const polls = runs.reduce((sum, run) => sum + run.polls, 0) / runs.length
  const figures = (carrier: string, transitions: number, calls: number, functionSeconds: number) => ({
    carrier,
    transitions: roundedTo(transitions, 3),
    functionSeconds: roundedTo(functionSeconds, 3),
    usd: roundedTo(
      transitions * prices.perTransition +
        calls * prices.perLambdaRequest +
        functionSeconds * gigabytes * prices.perGigabyteSecond,
      8,
    ),
  })
  return [
    figures('loop, as shipped', polls * transitionsPerPoll, polls, polls * callSeconds),
    figures('Retry of the state', polls, polls, polls * callSeconds),
    ...waitingUntil.map(until => {
      const { calls, functionSeconds } = waitingInside(runs, until)
      return figures(
        `one call up to ${until} s, then the loop`,
        calls * transitionsPerPoll,
        calls,
        functionSeconds,
      )
    }),
  ]
}

/** Means for one operation: calls of the function, and how long they last altogether. */
function waitingInside(runs: readonly WatchRun[], untilSeconds: number) {
  let [calls, functionSeconds] = [0, 0]
  for (const { pollAges } of runs) {
    const inside = pollAges.filter(age => age <= untilSeconds)
    const outside = pollAges.length - inside.length
    calls += 1 + outside
    functionSeconds += (inside.at(-1) ?? 0) + callSeconds * (1 + outside)
  }
  return { calls: calls / runs.length, functionSeconds: functionSeconds / runs.length }
}
