import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { type CollectedTest, collected } from './jestInPlace.ts'

/** How one run of tests ended, in Stryker's words. */
export type Verdict =
  | {
      readonly status: 'killed'
      readonly killedBy: string[]
      readonly failureMessage: string
      readonly nrOfTests: number
    }
  | { readonly status: 'survived'; readonly nrOfTests: number }
  | { readonly status: 'timeout' }

type MutantToRun = {
  readonly activeMutant: { readonly id: string }
  readonly testFilter?: readonly string[]
  readonly hitLimit?: number
}

/** What Stryker's instrumented code reads, in the realm of this process. */
type Switch = {
  activeMutant?: string | undefined
  hitCount?: number | undefined
  hitLimit?: number | undefined
}

/** Stryker's own name for it (its API's INSTRUMENTER_CONSTANTS). */
const switchName = '__stryker__'
const testTimeoutMilliseconds = 5000
const here = (file: string) => pathToFileURL(path.join(import.meta.dirname, file)).href
const replaced: Readonly<Record<string, string>> = {
  '@jest/globals': here('jestInPlace.ts'),
  'fast-check': here('fastCheck.ts'),
}

/**
 * Test files that stay loaded: a mutant inside functions is switched on and off while they run, which takes milliseconds
 * instead of the third of a second for a fresh start of Jest. Not for what runs while a module is loaded, nor for files that
 * need Jest's mocks.
 */
export class ResidentTests {
  readonly #suites = new Map<string, Promise<readonly CollectedTest[] | null>>()
  readonly #namesOf: (file: string) => readonly string[]

  constructor(namesOf: (file: string) => readonly string[]) {
    this.#namesOf = namesOf
    registerHooks({
      resolve: (specifier, context, next) => {
        const url = replaced[specifier]
        return url === undefined || context.parentURL === here('fastCheck.ts')
          ? next(specifier, context)
          : { url, shortCircuit: true }
      },
    })
  }

  /** The verdict of these files; null when one of them has to be run by Jest. */
  async verdict(files: readonly string[], mutant: MutantToRun): Promise<Verdict | null> {
    const wanted = new Set(mutant.testFilter)
    let nrOfTests = 0
    for (const file of files) {
      const suite = await this.#suite(file)
      if (suite === null) return null
      for (const test of suite.filter(({ name }) => wanted.has(name))) {
        nrOfTests += 1
        const failure = await this.#failureWith(mutant, test)
        if (failure === 'timeout') return { status: 'timeout' }
        if (failure === null) continue
        // What the mutant left behind must not fail the tests of the next one.
        if ((await failureOf(test)) !== null) return null
        return { status: 'killed', killedBy: [test.name], failureMessage: failure, nrOfTests }
      }
    }
    return { status: 'survived', nrOfTests }
  }

  async #failureWith({ activeMutant, hitLimit }: MutantToRun, test: CollectedTest): Promise<string | null> {
    const mutants = mutantSwitch()
    mutants.activeMutant = activeMutant.id
    mutants.hitLimit = hitLimit
    mutants.hitCount = hitLimit === undefined ? undefined : 0
    const failure = await failureOf(test)
    const isEndless = hitLimit !== undefined && (mutants.hitCount ?? 0) > hitLimit
    mutants.activeMutant = undefined
    return isEndless ? 'timeout' : failure
  }

  #suite(file: string): Promise<readonly CollectedTest[] | null> {
    const known = this.#suites.get(file) ?? this.#load(file)
    this.#suites.set(file, known)
    return known
  }

  /** Null for a file that needs Jest itself, or whose tests are not the same, or do not pass, without it. */
  async #load(file: string): Promise<readonly CollectedTest[] | null> {
    if (/import \{[^}]*\bjest\b[^}]*\} from '@jest\/globals'/u.test(readFileSync(file, 'utf8'))) return null
    const tests = await collected(() => import(pathToFileURL(file).href)).catch(() => [])
    const names = new Set(tests.map(({ name }) => name))
    if (!this.#namesOf(file).every(name => names.has(name))) return null
    for (const test of tests) if ((await failureOf(test)) !== null) return null
    return tests
  }
}

function mutantSwitch(): Switch {
  const realm = globalThis as unknown as Record<string, Switch>
  return (realm[switchName] ??= {})
}

/** Runs one test with all around it; null when it passed. */
async function failureOf({ steps, afterwards }: CollectedTest): Promise<string | null> {
  const failures: unknown[] = []
  for (const phase of [steps, afterwards]) {
    try {
      for (const step of phase) await inTime(step)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length === 0) return null
  return failures[0] instanceof Error ? failures[0].message : String(failures[0])
}

async function inTime(step: () => unknown): Promise<void> {
  const result = step()
  if (!(result instanceof Promise)) return
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error('the test took too long')), testTimeoutMilliseconds)
  try {
    await Promise.race([result, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
