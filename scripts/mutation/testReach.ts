import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

type Hits = Readonly<Record<string, number>>

/** What one test file showed in the run without a mutant. Both coverages, by mutant, count up over all files. */
interface Observation {
  readonly file: string
  readonly milliseconds: number
  readonly tests: readonly string[]
  readonly coverage: { readonly static: Hits; readonly perTest: Readonly<Record<string, Hits>> }
}

interface MutantToRun {
  readonly activeMutant: { readonly id: string }
  readonly sandboxFileName: string
  /** The tests that call the mutant; absent for code that runs when its module is loaded. */
  readonly testFilter?: readonly string[]
}

interface Recorded {
  milliseconds: Record<string, number>
  tests: Record<string, readonly string[]>
  byMutant: Record<string, string[]>
  /** Of the mutants that run while a module is loaded: the tests that call them later too. */
  callers: Record<string, string[]>
}

/** Which test files reach which mutant. Kept in a file too: Stryker starts its runner anew after a time-out. */
export class TestReach {
  readonly #file: string
  #recorded: Recorded = { milliseconds: {}, tests: {}, byMutant: {}, callers: {} }
  #loadedBefore: Hits = {}

  constructor(file: string) {
    this.#file = file
    if (existsSync(file)) this.#recorded = JSON.parse(readFileSync(file, 'utf8')) as Recorded
  }

  add({ file, milliseconds, tests, coverage }: Observation): void {
    this.#recorded.milliseconds[file] = milliseconds
    this.#recorded.tests[file] = tests
    const loaded = Object.entries(coverage.static).filter(([id, hits]) => hits !== this.#loadedBefore[id])
    const called = tests.flatMap(test => Object.keys(coverage.perTest[test] ?? {}))
    for (const mutant of new Set([...loaded.map(([id]) => id), ...called]))
      (this.#recorded.byMutant[mutant] ??= []).push(file)
    for (const test of tests) {
      for (const mutant of Object.keys(coverage.perTest[test] ?? {}))
        (this.#recorded.callers[mutant] ??= []).push(test)
    }
    this.#loadedBefore = { ...coverage.static }
  }

  save(): void {
    writeFileSync(this.#file, JSON.stringify(this.#recorded))
  }

  testsOf(file: string): readonly string[] {
    return this.#recorded.tests[file] ?? []
  }

  /** The tests that call the mutant. */
  callersOf({ activeMutant, testFilter }: MutantToRun): readonly string[] {
    return testFilter ?? this.#recorded.callers[activeMutant.id] ?? []
  }

  /** The test files that reach the mutant: by cost, the module's own tests counted as cheap. */
  filesFor({ activeMutant, sandboxFileName }: MutantToRun, judges: ReadonlySet<string>): readonly string[] {
    const { byMutant, milliseconds } = this.#recorded
    const reaching = (byMutant[activeMutant.id] ?? []).filter(file => judges.has(file))
    const own = `/${path.basename(sandboxFileName, '.ts')}.test.ts`
    const cost = (file: string) => (milliseconds[file] ?? 0) / (file.endsWith(own) ? 10 : 1)
    return [...new Set(reaching)].toSorted((a, b) => cost(a) - cost(b))
  }
}

/**
 * Of the tests that load a module: those that import it themselves, and those of the approved messages. Nearly every test
 * loads the modules at the bottom, so a mutant that lives would be asked of all of them. All, where no test imports it.
 */
export function importersOf(source: string, files: readonly string[]): readonly string[] {
  const ending = `/${path.basename(source)}'`
  const importers = files.filter(file => readFileSync(file, 'utf8').includes(ending))
  return importers.length === 0 ? files : [...importers, ...files.filter(file => file.includes('golden'))]
}
