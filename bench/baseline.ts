import { readFileSync } from 'node:fs'
import * as z from 'zod/mini'
import type { Figures } from './figures.ts'
import type { BenchReport } from './run.ts'

/**
 * The figures of the product that may not get worse, by name; for each of them less is better. The greatest lateness is left out:
 * it is one operation's luck.
 */
const Baseline = z.object({ seed: z.number(), figures: z.record(z.string(), z.number()) })
export type Baseline = z.infer<typeof Baseline>

/** A figure that differs by more than chance and rounding could explain: there is none of either in a run of the same seed. */
export type Change = { readonly figure: string; readonly before: number; readonly now: number }

const allowedShare = 0.02
/** Below this a share says nothing: hundredths of a second, of a call, of a cent for a thousand operations, or of a percent of them. */
const allowedDifference = 0.01

const product = 'Flowbell'

/** The product's figures of a run, as they are committed. */
export function baselineOf({ seed, traces, crowds, heldOut }: BenchReport): Baseline {
  const entries = [
    ...traces.flatMap(({ trace, figures }) => entriesOf(trace, figures)),
    ...crowds.flatMap(({ operations, callsPerSecond, figures }) =>
      entriesOf(`${operations} operations at ${callsPerSecond} calls/s`, figures),
    ),
    ...heldOut.flatMap(({ trace, asked, polls, timesOptimum }) =>
      named(`${trace}, fitted for ${asked} polls`, { polls, timesOptimum }),
    ),
  ]
  return { seed, figures: Object.fromEntries(entries) }
}

function entriesOf(
  scene: string,
  figures: readonly (Figures & { readonly laterThrottles?: number })[],
): [string, number][] {
  const own = figures.find(({ contender }) => contender === product)
  if (!own) throw new TypeError(`${scene} has no figures of ${product}`)
  const { latenessMean, latenessP50, latenessP95, latenessP99, timesOptimum, timesFrontier } = own
  const { polls, calls, throttles, laterThrottles = null, transitions, historyEvents, usd, lost } = own
  return named(scene, {
    latenessMean,
    latenessP50,
    latenessP95,
    latenessP99,
    timesOptimum,
    timesFrontier,
    polls,
    calls,
    throttles,
    laterThrottles,
    transitions,
    historyEvents,
    usdPerThousand: usd * 1000,
    lostPercent: lost * 100,
  })
}

function named(scene: string, figures: Readonly<Record<string, number | null>>): [string, number][] {
  return Object.entries(figures).flatMap(([name, value]) =>
    value === null ? [] : [[`${scene}: ${name}`, Number(value.toFixed(4))] as [string, number]],
  )
}

/** What got worse by more than 2 %, and what better. A figure that one side lacks counts as worse: nobody watches it. */
export function compared(
  before: Baseline,
  now: Baseline,
): { readonly worse: Change[]; readonly better: Change[] } {
  const names = new Set([...Object.keys(before.figures), ...Object.keys(now.figures)])
  const changes = [...names].map(figure => ({
    figure,
    before: before.figures[figure] ?? Number.NaN,
    now: now.figures[figure] ?? Number.NaN,
  }))
  return {
    worse: changes.filter(
      change => Number.isNaN(change.before + change.now) || exceeds(change.now, change.before),
    ),
    better: changes.filter(change => exceeds(change.before, change.now)),
  }
}

function exceeds(one: number, other: number): boolean {
  return one - other > Math.max(allowedDifference, other * allowedShare)
}

/** A file that is no baseline. */
export class BaselineError extends Error {
  override readonly name = 'BaselineError'
}

/** Throws BaselineError that names the file and says what is wrong with it. */
export function readBaseline(file: string): Baseline {
  try {
    return Baseline.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    const why = error instanceof z.core.$ZodError ? 'it has no seed and figures' : (error as Error).message
    throw new BaselineError(`${file} is no baseline: ${why}`, { cause: error })
  }
}

/** One line for each change, worst news first. */
export function changesInWords({ worse, better }: ReturnType<typeof compared>): string {
  const line = (word: string) => (change: Change) =>
    `${word}: ${change.figure} was ${change.before}, is ${change.now}`
  const hint = better.length > 0 ? ['keep what is better: npm run bench -- --write-baseline FILE'] : []
  return [...worse.map(line('worse')), ...better.map(line('better')), ...hint]
    .map(text => `${text}\n`)
    .join('')
}
