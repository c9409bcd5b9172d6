import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** What one test file showed in the run without a mutant. `loadedSoFar` counts up over all files. */
interface Observation {
  readonly file: string
  readonly milliseconds: number
  readonly tests: readonly string[]
  readonly loadedSoFar: Readonly<Record<string, number>>
}

interface MutantToRun {
  readonly activeMutant: { readonly id: string }
  readonly sandboxFileName: string
  /** The tests that call the mutant; absent for code that runs when its module is loaded. */
  readonly testFilter?: readonly string[]
}

interface Recorded {
  milliseconds: Record<string, number>
  byTest: Record<string, string[]>
  byLoadedMutant: Record<string, string[]>
}

/** Which test files reach which mutant. Kept in a file too: Stryker starts its runner anew after a time-out. */
export class TestReach {
  readonly #file: string
  #recorded: Recorded = { milliseconds: {}, byTest: {}, byLoadedMutant: {} }
  #loadedBefore: Readonly<Record<string, number>> = {}

  constructor(file: string) {
    this.#file = file
    if (existsSync(file)) this.#recorded = JSON.parse(readFileSync(file, 'utf8')) as Recorded
  }

  add({ file, milliseconds, tests, loadedSoFar }: Observation): void {
    this.#recorded.milliseconds[file] = milliseconds
    for (const test of tests) (this.#recorded.byTest[test] ??= []).push(file)
    for (const [mutant, hits] of Object.entries(loadedSoFar)) {
      if (hits !== this.#loadedBefore[mutant]) (this.#recorded.byLoadedMutant[mutant] ??= []).push(file)
    }
    this.#loadedBefore = { ...loadedSoFar }
  }

  save(): void {
    writeFileSync(this.#file, JSON.stringify(this.#recorded))
  }

  /** By cost, the module's own tests counted as cheap; in growing groups, as a start of Jest costs too. */
  batchesFor(mutant: MutantToRun, judges: ReadonlySet<string>): string[][] {
    const { activeMutant, sandboxFileName, testFilter } = mutant
    const { byTest, byLoadedMutant, milliseconds } = this.#recorded
    const reaching =
      testFilter === undefined
        ? importersOf(byLoadedMutant[activeMutant.id] ?? [], sandboxFileName)
        : testFilter.flatMap(test => byTest[test] ?? [])
    const own = `/${path.basename(sandboxFileName, '.ts')}.test.ts`
    const cost = (file: string) => (milliseconds[file] ?? 0) / (file.endsWith(own) ? 10 : 1)
    const ordered = [...new Set(reaching)]
      .filter(file => judges.has(file))
      .toSorted((a, b) => cost(a) - cost(b))
    return [ordered.slice(0, 1), ordered.slice(1, 4), ordered.slice(4, 12), ordered.slice(12)].filter(
      batch => batch.length > 0,
    )
  }
}

/**
 * Of the tests that load a module: those that import it themselves, and those of the approved messages. Nearly every test
 * loads the modules at the bottom, so a mutant that lives would be asked of all of them. All, where no test imports it.
 */
function importersOf(files: readonly string[], source: string): readonly string[] {
  const ending = `/${path.basename(source)}'`
  const importers = files.filter(file => readFileSync(file, 'utf8').includes(ending))
  return importers.length === 0 ? files : [...importers, ...files.filter(file => file.includes('golden'))]
}
