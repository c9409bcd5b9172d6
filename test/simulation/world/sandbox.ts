import { AsyncLocalStorage } from 'node:async_hooks'
import type { Context } from 'aws-lambda'
import { systemClock } from '../../../functions/adapters/systemClock.ts'
import type { Settings } from '../../../functions/config.ts'
import type { LambdaHandler } from '../../../functions/lambda.ts'
import type { PreparableClient, Runtime } from '../../../functions/runtime.ts'
import type { JsonObject } from '../../../local/model/wire/jsonObject.ts'
import { invocation as invocationOf } from '../../../local/shippedFunctions.ts'
import type { FunctionName } from './faults.ts'
import type { Invocation, Journal } from './journal.ts'

/** Makes a function's handler on a runtime, as the shipped ones are made. */
export type HandlerFactory = (runtime: () => Runtime) => LambdaHandler<unknown>

/** What all sandboxes of a run have in common. */
export type SandboxSetup = {
  readonly settings: Settings
  readonly journal: Journal
  readonly random: () => number
  /** How wrong the functions' clocks are at the moment, in milliseconds. */
  readonly clockError: () => number
  readonly prepareClient: <Client extends PreparableClient>(client: Client) => Client
}

const current = new AsyncLocalStorage<Sandbox>()

/** The sandbox whose code is running. */
export function currentSandbox(): Sandbox | undefined {
  return current.getStore()
}

/** Middy would watch the rest of the time in real time; the end of a function's time is the simulator's own affair. */
function withoutTimeLimit(context: Context): Context {
  return { ...context, getRemainingTimeInMillis: undefined } as unknown as Context
}

/** One execution environment of one function: what a warm start finds, and a crash loses. */
export class Sandbox {
  readonly functionName: FunctionName
  isDead = false
  invocation: Invocation | null = null
  readonly #call: (payload: unknown) => Promise<unknown>
  #whenDead: (error: Error) => void = () => undefined

  constructor(functionName: FunctionName, factory: HandlerFactory, setup: SandboxSetup) {
    this.functionName = functionName
    const runtime = this.#runtime(setup)
    const handler = factory(() => runtime)
    this.#call = invocationOf(functionName, (event, context) => handler(event, withoutTimeLimit(context)))
  }

  /** Rejects with the cause of death when the sandbox dies meanwhile; its own code then goes nowhere any more. */
  run(invocation: Invocation): Promise<unknown> {
    this.invocation = invocation
    const death = new Promise<never>((_resolve, reject) => {
      this.#whenDead = reject
    })
    const work = current.run(this, () => this.#call(invocation.payload))
    return Promise.race([work, death])
  }

  die(error: Error): void {
    this.isDead = true
    this.#whenDead(error)
  }

  #runtime({ settings, journal, random, clockError, prepareClient }: SandboxSetup): Runtime {
    const clock = { nowMilliseconds: () => systemClock.nowMilliseconds() + clockError() }
    const log = (entry: JsonObject) => {
      if (!this.isDead) writeLog(journal, this.functionName, entry)
    }
    return { settings, clock, ingestionClock: clock, random, log, prepareClient }
  }
}

type EmfLine = {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string
      readonly Metrics: readonly { readonly Name: string }[]
    }[]
  }
}

/** CloudWatch makes metrics of the lines that are in its embedded format. */
function writeLog(journal: Journal, functionName: FunctionName, entry: JsonObject): void {
  journal.logs.push({ at: journal.now, functionName, entry })
  if (!('_aws' in entry)) {
    journal.tell(functionName, `logs ${JSON.stringify(entry)}`)
    return
  }
  for (const { Namespace: namespace, Metrics } of (entry as EmfLine)._aws.CloudWatchMetrics) {
    for (const { Name: name } of Metrics) {
      journal.count({ namespace, name, subject: null, value: Number(entry[name]) })
    }
  }
}
