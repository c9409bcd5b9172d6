import type { Definition } from '../../../local/engine/definition.ts'
import { type ExecutionEvent, runExecution } from '../../../local/engine/runExecution.ts'
import type { StartedExecution, StepFunctionsModel } from '../../../local/model/stepFunctions.ts'
import { countHistoryEvents } from '../../statemachines/historyEvents.ts'
import { type FunctionName, functionNames } from './faults.ts'
import type { Journal } from './journal.ts'
import type { LambdaService } from './lambdaService.ts'

/** One execution, as Step Functions shows it. All times are virtual milliseconds since the beginning. */
export type SimulatedExecution = {
  readonly name: string
  readonly input: unknown
  readonly startedAt: number
  endedAt: number | null
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED'
  error: string | null
  cause: string | null
  /** The data that the last state was given. */
  lastData: unknown
  readonly events: ExecutionEvent[]
  /** Every task that was tried, with what Step Functions got of it; still open: nothing. */
  readonly calls: TaskCall[]
  historyEvents: number
}

type TaskCall = {
  readonly functionName: FunctionName
  readonly payload: unknown
  outcome: { readonly result: unknown } | { readonly error: Error } | null
}

type Parts = {
  readonly definition: Definition
  readonly model: StepFunctionsModel
  readonly lambda: LambdaService
  readonly journal: Journal
}

/** Step Functions: runs what was started, on the embedded engine. */
export class Executions {
  readonly all: SimulatedExecution[] = []
  readonly #parts: Parts
  readonly #running = new Set<Promise<void>>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  get isQuiet(): boolean {
    return this.#running.size === 0
  }

  has(name: string): boolean {
    return this.all.some(execution => execution.name === name)
  }

  /** Begins what StartExecution has accepted since the last time. */
  begin(): void {
    const { executions } = this.#parts.model
    for (const started of executions.slice(this.all.length)) {
      const running = this.#run(started).finally(() => this.#running.delete(running))
      this.#running.add(running)
    }
  }

  async #run({ name, input, executionArn }: StartedExecution): Promise<void> {
    const { definition, model, journal } = this.#parts
    const execution = newExecution(name, JSON.parse(input) as object, journal.now)
    this.all.push(execution)
    const actor = `execution ${name.slice(0, 8)}`
    journal.tell(actor, 'begins')
    const end = await runExecution({
      definition,
      name,
      input: execution.input as object,
      functions: this.#functions(execution),
      observe: event => {
        execution.events.push(event)
        journal.tell(actor, lineOf(event))
      },
    })
    const { status, error, cause, data: lastData } = end
    const historyEvents = countHistoryEvents(execution.events)
    Object.assign(execution, { status, error, cause, lastData, historyEvents, endedAt: journal.now })
    model.close(executionArn)
    journal.tell(actor, `ends ${status}${error ? `: ${error}` : ''}`)
    if (status === 'FAILED') {
      journal.count({ namespace: 'AWS/States', name: 'ExecutionsFailed', subject: null, value: 1 })
    }
  }

  #functions({ name, calls }: SimulatedExecution) {
    const { lambda } = this.#parts
    const functions = functionNames.map((functionName: FunctionName) => {
      const invoke = async (payload: unknown) => {
        const call: TaskCall = { functionName, payload, outcome: null }
        calls.push(call)
        try {
          const result = await lambda.invoke(functionName, payload, name)
          call.outcome = { result }
          return result
        } catch (error) {
          call.outcome = { error: error as Error }
          throw error
        }
      }
      return [functionName, invoke] as const
    })
    return Object.fromEntries(functions)
  }
}

function newExecution(name: string, input: object, startedAt: number): SimulatedExecution {
  const end = { endedAt: null, error: null, cause: null, lastData: null, historyEvents: 0 }
  return { name, input, startedAt, status: 'RUNNING', ...end, events: [], calls: [] }
}

function lineOf(event: ExecutionEvent): string {
  switch (event.kind) {
    case 'STATE_ENTERED':
      return `enters ${event.state}`
    case 'TASK_SUCCEEDED':
      return `${event.state} succeeded`
    case 'TASK_FAILED':
      return `${event.state} failed: ${event.error}`
  }
}
