/**
 * A Stryker test runner: Jest as Stryker's own plugin runs it, but for each mutant only the test files that
 * reach it, the cheapest and nearest first, and no further file once one has failed. The plugin alone loads
 * every related file for every mutant, which for a module that everything imports is most of the suite.
 */
import path from 'node:path'
import { strykerPlugins as jestPlugins } from '@stryker-mutator/jest-runner'
import { ResidentTests } from './residentTests.ts'
import { testFiles } from './testFiles.ts'
import { importersOf, TestReach } from './testReach.ts'

type JestPlugin = (typeof jestPlugins)[number]
type TestRunner = ReturnType<JestPlugin['factory']>
type Injector = NonNullable<Parameters<JestPlugin['factory']>[0]>
type DryRunOptions = Parameters<TestRunner['dryRun']>[0]
type DryRunResult = Awaited<ReturnType<TestRunner['dryRun']>>
type CompleteDryRun = Extract<DryRunResult, { tests: unknown }>
type MutantRunOptions = Parameters<TestRunner['mutantRun']>[0]
type MutantRunResult = Awaited<ReturnType<TestRunner['mutantRun']>>

/** The one place where Stryker's runner starts Jest: not public, so its absence is an error, not a slow run. */
interface JestStart {
  run(settings: { readonly testFiles?: readonly string[] }): Promise<unknown>
}

class NearestTestsFirst implements TestRunner {
  readonly #jest: TestRunner
  readonly #reach = new TestReach(path.resolve('testReach.json'))
  readonly #resident = new ResidentTests(file => this.#reach.testsOf(file))
  #files: readonly string[] = []

  constructor(jest: TestRunner) {
    this.#jest = jest
    const holder = jest as unknown as { jestTestAdapter?: JestStart }
    const start = holder.jestTestAdapter
    if (start === undefined)
      throw new Error('This Stryker starts Jest in another way: see nearestTestsFirst.ts')
    holder.jestTestAdapter = { run: settings => start.run({ ...settings, testFiles: this.#files }) }
  }

  capabilities() {
    return this.#jest.capabilities()
  }

  async init(): Promise<void> {
    await this.#jest.init?.()
  }

  /** Runs every test file alone, to learn which of them load or call which mutant, and what each costs. */
  async dryRun(options: DryRunOptions): Promise<DryRunResult> {
    const tests: CompleteDryRun['tests'] = []
    let whole: CompleteDryRun | undefined
    for (const file of testFiles(options.files ?? [])) {
      this.#files = [file]
      const startedAt = performance.now()
      const result = await this.#jest.dryRun(options)
      if (!('tests' in result)) return result
      tests.push(...result.tests)
      // Its coverage counts up over the files, so that the last result holds that of all.
      whole = { ...result, tests }
      this.#reach.add({
        file,
        milliseconds: performance.now() - startedAt,
        tests: result.tests.map(test => test.id),
        coverage: result.mutantCoverage ?? { static: {}, perTest: {} },
      })
    }
    this.#reach.save()
    if (whole === undefined) throw new Error(`No test files in ${process.cwd()}: see testFiles.ts`)
    return whole
  }

  /** A mutant that only tests of other layers reach counts as one that survived: its own layer has to notice. */
  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, hitLimit, sandboxFileName, testFilter } = options
    const files = this.#reach.filesFor(options, new Set(testFiles([sandboxFileName])))
    const { here, byJest } = await this.#resident.parted(files)
    const mutant = { id: activeMutant.id, hitLimit }
    const called = await this.#resident.whenCalled(here, this.#reach.callersOf(options), mutant)
    if (called === null) return this.#byJest(files, options)
    if (called.status !== 'survived') return called as MutantRunResult
    if (testFilter !== undefined) return this.#byJest(byJest, options, called as MutantRunResult)
    const loaded = await this.#resident.whenLoaded(importersOf(sandboxFileName, here), mutant)
    return this.#byJest(loaded.status === 'killed' ? [] : byJest, options, loaded as MutantRunResult)
  }

  /** Jest's verdict, one file after the other; `before` when these files notice nothing more. */
  async #byJest(
    files: readonly string[],
    options: MutantRunOptions,
    before = { status: 'survived', nrOfTests: 0 } as MutantRunResult,
  ): Promise<MutantRunResult> {
    let verdict = before
    for (const file of files) {
      this.#files = [file]
      const result = await this.#jest.mutantRun(options)
      // A test file that cannot even be loaded is no verdict: another one may name what is wrong.
      if ('errorMessage' in result) verdict = result
      else if (!('nrOfTests' in result) || 'killedBy' in result) return result
    }
    return verdict
  }
}

function nearestTestsFirst(injector: Injector): TestRunner {
  return new NearestTestsFirst(injector.injectFunction(jestPlugin().factory))
}
nearestTestsFirst.inject = ['$injector'] as const

function jestPlugin(): JestPlugin {
  const [plugin] = jestPlugins
  if (plugin === undefined) throw new Error('@stryker-mutator/jest-runner offers no test runner')
  return plugin
}

/** In place of the stock plugin, under its name. */
export const strykerPlugins = [{ ...jestPlugin(), name: 'jest', factory: nearestTestsFirst }]
export { strykerValidationSchema } from '@stryker-mutator/jest-runner'
