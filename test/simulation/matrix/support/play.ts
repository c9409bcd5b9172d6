import { factsOf } from '../../invariants/facts.ts'
import { checkRun, violationsOf } from '../../invariants/index.ts'
import type { Scenario } from '../../world/scenario.ts'
import { type Run, shippedProduct, simulate } from '../../world/simulate.ts'
import type { Product } from '../../world/world.ts'
import type { Played, RealTrial, Row, Rule, SimulatedTrial } from './row.ts'

/** What came of a row. `idle`: the trials in which its fault never happened, so that they say nothing. */
export type RowResult = {
  readonly runs: number
  readonly idle: readonly string[]
  readonly violations: readonly string[]
}

/** Plays every trial of a row, by the row's own rules and by all invariants. */
export async function play({ trials }: Row, product: Product = shippedProduct()): Promise<RowResult> {
  const idle: string[] = []
  const violations: string[] = []
  for (const trial of trials) {
    const played = 'play' in trial ? await playedReally(trial) : await simulated(trial, product)
    if (played.struck === 0) idle.push(trial.name)
    violations.push(...played.violations.map(violation => `${trial.name}: ${violation}`))
  }
  return { runs: trials.length, idle, violations }
}

/** Whatever is thrown is a promise that was not kept. */
async function playedReally({ play: playTrial }: RealTrial): Promise<Played> {
  try {
    return await playTrial()
  } catch (error) {
    return { struck: 1, violations: [String(error)] }
  }
}

async function simulated(trial: SimulatedTrial, product: Product): Promise<Played> {
  const run = await runOf(trial.scenario, product)
  const { faultsUsed } = run
  const counts = trial.struck ? [...faultsUsed, trial.struck(run)] : faultsUsed
  const isIdle = counts.length === 0 || counts.includes(0)
  const struck = isIdle ? 0 : counts.reduce((sum, count) => sum + count, 0)
  const checked = checkRun(run).filter(({ id }) => !trial.spared?.ids.includes(id))
  return { struck, violations: [...brokenRules(trial.holds, run), ...violationsOf(checked)] }
}

function brokenRules(rules: readonly Rule[], run: Run): string[] {
  const facts = factsOf(run)
  const seen = {
    run,
    facts,
    get watch() {
      const [first] = facts.watches
      if (!first) throw new TypeError('there is no watch')
      return first
    },
  }
  return rules.flatMap(({ says, check }) => {
    try {
      const wrong = check(seen)
      return wrong === null ? [] : [`${says}: ${wrong}`]
    } catch (error) {
      return [`${says}: ${String(error)}`]
    }
  })
}

/** Watches of 12 hours take seconds, and several rows look at the same one. */
const runs = new Map<string, Promise<Run>>()

function runOf(scenario: Scenario, product: Product): Promise<Run> {
  const isLong = scenario.operations.some(({ script }) => script.durationSeconds === null)
  if (!isLong || product !== shippedProduct()) return simulate(scenario, product)
  const key = JSON.stringify(scenario)
  const run = runs.get(key) ?? simulate(scenario, product)
  runs.set(key, run)
  return run
}
