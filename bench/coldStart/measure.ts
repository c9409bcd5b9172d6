import { execFile } from 'node:child_process'
import path from 'node:path'
import { isDeepStrictEqual, promisify } from 'node:util'
import { type LocalAws, startLocalAws } from '../../local/model/localAws.ts'
import { type BundleSize, bundleSizeOf } from './bundleSize.ts'
import { createResources, type FirstCall, settingsOfAll } from './firstCalls.ts'
import { buildVariants, type VariantName, variantNames } from './variants.ts'

const run = promisify(execFile)

/** The times of one cold start, in milliseconds. */
export type ColdStart = {
  readonly importMilliseconds: number
  /** Processor time that the importing thread took: what a busy machine does not stretch by much. */
  readonly importProcessorMilliseconds: number
  /** From the beginning of the import to the first answer. */
  readonly answerMilliseconds: number
}

type Samples = Readonly<Record<VariantName, readonly ColdStart[]>>
export type Measured = {
  readonly name: string
  readonly samples: Samples
  readonly sizes: Readonly<Record<VariantName, BundleSize>>
}

export type Measuring = {
  readonly runs: number
  /** Load first what Lambda's runtime client has loaded before any handler. */
  readonly isRuntimeLoaded: boolean
  readonly onRun: () => void
}

/** Measures one function in fresh processes, the variants in turn within each run, so that none has a quieter machine. */
export async function measure(first: FirstCall, measuring: Measuring): Promise<Measured> {
  const files = await buildVariants(first.functionName)
  const aws = await startLocalAws({ now: () => Date.now() })
  try {
    createResources(aws)
    first.prepare?.(aws)
    const environment = environmentOf(first, aws)
    const samples = await measuredRuns(first, files, environment, measuring)
    const sizes = Object.fromEntries(
      variantNames.map(name => [name, bundleSizeOf(files[name], environment)]),
    ) as Record<VariantName, BundleSize>
    return { name: first.name, samples, sizes }
  } finally {
    await aws.close()
  }
}

/** What the function sees: settings, the model's addresses, and the variable by which it knows that it is in Lambda. */
export function environmentOf({ functionName, settings }: FirstCall, aws: LocalAws): NodeJS.ProcessEnv {
  const inLambda = { AWS_LAMBDA_FUNCTION_NAME: functionName, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' }
  return { ...aws.environment, ...settingsOfAll(aws), ...settings(aws), ...inLambda }
}

async function measuredRuns(
  first: FirstCall,
  files: Readonly<Record<VariantName, string>>,
  environment: NodeJS.ProcessEnv,
  { runs, isRuntimeLoaded, onRun }: Measuring,
): Promise<Samples> {
  const samples: Record<VariantName, ColdStart[]> = { shipped: [], default: [], external: [], empty: [] }
  for (let number = 0; number < runs; number += 1) {
    for (const name of turned(variantNames, number)) {
      const expected = name === 'empty' ? {} : first.answer
      samples[name].push(
        await coldStart(files[name], { ...first, answer: expected }, environment, isRuntimeLoaded),
      )
      onRun()
    }
  }
  return samples
}

/** Each run begins with another variant: whoever comes first may find the disk's cache colder. */
function turned<Item>(items: readonly Item[], by: number): Item[] {
  const start = by % items.length
  return [...items.slice(start), ...items.slice(0, start)]
}

async function coldStart(
  file: string,
  { name, event, answer: expected }: FirstCall,
  env: NodeJS.ProcessEnv,
  isRuntimeLoaded: boolean,
): Promise<ColdStart> {
  const script = path.join(import.meta.dirname, 'coldProcess.mjs')
  const given = [script, file, JSON.stringify(event), isRuntimeLoaded ? 'runtime' : 'bare']
  const { stdout } = await run(process.execPath, given, { env })
  const { answer, ...times } = JSON.parse(stdout) as ColdStart & { readonly answer: unknown }
  if (!holds(answer, expected))
    throw new Error(`${name} did not answer as it should: ${JSON.stringify(answer)}`)
  return times
}

/** Whether the answer has these members, at any depth. */
function holds(answer: unknown, expected: unknown): boolean {
  if (typeof expected !== 'object' || expected === null) return isDeepStrictEqual(answer, expected)
  if (typeof answer !== 'object' || answer === null) return false
  return Object.entries(expected).every(([key, value]) =>
    holds((answer as Record<string, unknown>)[key], value),
  )
}
