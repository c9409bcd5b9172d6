import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { allStates, type Definition } from '../../../local/engine/definition.ts'
import { differencesBetween } from './differences.ts'
import { Engines } from './engines.ts'
import { plantedFaults } from './plantedFaults.ts'
import { memberOf } from './run.ts'
import { maxRunMilliseconds } from './runScenario.ts'
import { scenarios } from './scenarios/index.ts'
import { lastInput, stateNames, type Trace } from './trace.ts'

let engines: Engines
/** What moto made of each scenario, for the tests at the end. */
const motoTraces = new Map<string, Trace>()

beforeAll(async () => {
  engines = await Engines.start()
})
afterAll(() => engines.stop())

const namesIn = (trace: Trace) => Object.values(stateNames(trace)).flat()

describe.each(Object.entries(scenarios))('%s', (name, { expected }) => {
  let embedded: Trace
  let moto: Trace

  beforeAll(async () => {
    const runs = [engines.run('EMBEDDED', name), engines.run('MOTO', name)] as const
    ;[embedded, moto] = await Promise.all(runs)
    motoTraces.set(name, moto)
  }, maxRunMilliseconds + 10_000)

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
    expect(namesIn(moto)).toEqual(expect.arrayContaining([...expected.visits]))
  })
})

test('every state of the packaged definition is visited in some scenario', () => {
  const states = [...allStates(JSON.parse(engines.definition) as Definition).keys()]
  const visited = new Set([...motoTraces.values()].flatMap(namesIn))

  expect(states.filter(state => !visited.has(state))).toEqual([])
})

describe('a definition that differs from the packaged one is found out by its run', () => {
  test.each(plantedFaults)('$fault', async ({ scenario, plant }) => {
    const faulty = plant(engines.definition)
    const trace = await engines.run('EMBEDDED', scenario, faulty)

    expect(faulty).not.toBe(engines.definition)
    expect(differencesBetween(trace, motoTraces.get(scenario))).not.toEqual([])
  })

  test('which the definition itself, written anew, is not', async () => {
    const same = JSON.stringify(JSON.parse(engines.definition))

    expect(
      differencesBetween(await engines.run('EMBEDDED', 'completed', same), motoTraces.get('completed')),
    ).toEqual([])
  })
})
