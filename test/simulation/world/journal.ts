import type { AuditRecord } from '../../../functions/domain/auditRecord.ts'
import type { JsonObject } from '../../../local/model/wire/jsonObject.ts'
import type { CallSite, FaultMode, FunctionName, NetworkSite } from './faults.ts'
import { beginning } from './virtualWorld.ts'

/** One run of a function. All times are virtual milliseconds since the beginning of the world. */
export type Invocation = {
  readonly id: number
  readonly functionName: FunctionName
  /** The execution whose task it is; null for startWatch and sweepOperations. */
  readonly execution: string | null
  readonly payload: unknown
  readonly at: number
  /** died: it crashed, ran out of memory or of time. */
  end: 'running' | 'succeeded' | 'failed' | 'died'
  endedAt: number | null
  result: unknown
  error: string | null
  /** Whether the caller got the function's own result or error. */
  isEndSeen: boolean
}

/** One call over the network. `isTaken`: the service did what it was asked for, whatever the caller saw of it. */
export type Exchange = {
  readonly index: number
  readonly site: NetworkSite
  readonly by: FunctionName | null
  readonly invocation: Invocation | null
  readonly at: number
  fault: FaultMode | null
  isTaken: boolean
  /** success: the caller got the service's own answer of a call that was taken. */
  seen: 'nothing yet' | 'success' | 'failure'
  /** HTTP status that the caller saw; null for none. */
  status: number | null
  readonly request: JsonObject
  /** Everything sent, headers included: what a secret could leak into. */
  readonly headers: Readonly<Record<string, string>>
  /** The body that the caller saw. */
  answer: string
  retryAfter: string | null
}

export type LogLine = { readonly at: number; readonly functionName: FunctionName; readonly entry: JsonObject }
export type MetricPoint = {
  readonly at: number
  readonly namespace: string
  readonly name: string
  /** The function or rule that an AWS metric is about; null for Flowbell's own. */
  readonly subject: string | null
  readonly value: number
}
export type RecordedFact = { readonly at: number; readonly record: AuditRecord }
export type FaultHappened = { readonly at: number; readonly site: CallSite; readonly mode: FaultMode }

/** Everything that happened in one run, in order. */
export class Journal {
  readonly invocations: Invocation[] = []
  readonly exchanges: Exchange[] = []
  readonly logs: LogLine[] = []
  readonly metrics: MetricPoint[] = []
  readonly faults: FaultHappened[] = []
  readonly #lines: { readonly at: number; readonly actor: string; readonly what: string }[] = []

  /** Virtual milliseconds since the beginning. */
  get now(): number {
    return Date.now() - beginning
  }

  tell(actor: string, what: string): void {
    this.#lines.push({ at: this.now, actor, what })
  }

  count(point: Omit<MetricPoint, 'at'>): void {
    this.metrics.push({ at: this.now, ...point })
  }

  /** One line per thing that happened: time since the beginning, who, what. */
  timeline(): string[] {
    return this.#lines.map(({ at, actor, what }) => `${clockTime(at)}  ${actor.padEnd(24)} ${what}`)
  }
}

/** `1d 02:03:04.567`; the day only when there is one. */
function clockTime(milliseconds: number): string {
  const days = Math.floor(milliseconds / 86_400_000)
  const time = new Date(milliseconds % 86_400_000).toISOString().slice(11, 23)
  return days > 0 ? `${days}d ${time}` : time
}
