import { generate } from '../generate/generate.ts'
import type { Scenario } from '../world/scenario.ts'
import type { Product } from '../world/world.ts'
import { judge } from './judge.ts'
import { ruleOf, shrunk } from './shrink.ts'
import { countRun, type Tally } from './tally.ts'

/** A seed whose scenario broke a rule. */
export type Failure = {
  readonly seed: number
  readonly violations: readonly string[]
  readonly scenario: Scenario
  readonly timeline: readonly string[]
}

/** Runs the scenarios of these seeds, counts them, and tells of each that breaks a rule. */
export async function explore(
  seeds: Iterable<number>,
  tally: Tally,
  onRun: (failure: Failure | null) => void = () => undefined,
  product?: Product,
): Promise<void> {
  for (const seed of seeds) {
    const generated = generate(seed)
    const judged = await judge(generated.scenario, product)
    countRun(tally, judged)
    const [violation] = judged.violations
    onRun(
      violation === undefined
        ? null
        : await failureOf(seed, await shrunk(generated, ruleOf(violation), product), product),
    )
  }
}

/** Runs the smallest scenario once more, for its timeline. */
export async function failureOf(seed: number, scenario: Scenario, product?: Product): Promise<Failure> {
  const { run, violations } = await judge(scenario, product)
  return { seed, violations, scenario, timeline: run?.timeline() ?? [] }
}
