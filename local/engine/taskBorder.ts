/** Step Functions refuses larger inputs and outputs (service quotas). */
const maxPayloadBytes = 262_144

/** A function as the engine calls it: JSON in, JSON out. */
export type TaskFunction = (payload: unknown) => Promise<unknown>
export type TaskFunctions = Readonly<Record<string, TaskFunction>>

/** What `arn:aws:states:::lambda:invoke` is given. */
type LambdaInvoke = { readonly FunctionName: string; readonly Payload: unknown }

/**
 * Calls a function the way Step Functions calls Lambda: payload and result pass through JSON, an error leaves as its name
 * and the JSON text that Lambda makes of it, an oversized result is an error of its own.
 */
export async function invokeFunction(input: unknown, functions: TaskFunctions): Promise<unknown> {
  const { FunctionName, Payload } = input as LambdaInvoke
  const name = FunctionName.split(':').at(-1) ?? ''
  const run = Object.hasOwn(functions, name) ? functions[name] : undefined
  if (!run) throw taskError('Lambda.ResourceNotFoundException', `there is no function ${name}`)
  return { ExecutedVersion: '$LATEST', Payload: await resultOf(run, Payload), StatusCode: 200 }
}

async function resultOf(run: TaskFunction, payload: unknown): Promise<unknown> {
  try {
    const text = JSON.stringify((await run(JSON.parse(JSON.stringify(payload)))) ?? null)
    if (Buffer.byteLength(text) <= maxPayloadBytes) return JSON.parse(text)
  } catch (error) {
    throw error instanceof Error
      ? taskError(error.name, error.message)
      : taskError(typeof error, String(error))
  }
  throw taskError('States.DataLimitExceeded', `the result is larger than ${maxPayloadBytes} bytes`)
}

/** The engine takes an error's name as Error and its message as Cause. */
function taskError(name: string, message: string): Error {
  const error = new Error(JSON.stringify({ errorType: name, errorMessage: message, trace: [] }))
  error.name = name
  return error
}
