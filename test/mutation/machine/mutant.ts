import type { Edit, Path } from './edit.ts'
import { dropped, edited, memberAt, shortPath } from './edit.ts'

/** What is changed; the names of the operators are those of the table in docs/mutation.md. */
export type Operator =
  | 'another first state'
  | 'another next state'
  | 'end instead of a next state'
  | 'two outcomes swapped'
  | 'choice rule dropped'
  | 'choice rules in another order'
  | 'another default'
  | 'another comparison'
  | 'Catch dropped'
  | 'Catch of fewer errors'
  | 'Retry dropped'
  | 'Retry added'
  | 'other number of tries'
  | 'other pace of tries'
  | 'retriers in another order'
  | 'Retry of other errors'
  | 'another time limit'
  | 'another ResultPath'
  | 'another ResultSelector'
  | 'other parameters'
  | 'other items of a Map'
  | 'another input or fixed result'
  | 'another wait'
  | 'another end'

/** A mutation before it has a text: which operator makes it, and in which state. Null is the machine itself. */
export type Mutation = {
  readonly operator: Operator
  readonly state: string | null
  readonly edits: readonly Edit[]
  /** One of these signs is left by every execution that the mutation can change: see the footprint of the battery. */
  readonly signs: readonly string[]
  /** Says what the edits do where they do not say it themselves. */
  readonly says?: string
}

/** A mutation with its name, its difference in words and the whole definition that it makes. */
export type Mutant = Omit<Mutation, 'says'> & {
  readonly id: string
  readonly difference: string
  readonly text: string
}

/** The mutant that a mutation makes of a definition. */
export function mutantOf(definition: object, mutation: Mutation): Mutant {
  const { operator, state, edits, signs, says } = mutation
  const lines = edits.map(edit => lineOf(definition, edit))
  return {
    operator,
    state,
    edits,
    signs,
    id: says ?? edits.map(({ path, value }) => `${shortPath(path)}${named(value)}`).join(', '),
    difference: lines.join('\n'),
    text: textOf(edited(definition, edits)),
  }
}

/** The text of a definition as mutants have it: the shipped one, too, is given to the tests in this form first. */
export function textOf(definition: object): string {
  return JSON.stringify(definition, null, 2)
}

/** A member of a state that is changed. */
export function change(path: Path, value: unknown): Edit {
  return { path, value }
}

function named(value: unknown): string {
  if (value === dropped) return ' dropped'
  return ` = ${typeof value === 'string' ? value : JSON.stringify(value)}`
}

function lineOf(definition: object, { path, value }: Edit): string {
  const before = JSON.stringify(memberAt(definition, path)) ?? '(nothing)'
  return `${shortPath(path)}\n  - ${before}\n  + ${value === dropped ? '(dropped)' : JSON.stringify(value)}`
}
