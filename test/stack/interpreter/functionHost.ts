import { pathToFileURL } from 'node:url'
import type { RecordedRequest } from '../../../local/model/wire/requestLog.ts'
import type { LambdaFault } from './lambdaFault.ts'
import type { PackagedFunction } from './packagedFunctions.ts'
import { channelOf, type Invocation, type InvocationOutcome } from './run.ts'

type Handler = (event: unknown, context: object) => Promise<unknown>

export type Hosting = {
  readonly functions: readonly PackagedFunction[]
  /** The whole environment of a function, Lambda's own variables included. */
  readonly environmentOf: (hosted: PackagedFunction) => Readonly<Record<string, string>>
  /** The model's log, which grows with every request. */
  readonly requests: readonly RecordedRequest[]
  readonly fault?: LambdaFault | undefined
}

/**
 * Runs packaged functions in this process, as Lambda would: imported from where their zips lie, each with its own environment,
 * JSON in, JSON out. One invocation at a time, so that every request in the model's log belongs to the one that made it.
 */
export class FunctionHost {
  readonly invocations: Invocation[] = []
  readonly #hosting: Hosting
  readonly #handlers = new Map<string, Promise<Handler>>()
  readonly #startedAtMilliseconds = Date.now()
  #last: Promise<unknown> = Promise.resolve()

  constructor(hosting: Hosting) {
    this.#hosting = hosting
  }

  get functionNames(): readonly string[] {
    return this.#hosting.functions.map(({ functionName }) => functionName)
  }

  /** Invokes a function by its deployed name; what went wrong is in the outcome. */
  invoke(functionName: string, payload: unknown): Promise<InvocationOutcome> {
    const hosted = this.#hosting.functions.find(candidate => candidate.functionName === functionName)
    if (!hosted) throw new TypeError(`the packaged stack has no function ${functionName}`)
    const invocation = this.#last.then(() => this.#invoke(hosted, payload))
    this.#last = invocation.catch(() => undefined)
    return invocation
  }

  async #invoke(hosted: PackagedFunction, payload: unknown): Promise<InvocationOutcome> {
    const { requests, fault } = this.#hosting
    const firstRequest = requests.length
    const atSeconds = (Date.now() - this.#startedAtMilliseconds) / 1000
    const count = this.#countOf(hosted.key, channelOf(payload)) + 1
    const planned = fault?.({ functionKey: hosted.key, count, payload })
    const { outcome, logLines } = planned
      ? { outcome: planned, logLines: [] }
      : await withLog(() => this.#run(hosted, payload, count))
    const calls = requests
      .slice(firstRequest)
      .map(({ service, operation, body }) => ({ service, operation, body }))
    this.invocations.push({ functionKey: hosted.key, atSeconds, payload, calls, logLines, outcome })
    return outcome
  }

  /** Per channel, since channels are served side by side and come in any order. */
  #countOf(key: string, channel: string | undefined): number {
    return this.invocations.filter(
      ({ functionKey, payload }) => functionKey === key && channelOf(payload) === channel,
    ).length
  }

  async #run(hosted: PackagedFunction, payload: unknown, count: number): Promise<InvocationOutcome> {
    replaceEnvironment(this.#hosting.environmentOf(hosted))
    try {
      const handler = await this.#handlerOf(hosted)
      const result = await handler(asJson(payload), contextOf(hosted, count))
      return { result: asJson(result) }
    } catch (error) {
      const { name, message } =
        error instanceof Error ? error : { name: typeof error, message: String(error) }
      return { functionError: { errorType: name, errorMessage: message } }
    }
  }

  #handlerOf(hosted: PackagedFunction): Promise<Handler> {
    const known = this.#handlers.get(hosted.key)
    const handler = known ?? importHandler(hosted)
    this.#handlers.set(hosted.key, handler)
    return handler
  }
}

async function importHandler({ modulePath, exportName }: PackagedFunction): Promise<Handler> {
  const module = (await import(pathToFileURL(modulePath).href)) as Record<string, Handler>
  const handler = module[exportName]
  if (!handler) throw new TypeError(`${modulePath} exports no ${exportName}`)
  return handler
}

function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null))
}

function replaceEnvironment(environment: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(process.env)) if (!Object.hasOwn(environment, name)) delete process.env[name]
  Object.assign(process.env, environment)
}

function contextOf({ functionName, key }: PackagedFunction, count: number): object {
  return {
    awsRequestId: `${key}-${count}`,
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionName,
    memoryLimitInMB: '256',
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'bed',
    getRemainingTimeInMillis: () => 60_000,
  }
}

/** A function's log is its standard output. */
async function withLog<Outcome>(
  run: () => Promise<Outcome>,
): Promise<{ outcome: Outcome; logLines: string[] }> {
  const logLines: string[] = []
  const write = process.stdout.write.bind(process.stdout)
  process.stdout.write = (chunk: string | Uint8Array) => {
    logLines.push(String(chunk).trimEnd())
    return true
  }
  try {
    return { outcome: await run(), logLines }
  } finally {
    process.stdout.write = write
  }
}
