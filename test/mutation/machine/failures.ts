import { type JsonObject, objectsIn } from '../../statemachines/aslWalk.ts'
import { dropped, type Edit, type Path } from './edit.ts'
import { change, type Mutation } from './mutant.ts'
import type { Place } from './places.ts'

/** A Catch that is gone, or that lets some errors through. */
export function otherCatches({ name, state, path }: Place): Mutation[] {
  const facts = { state: name, signs: [`${name} failed`] }
  const catchers = objectsIn(state['Catch'])
  if (catchers.length === 0) return []
  const single = catchers.length === 1 ? [] : catchers.map((_catcher, index) => index)
  return [
    { ...facts, operator: 'Catch dropped', edits: [change([...path, 'Catch'], dropped)] },
    ...single.map(
      (index): Mutation => ({
        ...facts,
        operator: 'Catch dropped',
        edits: [change([...path, 'Catch', index], dropped)],
      }),
    ),
    ...catchers.flatMap((_catcher, index) =>
      [['States.TaskFailed'], ['States.Timeout'], ['ServiceError']].map(
        (errors): Mutation => ({
          ...facts,
          operator: 'Catch of fewer errors',
          edits: [change([...path, 'Catch', index, 'ErrorEquals'], errors)],
        }),
      ),
    ),
  ]
}

const everyError = { ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 1 }

/** Every weaker, stronger, faster, slower and reordered Retry. */
export function otherRetries({ name, state, path }: Place): Mutation[] {
  const facts = { state: name, signs: [`${name} failed`] }
  const retriers = objectsIn(state['Retry'])
  const retryPath = [...path, 'Retry']
  if (retriers.length === 0) {
    if (state['Type'] !== 'Task') return []
    return [{ ...facts, operator: 'Retry added', edits: [change(retryPath, [everyError])] }]
  }
  return [
    { ...facts, operator: 'Retry dropped', edits: [change(retryPath, dropped)] },
    ...(retriers.length === 1 ? [] : retriers).map(
      (_retrier, index): Mutation => ({
        ...facts,
        operator: 'Retry dropped',
        edits: [change([...retryPath, index], dropped)],
      }),
    ),
    ...retriers.flatMap((retrier, index) =>
      otherRetriers(retrier, [...retryPath, index]).map(mutation => ({
        ...facts,
        signs: signsOf(name, retrier),
        ...mutation,
      })),
    ),
    ...retriers.flatMap((retrier, index) =>
      otherErrors(retrier, [...retryPath, index]).map(mutation => ({ ...facts, ...mutation })),
    ),
    ...ordersOf(retriers).map(
      ({ order, says }): Mutation => ({
        ...facts,
        operator: 'retriers in another order',
        edits: [change(retryPath, order)],
        says: `${name}.Retry ${says}`,
      }),
    ),
  ]
}

/** A retrier matters where one of its errors came, and that of every error wherever one came. */
function signsOf(name: string, { ErrorEquals: given }: JsonObject): string[] {
  const errors = Array.isArray(given) ? (given as string[]) : []
  return errors.includes('States.ALL')
    ? [`${name} failed`]
    : errors.map(error => `${name} failed with ${error}`)
}

type Retrying = Pick<Mutation, 'operator' | 'edits'> & Partial<Pick<Mutation, 'signs'>>

function otherRetriers(retrier: JsonObject, path: Path): Retrying[] {
  return [...otherTries(retrier, path), ...otherPaces(retrier, path), ...fewerErrors(retrier, path)]
}

/** What a retrier without MaxAttempts has. */
const usualAttempts = 3

function otherTries({ MaxAttempts: given = usualAttempts }: JsonObject, path: Path): Retrying[] {
  const attempts = Number(given)
  const others = [0, 1, attempts - 1, Math.floor(attempts / 2), attempts + 1, attempts * 2]
    .filter(other => other !== attempts && other >= 0)
    .map(other => change([...path, 'MaxAttempts'], other))
  const usual = attempts === usualAttempts ? [] : [change([...path, 'MaxAttempts'], dropped)]
  return distinct([...others, ...usual]).map(edit => ({ operator: 'other number of tries', edits: [edit] }))
}

function distinct(edits: readonly Edit[]): Edit[] {
  return edits.filter((edit, index) => edits.findIndex(({ value }) => value === edit.value) === index)
}

/** The pace of a retrier that never retries is none. */
function otherPaces(retrier: JsonObject, path: Path): Retrying[] {
  if (retrier['MaxAttempts'] === 0) return []
  const delay = Number(retrier['MaxDelaySeconds'])
  const interval = Number(retrier['IntervalSeconds'])
  const rate = Number(retrier['BackoffRate'])
  const others: [string, unknown][] = [
    ['BackoffRate', 1],
    ['BackoffRate', rate * 1.5],
    ['MaxDelaySeconds', dropped],
    ['MaxDelaySeconds', Math.floor(delay / 2)],
    ['MaxDelaySeconds', delay * 2],
    ['JitterStrategy', dropped],
    ['IntervalSeconds', interval * 2],
    ['IntervalSeconds', interval === 1 ? 3 : 1],
  ]
  return others
    .filter(([key]) => key in retrier)
    .map(([key, value]) => ({ operator: 'other pace of tries', edits: [change([...path, key], value)] }))
}

function fewerErrors({ ErrorEquals: given }: JsonObject, path: Path): Retrying[] {
  const errors = Array.isArray(given) ? (given as unknown[]) : []
  if (errors.length === 1) return []
  return errors.map((_error, index) => ({
    operator: 'Retry of other errors',
    edits: [change([...path, 'ErrorEquals', index], dropped)],
  }))
}

/** A retrier for every error, or for those that Lambda itself did not make, where only some are meant. */
function otherErrors({ ErrorEquals: given }: JsonObject, path: Path): Retrying[] {
  const isEvery = Array.isArray(given) && given.includes('States.ALL')
  const others = isEvery ? ['States.TaskFailed', 'States.Timeout'] : ['States.ALL', 'States.TaskFailed']
  return others.map(error => ({
    operator: 'Retry of other errors',
    edits: [change([...path, 'ErrorEquals'], [error])],
  }))
}

/** The retrier of every error in the place of each other one. Those that share no error may stand in any order. */
function ordersOf(retriers: readonly JsonObject[]): { order: JsonObject[]; says: string }[] {
  const last = retriers.at(-1)
  if (!last) return []
  return retriers.slice(0, -1).map((_retrier, index) => ({
    order: [...retriers.slice(0, index), last, ...retriers.slice(index, -1)],
    says: `with the last one before ${index}`,
  }))
}
