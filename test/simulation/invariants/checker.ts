import type { Run } from '../world/simulate.ts'
import type { Facts } from './facts.ts'

/** What a checker found: how many things it looked at, and what was wrong with any of them. */
export type Finding = { readonly looked: number; readonly violations: readonly string[] }

/** One rule that every run has to keep. */
export type Checker = {
  /** As in the list of invariants, or `truth`. */
  readonly id: string
  readonly rule: string
  readonly check: (run: Run, facts: Facts) => Finding
}

/** Applies a rule to each item; it gives null, or what is wrong. */
export function each<Item>(items: readonly Item[], rule: (item: Item) => string | null): Finding {
  return { looked: items.length, violations: items.flatMap(item => rule(item) ?? []) }
}

export function together(...findings: readonly Finding[]): Finding {
  return {
    looked: findings.reduce((sum, { looked }) => sum + looked, 0),
    violations: findings.flatMap(({ violations }) => violations),
  }
}
