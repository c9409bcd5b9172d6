/**
 * What test files import from '@jest/globals' when one process runs them against many mutants (of functions, by Stryker; of the
 * state machine, by test/mutation): tests are collected with Jest's own words and checked with Jest's own `expect`.
 */
import { createRequire } from 'node:module'
import type { expect as jestExpect } from '@jest/globals'

type Action = () => unknown
type Each = (
  callback: (title: string, action: Action, milliseconds?: number) => void,
) => (...table: unknown[]) => unknown

/** Within a round, what comes before all tests of a block is done once. */
export type Round = symbol
type FirstAction = { readonly run: Action; doneIn: Round | null }

/** One collected test: its full name as Jest writes it, and all that belongs to a run of it, in order. */
export type CollectedTest = {
  readonly name: string
  readonly first: readonly FirstAction[]
  readonly steps: readonly Action[]
  readonly afterwards: readonly Action[]
  readonly timeLimitMilliseconds: number
}

type Block = {
  readonly names: readonly string[]
  readonly first: FirstAction[]
  readonly before: Action[]
  readonly after: Action[]
}
type Pending = Pick<CollectedTest, 'name' | 'timeLimitMilliseconds'> & {
  readonly action: Action
  readonly blocks: readonly Block[]
}

const jestPackages = createRequire(import.meta.resolve('@jest/globals'))
const { bind } = jestPackages('jest-each') as { readonly bind: Each }

export const { jestExpect: expect } = jestPackages('@jest/expect') as { jestExpect: typeof jestExpect }

/** Those of helpers, which are loaded once for all files that share them. */
const shared: Block = blockNamed([])
let blocks: readonly Block[] = []
let pending: Pending[] = []

/** Jest's own limit. */
const usualTimeLimitMilliseconds = 5000

function collectTest(
  title: string,
  action: Action,
  timeLimitMilliseconds = usualTimeLimitMilliseconds,
): void {
  const names = blocks.at(-1)?.names ?? []
  pending.push({ name: [...names, title].join(' '), action, blocks, timeLimitMilliseconds })
}

function collectBlock(title: string, action: Action): void {
  const outer = blocks
  blocks = [...outer, blockNamed([...(outer.at(-1)?.names ?? []), title])]
  action()
  blocks = outer
}

export const test = Object.assign(collectTest, { each: bind(collectTest) })
export const describe = Object.assign(collectBlock, { each: bind(collectBlock) })
export const beforeAll = (run: Action) => blockOfCaller().first.push({ run, doneIn: null })
export const beforeEach = (action: Action) => blockOfCaller().before.push(action)
export const afterEach = (action: Action) => blockOfCaller().after.push(action)

/** Whoever runs the tests watches over their time; mocks need Jest itself. */
export const jest = { setTimeout: () => undefined }

function blockNamed(names: readonly string[]): Block {
  return { names, first: [], before: [], after: [] }
}

function blockOfCaller(): Block {
  const isHelper =
    blocks.length === 1 && /\/support\//u.test(new Error('where from').stack?.split('\n')[3] ?? '')
  return isHelper ? shared : (blocks.at(-1) ?? shared)
}

/** Loads one test file and gives its tests. Each file can be loaded once. */
export async function collected(load: () => Promise<unknown>): Promise<CollectedTest[]> {
  pending = []
  blocks = [blockNamed([])]
  await load()
  return pending.map(({ name, action, blocks: around, timeLimitMilliseconds }) => ({
    name,
    timeLimitMilliseconds,
    first: around.flatMap(({ first }) => first),
    steps: [...shared.before, ...around.flatMap(({ before }) => before), action],
    afterwards: [...around.toReversed().flatMap(({ after }) => after), ...shared.after],
  }))
}

/** Runs one test with all around it; what failed in it, or null. */
export async function failureOf(collectedTest: CollectedTest): Promise<string | null> {
  const failures: unknown[] = []
  const limited = (step: Action) => inTime(step, collectedTest.timeLimitMilliseconds)
  for (const phase of [stepsIn(collectedTest, Symbol('alone')), collectedTest.afterwards]) {
    try {
      for (const step of phase) await limited(step)
    } catch (error) {
      failures.push(error)
    }
  }
  return failures.length === 0 ? null : String(failures[0])
}

/** What a run of the test does in this round, in order, without what comes after it. */
export function stepsIn({ first, steps }: CollectedTest, round: Round): readonly Action[] {
  const due = first.filter(({ doneIn }) => doneIn !== round)
  const marked = due.map(action => async () => {
    await action.run()
    action.doneIn = round
  })
  return [...marked, ...steps]
}

async function inTime(step: Action, milliseconds: number): Promise<void> {
  const result = step()
  if (!(result instanceof Promise)) return
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error('the test took too long')), milliseconds)
  try {
    await Promise.race([result, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
