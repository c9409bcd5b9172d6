import type { AuditRecord } from '../../../functions/domain/auditRecord.ts'
import type { Delivery } from '../../../functions/domain/notification.ts'
import type { FlowOperationReport } from '../../../functions/domain/report.ts'
import type { WatchRequest } from '../../../functions/domain/watchRequest.ts'
import type { SimulatedExecution } from '../world/executions.ts'
import type { CallSite } from '../world/faults.ts'
import type { StartedOperation } from '../world/ingress.ts'
import type { Exchange, Invocation } from '../world/journal.ts'
import type { Run } from '../world/simulate.ts'

/**
 * message: complete in itself. card: Slack's message that is edited later. edit: of that card. reply: in its thread, or an overdue
 * notice.
 */
type Role = 'message' | 'card' | 'edit' | 'reply'

/** One message that a channel took, whatever the sender saw of it. */
export type Message = {
  readonly execution: string
  readonly delivery: Delivery
  readonly document: FlowOperationReport
  readonly auditRecorded: boolean
  readonly role: Role
  readonly exchange: Exchange
  readonly invocation: Invocation
  /** The state machine learnt of it: neither the answer nor the function's result was lost. */
  readonly isKnown: boolean
}

export type Watched = {
  readonly execution: SimulatedExecution
  readonly watch: WatchRequest
  /** What was started; null for events without an operation of the plan. */
  readonly operation: StartedOperation | null
  readonly invocations: readonly Invocation[]
  readonly messages: readonly Message[]
  /** DescribeFlowOperation by its poll function. */
  readonly polls: readonly Exchange[]
  /** When the end was seen and known to the state machine; null: never. */
  readonly concludedAt: number | null
  readonly finished: readonly { readonly at: number; readonly record: AuditRecord }[]
  readonly records: readonly { readonly at: number; readonly record: AuditRecord }[]
}

export type Facts = {
  readonly watches: readonly Watched[]
  /** Whether a fault happened at one of these sites. */
  readonly wasTouched: (...sites: readonly CallSite[]) => boolean
}

/** Puts together what belongs together, once for all checkers. */
export function factsOf(run: Run): Facts {
  const touched = new Set<CallSite>(run.journal.faults.map(({ site }) => site))
  return {
    watches: run.executions.map(execution => watchedOf(run, execution)),
    wasTouched: (...sites) => sites.some(site => touched.has(site)),
  }
}

function watchedOf(run: Run, execution: SimulatedExecution): Watched {
  const { name } = execution
  const { watch } = execution.input as { readonly watch: WatchRequest }
  const invocations = run.journal.invocations.filter(each => each.execution === name)
  const exchanges = run.journal.exchanges.filter(({ invocation }) => invocation?.execution === name)
  const records = run.records.filter(({ record }) => record.recordId.startsWith(`${name}/`))
  const operation = run.operations.find(
    ({ flowOperationId, eventIds }) => flowOperationId === name || eventIds.includes(name),
  )
  return {
    execution,
    watch,
    operation: operation ?? null,
    invocations,
    messages: exchanges.flatMap(messageOf),
    polls: exchanges.filter(({ site, by }) => site === 'DescribeFlowOperation' && by === 'pollOperation'),
    concludedAt: conclusionOf(invocations),
    records,
    finished: records.filter(({ record }) => record.recordType === 'OPERATION_FINISHED'),
  }
}

function conclusionOf(invocations: readonly Invocation[]): number | null {
  const concluding = invocations.find(
    ({ functionName, isEndSeen, result }) =>
      functionName === 'pollOperation' &&
      isEndSeen &&
      (result as { next?: string } | null)?.next === 'CONCLUDE',
  )
  return concluding?.endedAt ?? null
}

const messageSites = ['Publish', 'PutEvents', 'webhook', 'flow', 'chat.postMessage', 'chat.update']

function messageOf(exchange: Exchange): Message[] {
  const { invocation, isTaken, site } = exchange
  if (!isTaken || invocation === null || !messageSites.includes(site)) return []
  const payload = invocation.payload as {
    delivery: Delivery
    document: FlowOperationReport
    auditRecorded: boolean
  }
  const isKnown = exchange.seen === 'success' && invocation.end === 'succeeded' && invocation.isEndSeen
  const execution = invocation.execution ?? ''
  return [{ execution, ...payload, role: roleOf(exchange, payload.delivery), exchange, invocation, isKnown }]
}

function roleOf({ site, request }: Exchange, { notice }: Delivery): Role {
  if (site === 'chat.update') return 'edit'
  if (site !== 'chat.postMessage') return 'message'
  return 'thread_ts' in request || notice === 'OVERDUE' ? 'reply' : 'card'
}

/** What a person would call the watch in a report of a violation. */
export function named({ execution }: Watched): string {
  return `watch ${execution.name.slice(0, 8)}`
}
