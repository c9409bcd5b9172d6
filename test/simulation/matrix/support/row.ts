import type { Facts, Watched } from '../../invariants/facts.ts'
import type { Scenario } from '../../world/scenario.ts'
import type { Run } from '../../world/simulate.ts'

/** What a check looks at. `watch` is the first watch; asking for it where there is none is a violation. */
export type Seen = { readonly run: Run; readonly facts: Facts; readonly watch: Watched }

/** One sentence of a promise, and what is wrong with a run that breaks it; null when it is kept. */
export type Rule = { readonly says: string; readonly check: (seen: Seen) => string | null }

/**
 * One way in which the fault is played in the simulated world. `struck` counts how often the fault happened where it is none of
 * the scenario's `faults`, each of which has to be used in any case.
 */
export type SimulatedTrial = {
  readonly name: string
  readonly scenario: Scenario
  readonly holds: readonly Rule[]
  readonly struck?: (run: Run) => number
  /** Invariants that cannot be read off this run. */
  readonly spared?: { readonly ids: readonly string[]; readonly why: string }
}

/** A way that the simulated world cannot play: with sockets, or with the command. */
export type RealTrial = { readonly name: string; readonly play: () => Promise<Played> }

/** How often the fault happened, and what was not as promised. */
export type Played = { readonly struck: number; readonly violations: readonly string[] }

export type Trial = SimulatedTrial | RealTrial

/** One row of the fault matrix. */
export type Row = {
  readonly number: number | `X${number}`
  readonly fault: string
  readonly promise: string
  readonly trials: readonly Trial[]
  /** What the promise leaves unsaid: its bound, or why it is this one. */
  readonly note?: string
  /** Why the promise does not hold yet. A row that holds all the same fails its test, so that this is taken off. */
  readonly broken?: string
}
