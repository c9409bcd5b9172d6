import { allContenders } from './contenders/all.ts'
import { type CrowdReport, crowdDesigns, runCrowd } from './crowd.ts'
import { type HeldOutFigures, heldOutFigures } from './heldOut.ts'
import { readPrices } from './prices.ts'
import { runTrace, type TraceReport } from './schedules.ts'
import { callSeconds } from './simulation/simulate.ts'
import { type Trace, traces } from './traces.ts'

/** Everything that one run measured. The same seed gives the same report, to the last digit. */
export type BenchReport = {
  readonly seed: number
  readonly assumed: { readonly callSeconds: number; readonly pricesReadOn: string; readonly region: string }
  readonly traces: readonly TraceReport[]
  readonly heldOut: readonly HeldOutFigures[]
  readonly crowds: readonly CrowdReport[]
}

export type BenchSettings = {
  readonly seed: number
  readonly scale: Scale
  /** A trace of one's own, beside the built-in ones. */
  readonly ownTrace: Trace | null
  readonly onStep: (done: number, total: number, name: string) => void
}

/** How much is run. */
export type Scale = {
  readonly operationsPerTrace: number
  readonly recordsPerTrace: number
  readonly crowdSizes: readonly number[]
  readonly callsPerSecond: readonly number[]
}

export const scales = {
  quick: {
    operationsPerTrace: 4000,
    recordsPerTrace: 10_000,
    crowdSizes: [15, 30, 1000],
    callsPerSecond: [1, 5],
  },
  full: {
    operationsPerTrace: 20_000,
    recordsPerTrace: 10_000,
    crowdSizes: [1, 15, 30, 100, 1000, 10_000],
    callsPerSecond: [1, 5, 20],
  },
} as const satisfies Record<string, Scale>

export async function runBench({ seed, scale, ownTrace, onStep }: BenchSettings): Promise<BenchReport> {
  const prices = readPrices()
  const chosen = ownTrace ? [...traces, ownTrace] : traces
  const crowds = scale.crowdSizes.flatMap(operations =>
    scale.callsPerSecond.map(callsPerSecond => ({ operations, callsPerSecond })),
  )
  const contenders = await allContenders(seed)
  const steps = chosen.length + crowds.length
  const report = { traces: [] as TraceReport[], heldOut: [] as HeldOutFigures[], crowds: [] as CrowdReport[] }
  for (const trace of chosen) {
    onStep(report.traces.length, steps, trace.name)
    if (trace.hasOptimum) report.heldOut.push(...heldOutFigures(trace, scale.recordsPerTrace, seed))
    report.traces.push(
      runTrace(trace, { seed, operations: scale.operationsPerTrace, prices, contenders: contenders.alone }),
    )
  }
  const designs = crowdDesigns(contenders.inCrowds, seed)
  for (const crowd of crowds) {
    const name = `${crowd.operations} operations, ${crowd.callsPerSecond} calls/s`
    onStep(chosen.length + report.crowds.length, steps, name)
    report.crowds.push(runCrowd(crowd, designs, { seed, prices }))
  }
  onStep(steps, steps, 'done')
  const assumed = { callSeconds, pricesReadOn: prices.readOn, region: prices.region }
  return { seed, assumed, ...report }
}
