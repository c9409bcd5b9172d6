/**
 * What test files import from '@jest/globals' when they are loaded once, in Stryker's own process, instead of anew for every
 * mutant: tests are collected with Jest's own words and checked with Jest's own `expect`.
 */
import { createRequire } from 'node:module'

type Action = () => unknown
type Each = (
  callback: (title: string, action: Action, milliseconds?: number) => void,
) => (...table: unknown[]) => unknown

/** One collected test: its full name as Jest writes it, and all that belongs to a run of it, in order. */
export type CollectedTest = {
  readonly name: string
  readonly steps: readonly Action[]
  readonly afterwards: readonly Action[]
  readonly timeLimitMilliseconds: number
}

type Block = { readonly names: readonly string[]; readonly before: Action[]; readonly after: Action[] }
type Pending = Pick<CollectedTest, 'name' | 'timeLimitMilliseconds'> & {
  readonly action: Action
  readonly blocks: readonly Block[]
}

const jestPackages = createRequire(import.meta.resolve('@jest/globals'))
const { bind } = jestPackages('jest-each') as { readonly bind: Each }

export const expect: unknown = (jestPackages('@jest/expect') as { readonly jestExpect: unknown }).jestExpect

/** Those of helpers, which are loaded once for all files that share them. */
const shared: Block = { names: [], before: [], after: [] }
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
  blocks = [...outer, { names: [...(outer.at(-1)?.names ?? []), title], before: [], after: [] }]
  action()
  blocks = outer
}

export const test = Object.assign(collectTest, { each: bind(collectTest) })
export const describe = Object.assign(collectBlock, { each: bind(collectBlock) })
export const beforeEach = (action: Action) => blockOfCaller().before.push(action)
export const afterEach = (action: Action) => blockOfCaller().after.push(action)

function blockOfCaller(): Block {
  const isHelper =
    blocks.length === 1 && /\/support\//u.test(new Error('where from').stack?.split('\n')[3] ?? '')
  return isHelper ? shared : (blocks.at(-1) ?? shared)
}

/** Loads one test file and gives its tests. Each file can be loaded once. */
export async function collected(load: () => Promise<unknown>): Promise<CollectedTest[]> {
  pending = []
  blocks = [{ names: [], before: [], after: [] }]
  await load()
  return pending.map(({ name, action, blocks: around, timeLimitMilliseconds }) => ({
    name,
    timeLimitMilliseconds,
    steps: [...shared.before, ...around.flatMap(({ before }) => before), action],
    afterwards: [...around.toReversed().flatMap(({ after }) => after), ...shared.after],
  }))
}

/** Runs one test with all around it; what failed in it, or null. */
export async function failureOf(collectedTest: CollectedTest): Promise<string | null> {
  const failures: unknown[] = []
  for (const phase of [collectedTest.steps, collectedTest.afterwards]) {
    try {
      for (const step of phase) await inTime(step, collectedTest.timeLimitMilliseconds)
    } catch (error) {
      failures.push(error)
    }
  }
  return failures.length === 0 ? null : String(failures[0])
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
