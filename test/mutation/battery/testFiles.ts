import { readdirSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { type CollectedTest, collected } from '../../../scripts/mutation/jestInPlace.ts'

const folder = new URL('../../statemachines/', import.meta.url)
const globals = new URL('../../../scripts/mutation/jestInPlace.ts', import.meta.url).href

/** From now on the tests of this process are collected when they are loaded. */
export function collectInsteadOfJest(): void {
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === '@jest/globals' && !context.parentURL?.startsWith(globals)
        ? { url: globals, shortCircuit: true }
        : next(specifier, context),
  })
}

/** They run whole days again and again to measure history and state; whatever they would kill, the others kill sooner. */
const leftOut = ['historyEvents.test.ts', 'stateSize.test.ts']

/** The names of the files that test the state machine. */
export function testFiles(): string[] {
  return readdirSync(folder)
    .filter(name => name.endsWith('.test.ts') && !leftOut.includes(name))
    .toSorted()
}

let loads = 0

/** The tests of one file, which is evaluated anew, so that nothing is left of an earlier run. */
export function loadTests(file: string): Promise<readonly CollectedTest[]> {
  loads += 1
  const address = new URL(`${file}?load=${loads}`, folder).href
  return collected(() => import(address))
}
