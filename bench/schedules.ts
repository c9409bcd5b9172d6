import { type CarrierFigures, carrierFigures } from './carriers.ts'
import type { Contender } from './contenders/contender.ts'
import { flowbell } from './contenders/flowbell.ts'
import { planned } from './contenders/schedules.ts'
import { type Figures, figuresOf, roundedTo } from './figures.ts'
import { durationsUnder, survivalUnder } from './laws.ts'
import { type Optimum, optimumOf } from './optimum.ts'
import type { Prices } from './prices.ts'
import { randomStream } from './random.ts'
import { simulate } from './simulation/simulate.ts'
import { frontier } from './theory.ts'
import type { Trace } from './traces.ts'

export type TraceReport = {
  readonly trace: string
  readonly description: string
  readonly operations: number
  /** The least product of lateness and polls that is thinkable, in seconds; null where no optimum is known. */
  readonly frontierSeconds: number | null
  readonly figures: readonly Figures[]
  /** What Flowbell's polls would cost on other carriers. */
  readonly carriers: readonly CarrierFigures[]
}

/** Between two points of time at which the optimum may poll, in seconds. */
const gridSeconds = 0.5

type Settings = {
  readonly seed: number
  readonly operations: number
  readonly prices: Prices
  readonly contenders: readonly Contender[]
}

/** Runs every contender on the same operations of a trace, each of them alone. */
export function runTrace(trace: Trace, settings: Settings): TraceReport {
  const operations = Math.min(settings.operations, trace.maxOperations)
  const durations = durationsUnder(trace.law, operations, randomStream(settings.seed, trace.name))
  const survival = trace.hasOptimum ? survivalUnder(trace.law, gridSeconds) : null
  const best = survival && { ...optimumOf(survival), frontierSeconds: frontier(survival) }
  const measured = (contender: Contender): Figures =>
    figuresOf(contender, runsOf(contender, trace, durations, settings.seed), settings.prices, best)
  const own = flowbell()
  const figures = settings.contenders.map(measured)
  return {
    trace: trace.name,
    description: trace.description,
    operations,
    frontierSeconds: best && roundedTo(best.frontierSeconds, 3),
    figures: best ? withOptimum(figures, best, measured) : figures,
    carriers: carrierFigures(own, runsOf(own, trace, durations, settings.seed), settings.prices),
  }
}

/** Puts the exact optimum, at the polls of Flowbell, behind the clairvoyant. */
function withOptimum(
  figures: readonly Figures[],
  optimum: Optimum,
  measured: (contender: Contender) => Figures,
): readonly Figures[] {
  const polls = figures.find(({ contender }) => contender === 'Flowbell')?.polls ?? 0
  const plan = measured(planned('exact optimum', optimum.planNear(polls).pollTimesSeconds))
  return [...figures.slice(0, 1), plan, ...figures.slice(1)]
}

function runsOf(contender: Contender, trace: Trace, durations: readonly number[], seed: number) {
  return simulate(contender, {
    operations: durations.map(durationSeconds => ({ startsAtSeconds: 0, durationSeconds })),
    api: trace.api(),
    isAdversarial: trace.isAdversarial,
    random: randomStream(seed, `${trace.name} ${contender.name}`),
  })
}
