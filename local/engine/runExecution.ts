import { StateMachine } from 'aws-local-stepfunctions'
import { allStates, type Definition } from './definition.ts'
import { invokeFunction, type TaskFunctions } from './taskBorder.ts'

/** What happens during an execution, as it happens. `data` is the state's input. */
export type ExecutionEvent =
  | { readonly kind: 'STATE_ENTERED'; readonly state: string; readonly type: string; readonly data: unknown }
  | { readonly kind: 'TASK_SUCCEEDED'; readonly state: string; readonly result: unknown }
  | { readonly kind: 'TASK_FAILED'; readonly state: string; readonly error: string; readonly cause: string }

/** How an execution ended. `data` is what the last state was given; `error` and `cause` are null on success. */
export type ExecutionEnd = {
  readonly status: 'SUCCEEDED' | 'FAILED'
  readonly lastState: string | null
  readonly data: unknown
  readonly error: string | null
  readonly cause: string | null
}

export type Execution = {
  readonly definition: Definition
  readonly functions: TaskFunctions
  readonly name: string
  readonly input: object
  readonly observe?: (event: ExecutionEvent) => void
}

/** Runs a definition in the embedded engine with the given functions behind every Task state. */
export async function runExecution(execution: Execution): Promise<ExecutionEnd> {
  const observe = execution.observe ?? (() => undefined)
  const machine = new StateMachine(execution.definition as never, { validationOptions: { noValidate: true } })
  let last: { state: string; data: unknown } | null = null
  const run = machine.run(structuredClone(execution.input) as never, {
    overrides: { taskResourceLocalHandlers: taskHandlers(execution, observe) },
    context: contextObject(execution.name),
  })
  const watched = (async () => {
    for await (const event of run.eventLogs) {
      if (event.type !== 'StateEntered') continue
      const { name, type, input } = event.state
      if (type === 'Succeed' || type === 'Fail') last = { state: name, data: input }
      observe({ kind: 'STATE_ENTERED', state: name, type, data: input })
    }
  })()
  const failure = await failureOf(run.result)
  await watched
  const { state = null, data = null } = (last ?? {}) as { state?: string; data?: unknown }
  return {
    status: failure ? 'FAILED' : 'SUCCEEDED',
    lastState: state,
    data,
    error: null,
    cause: null,
    ...failure,
  }
}

/** Every Task needs a local handler: without one the engine would call the real Lambda service. */
function taskHandlers({ definition, functions }: Execution, observe: (event: ExecutionEvent) => void) {
  const tasks = [...allStates(definition)].filter(([, state]) => state.Type === 'Task')
  return Object.fromEntries(
    tasks.map(([state, { Resource }]) => {
      if (Resource !== 'arn:aws:states:::lambda:invoke')
        throw new TypeError(`${state} invokes no function: ${Resource}`)
      return [state, (input: unknown) => runTask(state, input, functions, observe) as Promise<never>]
    }),
  )
}

async function runTask(
  state: string,
  input: unknown,
  functions: TaskFunctions,
  observe: (event: ExecutionEvent) => void,
): Promise<unknown> {
  try {
    const result = await invokeFunction(input, functions)
    observe({ kind: 'TASK_SUCCEEDED', state, result: (result as { readonly Payload: unknown }).Payload })
    return result
  } catch (error) {
    const { name, message } = error as Error
    observe({ kind: 'TASK_FAILED', state, error: name, cause: message })
    throw error
  }
}

/** The engine rejects with an error whose cause carries what Step Functions calls Error and Cause. */
async function failureOf(result: Promise<unknown>): Promise<{ error: string; cause: string } | null> {
  try {
    await result
    return null
  } catch (error) {
    const { name, message, cause } = error as Error
    return cause instanceof Error
      ? { error: cause.name, cause: cause.message }
      : { error: name, cause: message }
  }
}

function contextObject(name: string) {
  const arn = 'arn:aws:states:local:000000000000'
  return {
    Execution: {
      Id: `${arn}:execution:watch-flow-operation:${name}`,
      Name: name,
      StartTime: new Date().toISOString(),
    },
    StateMachine: { Id: `${arn}:stateMachine:watch-flow-operation`, Name: 'watch-flow-operation' },
  }
}
