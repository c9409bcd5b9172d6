/** One request to AWS or Slack, as it reached the model. */
type Call = { readonly service: string; readonly operation: string; readonly body: unknown }

/** What an invocation came to: what the function returned, or the error that Lambda makes of what it threw. */
export type InvocationOutcome =
  | { readonly result: unknown }
  /** The function's own failure, by the name that Retry and Catch match on. */
  | { readonly functionError: { readonly errorType: string; readonly errorMessage: string } }
  /** Lambda itself did not run the function. */
  | { readonly serviceError: { readonly errorType: string; readonly httpStatus: number } }

/** One invocation of a packaged function, with all that it did. */
export type Invocation = {
  /** The key in serverless.yml, for example `pollOperation`. */
  readonly functionKey: string
  /** Virtual seconds since the world began. */
  readonly atSeconds: number
  readonly payload: unknown
  readonly calls: readonly Call[]
  /** What it wrote to its log. */
  readonly logLines: readonly string[]
  readonly outcome: InvocationOutcome
}

/** One state that was entered, and what it was given. */
export type StateVisit = { readonly state: string; readonly input: unknown }

/** How the execution ended, as DescribeExecution tells it. */
export type ExecutionEnd = {
  readonly status: string
  readonly error: string | null
  readonly cause: string | null
}

/** The channel whose delivery an invocation, or an item of a Map, is about; undefined when it is about none. */
export function channelOf(value: unknown): string | undefined {
  const channel = memberOf(memberOf(value, 'delivery'), 'channel')
  return typeof channel === 'string' ? channel : undefined
}

/** A member of a JSON value; undefined when there is none. */
export function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}

/** Everything that one engine did in one world, in order of arrival. */
export type Run = {
  /** Names the execution; null when none was started. */
  readonly watchKey: string
  readonly end: ExecutionEnd
  readonly visits: readonly StateVisit[]
  readonly invocations: readonly Invocation[]
}
