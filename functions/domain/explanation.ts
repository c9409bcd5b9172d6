import type { Command } from './repeatCommands.ts'

/**
 * What an outcome means and what to do next, in our own words and checked values only: no foreign text enters here.
 * `lead`: what happened, in one short sentence. `commands` are to be copied whole.
 */
export type Explanation = {
  readonly lead: string
  readonly meaning: string
  readonly nextSteps: readonly string[]
  readonly commands: readonly Command[]
}
