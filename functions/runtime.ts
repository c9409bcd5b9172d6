import { systemClock } from './adapters/systemClock.ts'
import { readSettings, type Settings } from './config.ts'
import { jsonLine } from './domain/jsonLine.ts'
import type { Clock, Log, Random } from './ports.ts'

/** What all functions are built from, once per cold start. */
export type Runtime = {
  readonly settings: Settings
  readonly clock: Clock
  /** The time that AWS has, which `clock` is too, unless a run is in virtual time. */
  readonly ingestionClock: Clock
  readonly random: Random
  readonly log: Log
  /** Told of every AWS client before its first call. */
  readonly prepareClient: PrepareClient
}

/** The part of an AWS client that a caller may want to look at or add to. */
export type PreparableClient = { readonly config: object; readonly middlewareStack: object }
type PrepareClient = <Client extends PreparableClient>(client: Client) => Client

let runtime: Runtime | undefined

/** The runtime in Lambda. Throws InvalidSettingError; a function with a wrong setting must not seem to work. */
export function lambdaRuntime(): Runtime {
  runtime ??= {
    settings: readSettings(process.env, ['FLOWBELL_AUDIT_LOG_GROUP', 'FLOWBELL_DEAD_LETTER_QUEUE_URL']),
    clock: systemClock,
    ingestionClock: systemClock,
    random: Math.random,
    log: writeLogLine,
    prepareClient: client => client,
  }
  return runtime
}

/** By a variable that Lambda reserves for itself. */
export function isInLambda(): boolean {
  return process.env['AWS_LAMBDA_FUNCTION_NAME'] !== undefined
}

/** One JSON object a line, which CloudWatch Logs parses; foreign text stays inside its strings. */
function writeLogLine(entry: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${jsonLine(entry)}\n`)
}
