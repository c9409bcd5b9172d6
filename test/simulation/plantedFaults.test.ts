import { afterAll, describe, expect, jest, test } from '@jest/globals'
import { judge } from './explore/judge.ts'
import { ruleOf } from './explore/shrink.ts'
import { generate } from './generate/generate.ts'
import { plantedFaults } from './planted/plantedFaults.ts'

jest.setTimeout(600_000)

const maxRuns = 1000
const runsNeeded: string[] = []

afterAll(() => {
  process.stderr.write(`${runsNeeded.join('\n')}\n`)
})

describe('the simulator finds a fault that is planted in a copy of the product', () => {
  test.each(plantedFaults)('$name', async ({ name, breaks, product }) => {
    const planted = product()
    for (let seed = 1; seed <= maxRuns; seed += 1) {
      const { violations } = await judge(generate(seed).scenario, planted)
      if (!violations.some(violation => ruleOf(violation) === breaks)) continue
      runsNeeded.push(`${name}: ${breaks} after ${seed} runs`)
      return
    }
    expect(`${name} within ${maxRuns} runs`).toBe('found')
  })
})
