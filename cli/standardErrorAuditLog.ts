import { jsonLine } from '../functions/domain/jsonLine.ts'
import type { AuditLog } from '../functions/ports.ts'

/** Audit records as lines on standard error, for a watch without a log group. */
export function standardErrorAuditLog(): AuditLog {
  return {
    async write(_watchKey, records) {
      for (const record of records) process.stderr.write(`${jsonLine(record)}\n`)
    },
  }
}
