import { type JsonObject, objectsIn } from '../../statemachines/aslWalk.ts'
import { dropped, type Path } from './edit.ts'
import { change, type Mutation } from './mutant.ts'
import type { Place } from './places.ts'

/** Rules dropped, swapped in what follows, put in another order, and compared with another value. */
export function otherChoices(place: Place): Mutation[] {
  const { name, state, path } = place
  const rules = objectsIn(state['Choices'])
  if (rules.length === 0) return []
  return [
    {
      operator: 'another default',
      state: name,
      signs: [`${name} > ${state['Default']}`],
      edits: [change([...path, 'Default'], dropped)],
    },
    ...rules.map(
      (rule, index): Mutation => ({
        operator: 'choice rule dropped',
        state: name,
        signs: [`${name} > ${rule['Next']}`],
        edits: [change([...path, 'Choices', index], dropped)],
      }),
    ),
    ...swappedOutcomes(place, rules),
    ...swappedRules(place, rules),
    ...rules.flatMap((rule, index) => otherComparisons(place, rule, [...path, 'Choices', index])),
  ]
}

type Outcome = { readonly path: Path; readonly next: unknown }

/** Each two of the rules and the default, with what follows in each other's place. */
function swappedOutcomes({ name, state, path }: Place, rules: readonly JsonObject[]): Mutation[] {
  const outcomes: Outcome[] = [
    ...rules.map((rule, index) => ({ path: [...path, 'Choices', index, 'Next'], next: rule['Next'] })),
    { path: [...path, 'Default'], next: state['Default'] },
  ]
  return outcomes.flatMap((first, index) =>
    outcomes
      .slice(index + 1)
      .filter(second => first.next !== second.next)
      .map(
        (second): Mutation => ({
          operator: 'two outcomes swapped',
          state: name,
          signs: [`${name} > ${first.next}`, `${name} > ${second.next}`],
          edits: [change(first.path, second.next), change(second.path, first.next)],
        }),
      ),
  )
}

/** Neighbours that look at different variables: those that look at the same one exclude each other. */
function swappedRules({ name, path }: Place, rules: readonly JsonObject[]): Mutation[] {
  return rules.slice(1).flatMap((second, index): Mutation[] => {
    const first = rules[index]
    if (first?.['Variable'] === second['Variable']) return []
    return [
      {
        operator: 'choice rules in another order',
        state: name,
        signs: [name],
        edits: [change([...path, 'Choices', index], second), change([...path, 'Choices', index + 1], first)],
        says: `${name}.Choices ${index} and ${index + 1} in each other's place`,
      },
    ]
  })
}

function otherComparisons({ name, state }: Place, rule: JsonObject, path: Path): Mutation[] {
  const facts = { operator: 'another comparison', state: name, signs: [name] } as const
  const { Variable: variable, Next: next, ...comparison } = rule
  const others = objectsIn(state['Choices'])
  const [operator, value] = Object.entries(comparison)[0] ?? ['', null]
  const ofVariable = others.filter(other => other['Variable'] === variable).map(other => other[operator])
  const values = typeof value === 'boolean' ? [!value] : [...new Set([...ofVariable, 'X'])]
  const variables = [...new Set(others.map(other => other['Variable']))]
  return [
    ...values
      .filter(other => other !== undefined && other !== value)
      .map(other => ({ ...facts, edits: [change([...path, operator], other)] })),
    ...variables
      .filter(other => other !== variable)
      .map(other => ({ ...facts, edits: [change([...path, 'Variable'], other)] })),
    { ...facts, edits: [change(path, { Not: { Variable: variable, ...comparison }, Next: next })] },
  ]
}
