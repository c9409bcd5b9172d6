import { createHash } from 'node:crypto'
import { eventRejected } from '../domain/auditRecord.ts'
import { eventRejectedMetric } from '../domain/metrics.ts'
import { isDeeperThan } from '../domain/tolerantJson.ts'
import type { AuditLog, Clock, Metrics, RejectedEvents } from '../ports.ts'

/**
 * Records a rejected event in the audit log and counts it in a metric. The record is named by a hash of the event: its own ids
 * cannot be trusted, and the same event makes the same record.
 */
export function rejectedEventsLog(auditLog: AuditLog, metrics: Metrics, clock: Clock): RejectedEvents {
  return {
    async report(event, reason) {
      const nowMilliseconds = clock.nowMilliseconds()
      const eventKey = fingerprint(event, reason)
      metrics.record([eventRejectedMetric])
      const record = eventRejected(eventKey, reason, new Date(nowMilliseconds).toISOString())
      await auditLog.write(`rejected-${eventKey}`, [record])
    },
  }
}

/** Whatever is too deep to be written as text is told apart by what is wrong with it. */
function fingerprint(event: unknown, reason: string): string {
  const text = isDeeperThan(64, event) ? reason : (JSON.stringify(event) ?? '')
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}
