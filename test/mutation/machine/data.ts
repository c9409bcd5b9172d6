import { isObject, type JsonObject, objectsIn } from '../../statemachines/aslWalk.ts'
import { dropped } from './edit.ts'
import { change, type Mutation, type Operator } from './mutant.ts'
import type { Place } from './places.ts'
import { otherTemplates } from './templates.ts'

/** What the definition names somewhere, so that a name can be taken for another one. */
export type Vocabulary = {
  readonly functionNames: readonly unknown[]
  readonly secondsPaths: readonly unknown[]
}

/** Everything of a kind that the states name, once each. */
export function vocabularyOf(places: readonly Place[]): Vocabulary {
  const distinct = (values: readonly unknown[]) => [...new Set(values.filter(value => value !== undefined))]
  return {
    functionNames: distinct(
      places.map(({ state }) =>
        isObject(state['Parameters']) ? state['Parameters']['FunctionName'] : undefined,
      ),
    ),
    secondsPaths: distinct(places.map(({ state }) => state['SecondsPath'])),
  }
}

/** Results that land elsewhere, replace everything, or are lost. */
export function otherResultPaths({ name, state, path, level }: Place): Mutation[] {
  const caught = objectsIn(state['Catch']).map((catcher, index) => ({
    at: [...path, 'Catch', index, 'ResultPath'],
    given: catcher['ResultPath'],
    sign: `${name} failed`,
  }))
  const own = { at: [...path, 'ResultPath'], given: state['ResultPath'], sign: name }
  return [own, ...caught]
    .filter(({ given }) => typeof given === 'string')
    .flatMap(({ at, given, sign }) =>
      [dropped, null, ...level.resultPaths.filter(other => other !== given)].map(
        (value): Mutation => ({
          operator: 'another ResultPath',
          state: name,
          signs: [sign],
          edits: [change(at, value)],
        }),
      ),
    )
}

/** Parameters and selectors with members dropped, swapped and changed; a function called in another's place. */
export function otherData(place: Place, { functionNames }: Vocabulary): Mutation[] {
  const { name, state, path } = place
  const facts = { state: name, signs: [name] } as const
  const template = (key: string, operator: Operator): Mutation[] =>
    isObject(state[key])
      ? [
          { ...facts, operator, edits: [change([...path, key], dropped)] },
          ...otherTemplates(state[key], [...path, key]).map(edits => ({ ...facts, operator, edits })),
        ]
      : []
  const called = isObject(state['Parameters']) ? state['Parameters']['FunctionName'] : undefined
  const calls = functionNames
    .filter(other => called !== undefined && other !== called)
    .map(other => change([...path, 'Parameters', 'FunctionName'], other))
  return [
    ...template('Parameters', 'other parameters'),
    ...calls.map((edit): Mutation => ({ ...facts, operator: 'other parameters', edits: [edit] })),
    ...template('ResultSelector', 'another ResultSelector'),
    ...template('ItemSelector', 'other items of a Map'),
    ...otherItems(place),
    ...template('Result', 'another input or fixed result'),
    ...otherInputs(place),
  ]
}

function otherItems({ name, state, path }: Place): Mutation[] {
  if (state['Type'] !== 'Map') return []
  const edits = [
    change([...path, 'ItemsPath'], dropped),
    change([...path, 'ItemsPath'], '$.deliveries'),
    change([...path, 'ItemsPath'], '$.announcements'),
    change([...path, 'ItemsPath'], '$.overdue.deliveries'),
    change([...path, 'MaxConcurrency'], 1),
  ]
  return edits.map(edit => ({
    operator: 'other items of a Map',
    state: name,
    signs: [name],
    edits: [edit],
  }))
}

function otherInputs({ name, state, path }: Place): Mutation[] {
  const { InputPath: inputPath } = state
  const shorter = typeof inputPath === 'string' ? inputPath.slice(0, inputPath.lastIndexOf('.')) : null
  const others = shorter === null ? ['$.watch'] : [dropped, shorter]
  if (isFixed(state)) return []
  return others.map(other => ({
    operator: 'another input or fixed result',
    state: name,
    signs: [name],
    edits: [change([...path, 'InputPath'], other)],
  }))
}

/** What comes out has nothing of what goes in. */
function isFixed({ Result: result, Parameters: parameters }: JsonObject): boolean {
  return result !== undefined || (isObject(parameters) && !JSON.stringify(parameters).includes('.$":'))
}

/** A wait of another length, or none. */
export function otherWaits({ name, state, path }: Place, { secondsPaths }: Vocabulary): Mutation[] {
  if (state['Type'] !== 'Wait') return []
  const { SecondsPath: given, ...rest } = state
  const facts = { operator: 'another wait', state: name, signs: [name] } as const
  const seconds = (length: number) => [
    change([...path, 'SecondsPath'], dropped),
    change([...path, 'Seconds'], length),
  ]
  return [
    ...secondsPaths
      .filter(other => other !== given)
      .map(other => ({ ...facts, edits: [change([...path, 'SecondsPath'], other)] })),
    { ...facts, edits: seconds(1) },
    { ...facts, edits: seconds(60) },
    { ...facts, edits: [change(path, { ...rest, Type: 'Pass' })], says: `${name} passes without a wait` },
  ]
}
