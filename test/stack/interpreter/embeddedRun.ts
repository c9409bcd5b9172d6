import type { Definition } from '../../../local/engine/definition.ts'
import { runExecution } from '../../../local/engine/runExecution.ts'
import { inVirtualTime, WorkInFlight } from '../../../local/engine/virtualTime.ts'
import type { StartedExecution } from './executionStarts.ts'
import type { FunctionHost } from './functionHost.ts'
import type { ExecutionEnd, InvocationOutcome, StateVisit } from './run.ts'

export type EngineRun = { readonly end: ExecutionEnd; readonly visits: readonly StateVisit[] }

/** Runs a definition in the embedded engine, as `flowbell demo` does, with the packaged functions behind its tasks. */
export async function embeddedRun(
  definitionText: string,
  { name, input }: StartedExecution,
  { host, startMilliseconds }: { readonly host: FunctionHost; readonly startMilliseconds: number },
): Promise<EngineRun> {
  const definition = JSON.parse(definitionText) as Definition
  const inFlight = new WorkInFlight()
  const visits: StateVisit[] = []
  const call = (functionName: string) => (payload: unknown) =>
    inFlight.during(async () => resultOf(await host.invoke(functionName, payload)))
  const { status, error, cause } = await inVirtualTime(
    inFlight,
    () =>
      runExecution({
        definition,
        functions: Object.fromEntries(
          host.functionNames.map(functionName => [functionName, call(functionName)]),
        ),
        name,
        input: JSON.parse(input) as object,
        observe: event => {
          if (event.kind === 'STATE_ENTERED')
            visits.push({ state: event.state, input: structuredClone(event.data) })
        },
      }),
    startMilliseconds,
  )
  return { end: { status, error, cause }, visits }
}

/** Throws what Step Functions would see, by its name. */
function resultOf(outcome: InvocationOutcome): unknown {
  if ('result' in outcome) return outcome.result
  if ('functionError' in outcome)
    throw namedError(outcome.functionError.errorType, outcome.functionError.errorMessage)
  throw namedError(`Lambda.${outcome.serviceError.errorType}`, 'planned by the scenario')
}

function namedError(name: string, message: string): Error {
  const error = new Error(message)
  error.name = name
  return error
}
