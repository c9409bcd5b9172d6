import * as z from 'zod/mini'
import { Notice } from '../../functions/domain/notification.ts'
import { Outcome, Severity } from '../../functions/domain/outcome.ts'

const head = { recordId: z.string(), time: z.string() }
const way = { channel: z.string(), target: z._default(z.nullable(z.string()), null), notice: Notice }
const attempts = z._default(z.number(), 0)

/** The audit records as far as a story is told from them, of this version and of earlier ones. */
const AuditLine = z.discriminatedUnion('recordType', [
  z.object({
    ...head,
    recordType: z.literal('OPERATION_FINISHED'),
    outcome: Outcome,
    severity: Severity,
    document: z.unknown(),
  }),
  z.object({
    ...head,
    ...way,
    attempts,
    recordType: z.literal('NOTIFICATION_DELIVERED'),
    receipt: z._default(z.nullable(z.string()), null),
  }),
  z.object({
    ...head,
    ...way,
    attempts,
    recordType: z.enum(['NOTIFICATION_DEAD_LETTERED', 'NOTIFICATION_SUPERSEDED']),
    reason: z.string(),
    parked: z._default(z.boolean(), false),
  }),
  z.object({ ...head, recordType: z.literal('EVENT_REJECTED'), reason: z.string() }),
])
export type AuditLine = z.infer<typeof AuditLine>

/** `repeated`: lines that say again what an earlier one said. `unreadable`: lines that are no record of Flowbell's. */
export type AuditLines = {
  readonly records: readonly AuditLine[]
  readonly repeated: number
  readonly unreadable: number
}

/** The records in the lines of a stream, each fact once: CloudWatch Logs keeps what is written twice. */
export function recordsIn(lines: readonly string[]): AuditLines {
  const records = new Map<string, AuditLine>()
  let unreadable = 0
  for (const line of lines) {
    const record = recordIn(line)
    if (record === null) unreadable += 1
    else if (!records.has(record.recordId)) records.set(record.recordId, record)
  }
  const repeated = lines.length - unreadable - records.size
  return { records: [...records.values()], repeated, unreadable }
}

function recordIn(line: string): AuditLine | null {
  try {
    return AuditLine.safeParse(JSON.parse(line)).data ?? null
  } catch {
    return null
  }
}
