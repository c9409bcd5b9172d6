import { createHash } from 'node:crypto'
import { eventRejected } from '../domain/auditRecord.ts'
import { isDeeperThan } from '../domain/tolerantJson.ts'
import type { AuditLog, Clock, Log, RejectedEvents } from '../ports.ts'

/** The CloudWatch namespace of Flowbell's own metrics. */
const metricNamespace = 'Flowbell'

/**
 * Records a rejected event in the audit log and counts it in a metric (CloudWatch embedded metric format). The record is named
 * by a hash of the event: its own ids cannot be trusted, and the same event makes the same record.
 */
export function rejectedEventsLog(auditLog: AuditLog, log: Log, clock: Clock): RejectedEvents {
  return {
    async report(event, reason) {
      const nowMilliseconds = clock.nowMilliseconds()
      const eventKey = fingerprint(event, reason)
      log(rejectionMetric(nowMilliseconds, reason))
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

function rejectionMetric(nowMilliseconds: number, reason: string) {
  return {
    _aws: {
      Timestamp: nowMilliseconds,
      CloudWatchMetrics: [
        {
          Namespace: metricNamespace,
          Dimensions: [[]],
          Metrics: [{ Name: 'EventsRejected', Unit: 'Count' }],
        },
      ],
    },
    EventsRejected: 1,
    reason,
  }
}
