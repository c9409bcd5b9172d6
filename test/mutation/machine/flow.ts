import { objectsIn } from '../../statemachines/aslWalk.ts'
import { dropped, type Path } from './edit.ts'
import { change, type Mutation } from './mutant.ts'
import type { Level, Place } from './places.ts'

/** Another state to begin with: each other one of the level. */
export function otherFirstStates(level: Level, first: unknown): Mutation[] {
  const owner = level.path.at(-2)
  return otherStates(level, first).map(name => ({
    operator: 'another first state',
    state: owner === undefined ? null : String(owner),
    signs: [String(first)],
    edits: [change([...level.path, 'StartAt'], name)],
  }))
}

/** Every other state of the level after a state, a Catch, a rule or the last rule. */
export function otherNextStates(place: Place): Mutation[] {
  return nextPaths(place).flatMap(({ path, next }) =>
    otherStates(place.level, next).map(
      (name): Mutation => ({
        operator: path.at(-1) === 'Default' ? 'another default' : 'another next state',
        state: place.name,
        signs: [`${place.name} > ${next}`],
        edits: [change(path, name)],
      }),
    ),
  )
}

/** The level ends where it should go on, or goes on where it should end. */
export function otherEnds({ name, state, path, level }: Place): Mutation[] {
  if (state['End'] === true) {
    return otherStates(level, name).map(next => ({
      operator: 'another next state',
      state: name,
      signs: [name],
      edits: [change([...path, 'End'], dropped), change([...path, 'Next'], next)],
    }))
  }
  if (typeof state['Next'] !== 'string') return []
  return [
    {
      operator: 'end instead of a next state',
      state: name,
      signs: [`${name} > ${state['Next']}`],
      edits: [change([...path, 'Next'], dropped), change([...path, 'End'], true)],
    },
  ]
}

type Following = { readonly path: Path; readonly next: string }

function nextPaths({ state, path }: Place): Following[] {
  const rules = objectsIn(state['Choices']).map((rule, index) => ({
    path: [...path, 'Choices', index, 'Next'],
    next: rule['Next'],
  }))
  const catchers = objectsIn(state['Catch']).map((catcher, index) => ({
    path: [...path, 'Catch', index, 'Next'],
    next: catcher['Next'],
  }))
  const own = ['Next', 'Default'].map(key => ({ path: [...path, key], next: state[key] }))
  return [...own, ...rules, ...catchers].flatMap(({ path: at, next }) =>
    typeof next === 'string' ? [{ path: at, next }] : [],
  )
}

function otherStates({ names }: Level, except: unknown): string[] {
  return names.filter(name => name !== except)
}
