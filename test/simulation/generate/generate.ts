import fc from 'fast-check'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { Scenario } from '../world/scenario.ts'
import { scenarioArbitrary } from './scenarioArbitrary.ts'

/** The scenario of a seed, and what it can be made smaller to. */
export type Generated = { readonly scenario: Scenario; readonly smaller: () => Iterable<Generated> }

export function generate(seed: number): Generated {
  const arbitrary = scenarioArbitrary(seed)
  const value = arbitrary.generate(new fc.Random(xoroshiro128plus(seed)), undefined)
  return generated(arbitrary, value)
}

function generated(arbitrary: fc.Arbitrary<Scenario>, value: fc.Value<Scenario>): Generated {
  return {
    scenario: value.value,
    smaller: () => {
      const smaller = arbitrary.shrink(value.value, value.context)
      return smaller.map(next => generated(arbitrary, next))
    },
  }
}
