import { exponentialLaw, type Law, logNormalLaw, mixtureOf, paretoLaw, recordedLaw } from './laws.ts'
import { type Api, stormyApi, tokenBucket, unlimitedApi } from './simulation/api.ts'

/**
 * How long operations take, and what the world does to those who ask. Network Firewall publishes no durations: every law
 * here is an assumption (docs/performance.md).
 */
export type Trace = {
  readonly name: string
  readonly description: string
  readonly law: Law
  readonly api: () => Api
  /** Fewer operations than the run has, where their number is part of the trace. */
  readonly maxOperations: number
  /** An operation ends 1 ms after the first poll that its duration has passed: the worst that can happen to a schedule. */
  readonly isAdversarial: boolean
  /** True where the exact optimum is known: each operation alone, and no throttling. */
  readonly hasOptimum: boolean
}

const burst = { operations: 300, callsPerSecond: 20 }
const storm = { fromSeconds: 30, untilSeconds: 630 }
const medium = logNormalLaw(120, 0.8)

export const traces: readonly Trace[] = [
  trace('LN20', 'lognormal, median 20 s, sigma 1.0', logNormalLaw(20, 1)),
  trace('LN120', 'lognormal, median 120 s, sigma 0.8', medium),
  trace('EXP60', 'exponential, mean 60 s', exponentialLaw(60)),
  trace(
    'BIMODAL',
    '70 % lognormal, median 5 s, sigma 0.3; 30 % lognormal, median 600 s, sigma 0.1',
    mixtureOf(0.7, logNormalLaw(5, 0.3), logNormalLaw(600, 0.1)),
  ),
  trace('PARETO', 'Pareto, exponent 1.2, from 10 s on', paretoLaw(10, 1.2)),
  {
    ...trace('ADVERSARIAL', 'LN120, but each ends 1 ms after a poll', medium),
    isAdversarial: true,
    hasOptimum: false,
  },
  {
    ...trace('BURST', `LN120, ${burst.operations} at once, ${burst.callsPerSecond} calls a second`, medium),
    api: () => tokenBucket(burst.callsPerSecond, burst.callsPerSecond),
    maxOperations: burst.operations,
    hasOptimum: false,
  },
  {
    ...trace('STORM', 'LN120, each call throttled from 30 s to 630 s', medium),
    api: () => stormyApi(storm.fromSeconds, storm.untilSeconds),
    hasOptimum: false,
  },
]

/** A trace of recorded durations in seconds. */
export function recordedTrace(name: string, recorded: readonly number[]): Trace {
  return trace(name, `${recorded.length} recorded durations`, recordedLaw(recorded))
}

function trace(name: string, description: string, law: Law): Trace {
  return {
    name,
    description,
    law,
    api: unlimitedApi,
    maxOperations: Number.POSITIVE_INFINITY,
    isAdversarial: false,
    hasOptimum: true,
  }
}
