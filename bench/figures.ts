import type { Contender } from './contenders/contender.ts'
import { type Prices, usdPerOperation } from './prices.ts'
import { callSeconds, type WatchRun } from './simulation/simulate.ts'

/** What a contender did on a trace, per operation; times in seconds, money in USD. Null where nothing was seen. */
export type Figures = {
  readonly contender: string
  readonly latenessMean: number | null
  readonly latenessP50: number | null
  readonly latenessP95: number | null
  readonly latenessP99: number | null
  readonly latenessMax: number | null
  readonly polls: number
  readonly calls: number
  readonly throttles: number
  readonly transitions: number
  readonly historyEvents: number
  readonly usd: number
  /** The share of operations that it gave up on although they ended in time. */
  readonly lost: number
  /** Mean lateness over the least possible at equal polls, the call's own time left out of both. Null: there is no such optimum. */
  readonly timesOptimum: number | null
  /** Mean lateness times polls over the least that is thinkable at any number of polls, in the same way. */
  readonly timesFrontier: number | null
}

/**
 * The best there is on a trace, without the call's own time: the optimum's mean lateness at a number of polls per operation, and
 * the frontier of lateness times polls; both in seconds.
 */
export type Best = { readonly leastLateness: (polls: number) => number; readonly frontierSeconds: number }

/** The figures of a contender's runs, per operation. `best`: null where no optimum is known. */
export function figuresOf(
  contender: Contender,
  runs: readonly WatchRun[],
  prices: Prices,
  best: Best | null,
): Figures {
  const late = Float64Array.from(runs.flatMap(run => run.latenessSeconds ?? [])).toSorted()
  const [polls, throttles] = [meanOf(runs, 'polls'), meanOf(runs, 'throttles')]
  const { carrier } = contender
  const transitions = polls * carrier.transitionsPerPoll + throttles * carrier.transitionsPerThrottle
  const latenessMean = late.length === 0 ? null : late.reduce((sum, one) => sum + one, 0) / late.length
  return {
    contender: contender.name,
    latenessMean: rounded(latenessMean),
    latenessP50: rounded(percentile(late, 0.5)),
    latenessP95: rounded(percentile(late, 0.95)),
    latenessP99: rounded(percentile(late, 0.99)),
    latenessMax: rounded(percentile(late, 1)),
    polls: roundedTo(polls, 4),
    calls: roundedTo(polls + throttles, 4),
    throttles: roundedTo(throttles, 4),
    transitions: roundedTo(transitions, 4),
    historyEvents: roundedTo(polls * carrier.eventsPerPoll + throttles * carrier.eventsPerThrottle, 2),
    usd: roundedTo(usdPerOperation({ transitions, calls: polls + throttles }, prices), 8),
    lost: roundedTo(runs.filter(({ isLost }) => isLost).length / runs.length, 4),
    timesOptimum: rounded(timesOf(latenessMean, best && best.leastLateness(polls))),
    timesFrontier: rounded(timesOf(latenessMean, best && best.frontierSeconds / polls)),
  }
}

function timesOf(latenessMean: number | null, least: number | null): number | null {
  if (latenessMean === null || least === null) return null
  return least > 0 ? (latenessMean - callSeconds) / least : null
}

function meanOf(runs: readonly WatchRun[], member: 'polls' | 'throttles'): number {
  return runs.reduce((sum, run) => sum + run[member], 0) / runs.length
}

/** The nearest rank: a value that occurred. */
function percentile(sorted: Float64Array, share: number): number | null {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null
}

function rounded(value: number | null): number | null {
  return value === null ? null : roundedTo(value, 4)
}

/** Rounded, so that the last bits of a floating-point sum never show. */
export function roundedTo(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
