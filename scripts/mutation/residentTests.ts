import { type CollectedTest, failureOf } from './jestInPlace.ts'
import { TestLoader } from './testLoader.ts'

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
  | { readonly status: 'error'; readonly errorMessage: string }

export type ActiveMutant = { readonly id: string; readonly hitLimit: number | undefined }

type TimedTest = CollectedTest & { readonly milliseconds: number }
/** `isRepeatable`: every test passes a second time, too. `long`: the names of those that judge no mutant. */
type Suite = {
  readonly tests: readonly TimedTest[]
  readonly isRepeatable: boolean
  readonly long: ReadonlySet<string>
}

/**
 * A test that takes more work, or more time, judges no mutant: most that live are reached by all tests of the long texts,
 * and would take half a minute each. In milliseconds of processor time, since the machine may be busy, and of time.
 */
const longWorkMilliseconds = 500
const longWaitMilliseconds = 3000

/** What Stryker's instrumented code reads, in the realm of this process. */
type Switch = {
  activeMutant?: string | undefined
  hitCount?: number | undefined
  hitLimit?: number | undefined
}

/** Stryker's own name for it (its API's INSTRUMENTER_CONSTANTS). */
const switchName = '__stryker__'

/**
 * Test files that stay loaded: a mutant inside functions is switched on and off while they run, which takes milliseconds
 * instead of the third of a second for a fresh start of Jest. For what runs while a module is loaded, they are loaded anew.
 */
export class ResidentTests {
  readonly #loader = new TestLoader()
  readonly #suites = new Map<string, Promise<Suite | null>>()
  readonly #namesOf: (file: string) => readonly string[]

  constructor(namesOf: (file: string) => readonly string[]) {
    this.#namesOf = namesOf
  }

  /**
   * Parts the files that can run here from those that need Jest itself: its mocks, or a fresh start for tests that use
   * something up, of which the others can run here all the same.
   */
  async parted(files: readonly string[]): Promise<{ readonly here: string[]; readonly byJest: string[] }> {
    const parts = { here: [] as string[], byJest: [] as string[] }
    for (const file of files) {
      const suite = await this.#suite(file)
      if (suite !== null) parts.here.push(file)
      if (suite?.isRepeatable !== true) parts.byJest.push(file)
    }
    return parts
  }

  /** The verdict of the named tests in these files, the quickest first. Null when it is not certain, and Jest has to say. */
  async whenCalled(
    files: readonly string[],
    names: readonly string[],
    mutant: ActiveMutant,
  ): Promise<Verdict | null> {
    const wanted = new Set(names)
    const suites = await Promise.all(files.map(file => this.#suite(file)))
    const tests = suites.flatMap(suite => suite?.tests ?? []).filter(({ name }) => wanted.has(name))
    let nrOfTests = 0
    for (const test of tests.toSorted((one, other) => one.milliseconds - other.milliseconds)) {
      nrOfTests += 1
      const verdict = await withMutant(mutant, () => failureOf(test), test.name, nrOfTests)
      // What a mutant left behind must not fail the tests of the next one.
      if (verdict?.status === 'killed' && (await failureOf(test)) !== null) return null
      if (verdict !== null) return verdict
    }
    return { status: 'survived', nrOfTests }
  }

  /** The verdict of all tests of these files, loaded anew with the mutant in them. */
  async whenLoaded(files: readonly string[], mutant: ActiveMutant): Promise<Verdict> {
    let broken: Verdict | null = null
    let nrOfTests = 0
    for (const file of files) {
      const suite = await this.#suite(file)
      const rank = new Map(suite?.tests.map(({ name, milliseconds }) => [name, milliseconds]))
      const tests: CollectedTest[] = []
      const load = async () => {
        const loaded = await this.#loader.anew(file, mutant.id)
        tests.push(
          ...loaded
            .filter(({ name }) => suite?.long.has(name) !== true)
            .toSorted((one, other) => (rank.get(one.name) ?? 0) - (rank.get(other.name) ?? 0)),
        )
        return null
      }
      const unloadable = await withMutant(mutant, () => load().catch(String), file, 0)
      if (unloadable?.status === 'timeout') return unloadable
      if (unloadable?.status === 'killed')
        broken = { status: 'error', errorMessage: unloadable.failureMessage }
      for (const test of tests) {
        nrOfTests += 1
        const verdict = await withMutant(mutant, () => failureOf(test), test.name, nrOfTests)
        if (verdict !== null) return verdict
      }
    }
    return broken ?? { status: 'survived', nrOfTests }
  }

  #suite(file: string): Promise<Suite | null> {
    const known = this.#suites.get(file) ?? this.#timed(file)
    this.#suites.set(file, known)
    return known
  }

  /** Null for a file that cannot be loaded here, or whose tests are not the same, or do not pass, without Jest. */
  async #timed(file: string): Promise<Suite | null> {
    const tests = await this.#loader.once(file).catch(() => [])
    const names = new Set(tests.map(({ name }) => name))
    if (!this.#namesOf(file).every(name => names.has(name))) return null
    const timed: TimedTest[] = []
    const long = new Set<string>()
    for (const test of tests) {
      const startedAt = performance.now()
      const before = process.threadCpuUsage()
      if ((await failureOf(test)) !== null) return null
      const { user, system } = process.threadCpuUsage(before)
      const milliseconds = (user + system) / 1000
      const isLong =
        milliseconds > longWorkMilliseconds || performance.now() - startedAt > longWaitMilliseconds
      if (isLong) long.add(test.name)
      else timed.push({ ...test, milliseconds })
    }
    const repeatable: TimedTest[] = []
    for (const test of timed) if ((await failureOf(test)) === null) repeatable.push(test)
    return { tests: repeatable, isRepeatable: repeatable.length === timed.length, long }
  }
}

/** Null when nothing was noticed. */
async function withMutant(
  { id, hitLimit }: ActiveMutant,
  run: () => Promise<string | null>,
  name: string,
  nrOfTests: number,
): Promise<Verdict | null> {
  const realm = globalThis as unknown as Record<string, Switch>
  const mutants = (realm[switchName] ??= {})
  Object.assign(mutants, { activeMutant: id, hitLimit, hitCount: hitLimit === undefined ? undefined : 0 })
  const failure = await run()
  const isEndless = hitLimit !== undefined && (mutants.hitCount ?? 0) > hitLimit
  mutants.activeMutant = undefined
  if (isEndless) return { status: 'timeout' }
  return failure === null ? null : { status: 'killed', killedBy: [name], failureMessage: failure, nrOfTests }
}
