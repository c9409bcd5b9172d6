/**
 * What the tests import from `@jest/globals` while they are run against mutants: it collects them instead of running them, so
 * that the very same files can be run thousands of times in one process. The expectations are Jest's own.
 */
import { createRequire } from 'node:module'
import { format } from 'node:util'
import type { expect as jestExpect } from '@jest/globals'

type Body = (...values: readonly never[]) => unknown
type Hook = { readonly run: () => unknown; doneIn: Round | null }

/** Within a round, what comes before all tests of a group is done once. */
export type Round = symbol
/** One test as its file declares it. `run` does what must come before it, too, unless the round has done it. */
export type CollectedTest = { readonly name: string; readonly run: (round: Round) => Promise<void> }

let names: string[] = []
let hooks: Hook[][] = [[]]
let collected: CollectedTest[] = []

/** The tests that a file declares while it is loaded. Files are loaded one after the other. */
export async function testsDeclaredBy(load: () => Promise<unknown>): Promise<readonly CollectedTest[]> {
  names = []
  hooks = [[]]
  collected = []
  await load()
  return collected
}

function declareTest(name: string, body: Body): void {
  const before = [...hooks]
  const run = async (round: Round) => {
    for (const hook of before.flat()) {
      if (hook.doneIn !== round) await hook.run()
      hook.doneIn = round
    }
    await body()
  }
  collected.push({ name: [...names, name].join(' › '), run })
}

function declareGroup(name: string, body: Body): void {
  names.push(name)
  hooks.push([])
  body()
  hooks.pop()
  names.pop()
}

type Declare = (name: string, body: Body) => void

/** As Jest's own `each`: a row that is no list is the only value. */
function withEach(declare: Declare) {
  const each = (table: readonly unknown[]) => (name: string, body: Body) => {
    for (const [index, row] of table.entries()) {
      const values = Array.isArray(row) ? (row as unknown[]) : [row]
      declare(namedRow(name, index, values), () => (body as (...all: unknown[]) => unknown)(...values))
    }
  }
  return Object.assign(declare, { each })
}

function namedRow(name: string, index: number, values: readonly unknown[]): string {
  const marks = name.match(/%[a-z]/gu) ?? []
  return format(name.replaceAll('%#', String(index)), ...values.slice(0, marks.length))
}

const requireAsJest = createRequire(createRequire(import.meta.url).resolve('@jest/globals'))

export const { jestExpect: expect } = requireAsJest('@jest/expect') as { jestExpect: typeof jestExpect }
export const test = withEach(declareTest)
export const describe = withEach(declareGroup)
export const beforeAll = (run: () => unknown) => {
  hooks.at(-1)?.push({ run, doneIn: null })
}
/** Whoever runs the tests watches over their time. */
export const jest = { setTimeout: () => undefined }
