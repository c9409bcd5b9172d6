import { executionInput } from '../functions/domain/executionInput.ts'
import type { Delivery } from '../functions/domain/notification.ts'
import type { Outcome } from '../functions/domain/outcome.ts'
import type { FlowOperationReport } from '../functions/domain/report.ts'
import type { WatchRequest } from '../functions/domain/watchRequest.ts'
import { shippedDefinition } from './engine/definition.ts'
import { type ExecutionEnd, type ExecutionEvent, runExecution } from './engine/runExecution.ts'
import type { TaskFunctions } from './engine/taskBorder.ts'
import { inVirtualTime, WorkInFlight } from './engine/virtualTime.ts'

/** What a watch came to. `document` is null when not even the outcome could be written. */
export type WatchResult = {
  readonly executionStatus: ExecutionEnd['status']
  readonly outcome: Outcome | null
  readonly polls: number
  readonly document: FlowOperationReport | null
  readonly deliveries: readonly Delivery[]
  readonly overdueDeliveries: readonly Delivery[]
  readonly isAuditRecorded: boolean
  readonly error: string | null
  readonly cause: string | null
}

export type WatchRun = {
  readonly functions: TaskFunctions
  /** Waits and the clock run in virtual time. */
  readonly isVirtualTime: boolean
  readonly observe?: (event: ExecutionEvent) => void
  /** The work of the functions, where the caller has a say in it. */
  readonly inFlight?: WorkInFlight
  /** When virtual time begins, in epoch milliseconds; now, unless told otherwise. */
  readonly startMilliseconds?: number
}

/** Runs the shipped state machine for one watch, to its end. */
export async function runWatch(watch: WatchRequest, run: WatchRun): Promise<WatchResult> {
  const { inFlight = new WorkInFlight() } = run
  const execution = () =>
    runExecution({
      definition: shippedDefinition(name => `arn:aws:lambda:local:000000000000:function:${name}`),
      functions: counted(run.functions, inFlight),
      name: watch.watchKey,
      input: executionInput(watch),
      ...(run.observe ? { observe: run.observe } : {}),
    })
  const { isVirtualTime, startMilliseconds } = run
  return resultOf(await (isVirtualTime ? inVirtualTime(inFlight, execution, startMilliseconds) : execution()))
}

function counted(functions: TaskFunctions, inFlight: WorkInFlight): TaskFunctions {
  return Object.fromEntries(
    Object.entries(functions).map(([name, call]) => [
      name,
      (payload: unknown) => inFlight.during(() => call(payload)),
    ]),
  )
}

/** The parts of the execution's last state that tell what it came to. */
type LastData = {
  readonly notice?: { readonly document?: FlowOperationReport } | null
  readonly deliveries?: readonly Delivery[]
  readonly overdue?: { readonly deliveries?: readonly Delivery[] }
  readonly audit?: { readonly recorded?: boolean }
}

function resultOf({ status, data, error, cause }: ExecutionEnd): WatchResult {
  const { notice, deliveries = [], overdue, audit } = (data ?? {}) as LastData
  const document = notice?.document?.notice === 'OUTCOME' ? notice.document : null
  return {
    executionStatus: status,
    outcome: document?.outcome ?? null,
    polls: document?.polls ?? 0,
    document,
    deliveries,
    overdueDeliveries: overdue?.deliveries ?? [],
    isAuditRecorded: audit?.recorded ?? false,
    error,
    cause,
  }
}
