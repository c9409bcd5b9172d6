import { isObject, type JsonObject } from '../../statemachines/aslWalk.ts'
import type { Path } from './edit.ts'

/** One level of the definition: its own states, or those inside a Map. */
export type Level = {
  readonly path: Path
  readonly names: readonly string[]
  /** Every ResultPath that a state or a Catch of the level has. */
  readonly resultPaths: readonly string[]
}

/** A state, and where it stands. */
export type Place = {
  readonly name: string
  readonly state: JsonObject
  readonly path: Path
  readonly level: Level
}

/** The level of the definition itself, then those inside its Maps. */
export function levelsOf(definition: JsonObject, path: Path = []): Level[] {
  const states = statesIn(definition)
  const inner = states.flatMap(([name, state]) =>
    isObject(state['ItemProcessor'])
      ? levelsOf(state['ItemProcessor'], [...path, 'States', name, 'ItemProcessor'])
      : [],
  )
  const resultPaths = states.flatMap(([, state]) => [
    state['ResultPath'],
    ...(Array.isArray(state['Catch']) ? state['Catch'] : []).map(
      (catcher: JsonObject) => catcher['ResultPath'],
    ),
  ])
  const level = {
    path,
    names: states.map(([name]) => name),
    resultPaths: [...new Set(resultPaths.filter(found => typeof found === 'string'))],
  }
  return [level, ...inner]
}

/** Every state of the definition, those inside Maps included. */
export function placesIn(definition: JsonObject): Place[] {
  return levelsOf(definition).flatMap(level =>
    level.names.flatMap(name => {
      const path = [...level.path, 'States', name]
      const state = path.reduce<unknown>(
        (found, key) => (isObject(found) ? found[key] : undefined),
        definition,
      )
      return isObject(state) ? [{ name, state, path, level }] : []
    }),
  )
}

function statesIn(definition: JsonObject): (readonly [string, JsonObject])[] {
  const { States: states } = definition
  if (!isObject(states)) return []
  return Object.entries(states).flatMap(([name, state]) => (isObject(state) ? [[name, state] as const] : []))
}
