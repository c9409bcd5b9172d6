import { type CollectedTest, type Round, stepsIn } from '../../../scripts/mutation/jestInPlace.ts'
import { abortExecutions, beginFootprint, type Footprint, footprint, tapEngine } from './engineTap.ts'
import { plant, readsOfDefinition } from './shippedFile.ts'
import { collectInsteadOfJest, loadTests, testFiles } from './testFiles.ts'

/** A test of the battery and what it touches of the shipped definition. */
export type BatteryTest = {
  readonly file: string
  readonly index: number
  readonly name: string
  readonly milliseconds: number
  /** Reads the definition as data, or at least may: no execution says what it looks at. */
  readonly isStatic: boolean
} & Footprint

/** A test that fails on a definition, and how. */
export type Killer = { readonly file: string; readonly name: string; readonly message: string }

/** The battery is red on a definition that it should be green on, so no mutant can be judged by it. */
export class RedBatteryError extends Error {
  override readonly name = 'RedBatteryError'
}

/** A test may take so long by the clock on the wall before its executions are aborted, and it counts as failed. */
const mostMilliseconds = 120_000
/** Taken before any test replaces it. */
const realSetTimeout = setTimeout

/** Files that read the definition only while their tests run; the others are loaded anew for each mutant. */
const loadedOnce = new Map<string, readonly CollectedTest[]>()

/** Readies this process to run the tests against any text of the definition. */
export function prepareProcess(): void {
  collectInsteadOfJest()
  tapEngine()
}

/**
 * Every test that has to do with the shipped definition, from one run on this text of it. Throws RedBatteryError when a test
 * fails on it. `isPart` leaves files out.
 */
export async function surveyBattery(text: string, isPart: (file: string) => boolean): Promise<BatteryTest[]> {
  plant(text)
  const battery: BatteryTest[] = []
  for (const file of testFiles().filter(isPart)) {
    const readsBefore = readsOfDefinition()
    const tests = await loadTests(file)
    const readsOnLoad = readsOfDefinition() > readsBefore
    if (!readsOnLoad) loadedOnce.set(file, tests)
    for (const [index, test] of tests.entries()) battery.push(await survey(test, file, index, readsOnLoad))
  }
  return battery.filter(({ isStatic, states }) => isStatic || states > 0)
}

async function survey(
  test: CollectedTest,
  file: string,
  index: number,
  readsOnLoad: boolean,
): Promise<BatteryTest> {
  const readsBefore = readsOfDefinition()
  const start = performance.now()
  beginFootprint(Number.POSITIVE_INFINITY)
  const round: Round = Symbol('survey')
  const message = await failureOf(() => run(test, round))
  if (message !== null) throw new RedBatteryError(`${file} › ${test.name}: ${message}`)
  const reads = readsOnLoad || readsOfDefinition() > readsBefore
  return {
    file,
    index,
    name: test.name,
    milliseconds: performance.now() - start,
    isStatic: reads && footprint().states === 0,
    ...footprint(),
  }
}

/** The first of these tests that fails on this text of the definition; null when none does. */
export async function firstKiller(text: string, tests: readonly BatteryTest[]): Promise<Killer | null> {
  plant(text)
  const round = Symbol('mutant')
  const loadedNow = new Map<string, readonly CollectedTest[]>()
  for (const { file, index, name, states } of tests) {
    beginFootprint(mostStatesOf(states))
    const message = await failureOf(async () => {
      const loaded = loadedOnce.get(file) ?? loadedNow.get(file) ?? (await loadTests(file))
      loadedNow.set(file, loaded)
      const test = loaded[index]
      if (test) await run(test, round)
    })
    if (message !== null) return { file, name, message }
  }
  return null
}

async function run(test: CollectedTest, round: Round): Promise<void> {
  for (const step of stepsIn(test, round)) await step()
}

/** A mutant that goes round in circles is ended once it is clear of what the test takes without it. */
function mostStatesOf(states: number): number {
  return 2 * states + 100
}

async function failureOf(work: () => Promise<void>): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<string>(resolve => {
    timer = realSetTimeout(() => {
      abortExecutions()
      resolve(`does not end within ${mostMilliseconds} ms`)
    }, mostMilliseconds)
  })
  try {
    return await Promise.race([work().then(() => null, messageOf), tooLong])
  } finally {
    clearTimeout(timer)
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
