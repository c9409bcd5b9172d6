import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { allStates, type Definition } from '../../../local/engine/definition.ts'
import { differencesBetween } from './differences.ts'
import { Engines } from './engines.ts'
import { memberOf } from './run.ts'
import { scenarios } from './scenarios/index.ts'
import { lastInput, stateNames, type Trace } from './trace.ts'

let engines: Engines
const visited = new Set<string>()

beforeAll(async () => {
  engines = await Engines.start()
})
afterAll(() => engines.stop())

describe.each(Object.entries(scenarios))('%s', (name, { expected }) => {
  let embedded: Trace
  let moto: Trace

  beforeAll(async () => {
    const runs = [engines.run('EMBEDDED', name), engines.run('MOTO', name)] as const
    ;[embedded, moto] = await Promise.all(runs)
    for (const state of Object.values(stateNames(moto)).flat()) visited.add(state)
  })

  test('is the same in both engines: states, inputs, invocations, calls, times, end', () => {
    expect(differencesBetween(embedded, moto)).toEqual([])
  })

  test('comes to what it is meant to show', () => {
    const { status, error } = moto.end
    const outcome = memberOf(memberOf(memberOf(lastInput(moto), 'notice'), 'document'), 'outcome')

    expect({ status, error, outcome: outcome ?? null }).toEqual({
      status: expected.status,
      error: expected.error ?? null,
      outcome: expected.outcome,
    })
    expect(Object.values(stateNames(moto)).flat()).toEqual(expect.arrayContaining([...expected.visits]))
  })
})

test('every state of the packaged definition is visited in some scenario', () => {
  const states = [...allStates(JSON.parse(engines.definition) as Definition).keys()]

  expect(states.filter(state => !visited.has(state))).toEqual([])
})
