import { afterAll, describe, expect, jest, test } from '@jest/globals'
import { allStates } from '../../../local/engine/definition.ts'
import { functionNames, networkSites } from '../world/faults.ts'
import { type Run, shippedProduct, simulate } from '../world/simulate.ts'
import { baseScenarios } from './baseScenarios.ts'
import { afterCrash, crashPointsOf } from './crashPoints.ts'

jest.setTimeout(600_000)

let points = 0
const visited: Run[] = []

afterAll(() => {
  process.stderr.write(`${points} crash points in ${baseScenarios.length} scenarios\n`)
})

describe('after a crash at any call boundary, and any result that is lost', () => {
  test.each(baseScenarios)('nothing is lost, doubled or told otherwise: $name', async ({ scenario }) => {
    const undisturbed = await simulate(scenario)
    expect(afterCrash(undisturbed)).toEqual([])
    visited.push(undisturbed)
    const crashPoints = crashPointsOf(undisturbed)
    points += crashPoints.length
    for (const point of crashPoints) {
      const run = await simulate({ ...scenario, faults: [point, ...scenario.faults] })
      const wrong = afterCrash(run)
      expect({ point, wrong }).toEqual({ point, wrong: [] })
      expect(run.faultsUsed[0]).toBe(1)
    }
  })
})

describe('the scenarios', () => {
  test('visit every state of the definition', () => {
    const entered = new Set(
      visited.flatMap(({ executions }) =>
        executions.flatMap(({ events }) =>
          events.flatMap(event => (event.kind === 'STATE_ENTERED' ? [event.state] : [])),
        ),
      ),
    )
    const missed = [...allStates(shippedProduct().definition).keys()].filter(state => !entered.has(state))
    expect(missed).toEqual([])
  })

  test('make every call, and run every function', () => {
    const made = new Set<string>(visited.flatMap(({ journal }) => journal.exchanges.map(({ site }) => site)))
    const ran = new Set<string>(
      visited.flatMap(({ journal }) => journal.invocations.map(({ functionName }) => functionName)),
    )
    expect(networkSites.filter(site => !made.has(site))).toEqual([])
    expect(functionNames.filter(name => !ran.has(name))).toEqual([])
  })
})
