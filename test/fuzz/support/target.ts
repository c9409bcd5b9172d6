import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

/** Something that reads what others wrote. */
export type Target<Input, Result> = {
  readonly inputs: fc.Arbitrary<Input>
  /** The shipped reader. May throw only errors with one of the names in `refusals`. */
  readonly run: (input: Input) => Result | Promise<Result>
  readonly refusals: readonly string[]
  /** What must hold of a result; throws when it does not. */
  readonly check?: (result: Result, input: Input) => void
  /** The same of a refusal. */
  readonly checkRefusal?: (error: Error, input: Input) => void
  /** A share of the usual runs, for what is slow. */
  readonly share?: number
}

/** FLOWBELL_FUZZ_RUNS=50000 looks longer, FLOWBELL_FUZZ_SEED=7 elsewhere. */
const wantedRuns = Number(process.env['FLOWBELL_FUZZ_RUNS'] ?? 500)
const seed = Number(process.env['FLOWBELL_FUZZ_SEED'] ?? 5)

/** CPU time, not time: the machine may be busy with something else. */
const maxSecondsPerInput = 1
/** An error goes into logs, records and answers. */
const maxMessageCharacters = 4096

/** Tests that a reader holds, and that each planted fault is found. */
export function describeTarget<Input, Result>(
  name: string,
  target: Target<Input, Result>,
  faults: Readonly<Record<string, Partial<Target<Input, Result>>>>,
): void {
  describe(name, () => {
    const numRuns = Math.ceil(wantedRuns * (target.share ?? 1))
    test(
      `holds for ${numRuns} inputs`,
      async () => expect(await findingIn(target, numRuns)).toBeNull(),
      60_000 + numRuns * 100,
    )

    test.each(Object.entries(faults))(
      'a fault is found: %s',
      async (_fault, change) => {
        expect(await doesFind({ ...target, ...change })).toBe(true)
      },
      60_000,
    )
  })
}

/** True when there is a finding in the runs of every day; it is not made small. */
export async function doesFind<Input, Result>(target: Target<Input, Result>): Promise<boolean> {
  const { failed } = await fc.check(propertyOf(target), { numRuns: 1000, seed, endOnFailure: true })
  return failed
}

function propertyOf<Input, Result>(target: Target<Input, Result>) {
  return fc.asyncProperty(target.inputs, input => demandSound(target, input))
}

/** The first finding, as small as it can be made; null when there is none. */
export async function findingIn<Input, Result>(
  target: Target<Input, Result>,
  numRuns: number,
): Promise<string | null> {
  const details = await fc.check(propertyOf(target), { numRuns, seed })
  if (!details.failed) return null
  const input = inspected(details.counterexample)
  const cause = details.errorInstance instanceof Error ? details.errorInstance.stack : ''
  return `seed ${details.seed}, path ${details.counterexamplePath}, input ${input}\n${cause}`
}

async function demandSound<Input, Result>(target: Target<Input, Result>, input: Input): Promise<void> {
  const first = await timed(target, input)
  // Loading, compiling and tidying up fall to some input or other; what is slow in itself is slow again.
  const isSlow = first.seconds > maxSecondsPerInput
  const { result, seconds } = isSlow ? await timed(target, input) : first
  if (seconds > maxSecondsPerInput) throw new Error(`took ${seconds.toFixed(1)} s of CPU`)
  demandPlainPrototypes()
  if ('value' in result) target.check?.(result.value, input)
  else {
    demandDocumentedRefusal(result.error, target.refusals)
    target.checkRefusal?.(result.error, input)
  }
}

async function timed<Input, Result>(target: Target<Input, Result>, input: Input) {
  const before = cpuSeconds()
  const result = await ran(target, input)
  return { result, seconds: cpuSeconds() - before }
}

async function ran<Input, Result>({ run }: Target<Input, Result>, input: Input) {
  try {
    return { value: await run(input) }
  } catch (error) {
    if (error instanceof Error) return { error }
    throw new TypeError('what was thrown is no error', { cause: error })
  }
}

function demandDocumentedRefusal(error: Error, refusals: readonly string[]): void {
  if (!refusals.includes(error.name)) throw error
  if (error.message.length > maxMessageCharacters)
    throw new Error(`the refusal has ${error.message.length} characters`)
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Map.prototype]
const keysAtFirst = prototypes.map(prototype => Reflect.ownKeys(prototype))

/** Names what a reader has written into the prototype of all objects, and takes it away again. */
function demandPlainPrototypes(): void {
  for (const [index, prototype] of prototypes.entries()) {
    const added = Reflect.ownKeys(prototype).filter(key => !keysAtFirst[index]?.includes(key))
    for (const key of added) Reflect.deleteProperty(prototype, key)
    if (added.length > 0) throw new Error(`a prototype was polluted with ${added.map(String).join(', ')}`)
  }
}

function inspected(counterexample: unknown): string {
  // A Buffer turns itself into a list of numbers before a replacer sees it.
  const readable = function (this: Readonly<Record<string, unknown>>, key: string, value: unknown) {
    const given = this[key]
    return given instanceof Uint8Array ? `bytes of ${Buffer.from(given).toString('utf8')}` : value
  }
  return JSON.stringify(counterexample, readable).slice(0, 3000)
}
