import type { Generated } from '../generate/generate.ts'
import type { Scenario } from '../world/scenario.ts'
import type { Product } from '../world/world.ts'
import { judge } from './judge.ts'

/** Runs spent on making one failing scenario smaller. */
const maxRuns = 400

/** The smallest scenario that still breaks the same rule: the first smaller one that does, again and again. */
export async function shrunk(failing: Generated, rule: string, product?: Product): Promise<Scenario> {
  let smallest = failing
  let runs = 0
  for (let isSmaller = true; isSmaller && runs < maxRuns; ) {
    isSmaller = false
    for (const candidate of smallest.smaller()) {
      runs += 1
      if (runs > maxRuns) break
      const { violations } = await judge(candidate.scenario, product)
      if (!violations.some(violation => ruleOf(violation) === rule)) continue
      smallest = candidate
      isSmaller = true
      break
    }
  }
  return smallest.scenario
}

/** The part of a violation that names what was broken. */
export function ruleOf(violation: string): string {
  return violation.split(':')[0] ?? ''
}
