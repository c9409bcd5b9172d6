import middy, { type MiddlewareObj } from '@middy/core'
import type { Context } from 'aws-lambda'
import type * as z from 'zod/mini'
import type { Settings } from './config.ts'
import { InvalidInputError } from './domain/errors.ts'
import { isInLambda, lambdaRuntime, type Runtime } from './runtime.ts'

/** How each service of a function is made. */
export type ServiceBuilders<Services> = {
  readonly [Name in keyof Services]: (runtime: Runtime) => Services[Name]
}

/** One Lambda function: how its input is read, what it works with, and what it does. */
export type FunctionDefinition<Input, Output, Services> = {
  readonly name: string
  readonly input: z.ZodMiniType<Input>
  /** One builder per service, so that what is overridden is never built. */
  readonly services: ServiceBuilders<Services>
  readonly run: (input: Input, services: Services) => Promise<Output>
}

/** What Lambda, or the local engine, calls: one event, and a context of which only logs use the request's id. */
export type LambdaHandler<Output> = (event: unknown, context: Context) => Promise<Output>

/** Makes the handler of a function on a runtime; `overrides` replace single services. */
export type HandlerFactory<Output, Services> = (
  runtime?: () => Runtime,
  overrides?: Partial<Services>,
) => LambdaHandler<Output>

/**
 * Wraps a function's work in what all of them share: the input is parsed, services are built on the first call, a failure
 * is logged with the request's id and leaves the handler as it is.
 */
export function defineFunction<Input, Output, Services extends object>(
  definition: FunctionDefinition<Input, Output, Services>,
): HandlerFactory<Output, Services> {
  return (runtime = lambdaRuntime, overrides = {}) => {
    let services: Services | undefined
    const work = async (event: unknown): Promise<Output> => {
      services ??= builtServices(definition.services, runtime(), overrides)
      return definition.run(parsedInput(definition, event), services)
    }
    const handler = middy<unknown, Output>().use(failureLog(definition.name, runtime)).handler(work)
    return async (event, context) => handler(event, context)
  }
}

/**
 * In Lambda, loads what the settings ask for while the function still initialises, and not during its first call, which has only
 * the share of a processor that goes with its memory. Elsewhere nothing is loaded before it is needed.
 */
export async function loadAhead(load: (settings: Settings) => Promise<void>): Promise<void> {
  if (!isInLambda()) return
  try {
    await load(lambdaRuntime().settings)
  } catch {
    // The first call fails for the same reason, and its log line says which call that was.
  }
}

function builtServices<Services extends object>(
  builders: ServiceBuilders<Services>,
  runtime: Runtime,
  overrides: Partial<Services>,
): Services {
  const names = Object.keys(builders) as (keyof Services)[]
  const built = names.map(name => [
    name,
    Object.hasOwn(overrides, name) ? overrides[name] : builders[name](runtime),
  ])
  return Object.fromEntries(built) as Services
}

function parsedInput<Input>(
  { name, input }: { name: string; input: z.ZodMiniType<Input> },
  event: unknown,
): Input {
  const parsed = input.safeParse(event)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const where = issue?.path.join('.') || 'the input'
  throw new InvalidInputError(`${name}: ${where}: ${issue?.message ?? 'not understood'}`)
}

function failureLog(functionName: string, runtime: () => Runtime): MiddlewareObj {
  return {
    onError: ({ error, context }) => {
      const { name, message } = error instanceof Error ? error : new Error(String(error))
      runtime().log({ level: 'ERROR', functionName, requestId: context.awsRequestId, error: name, message })
    },
  }
}
