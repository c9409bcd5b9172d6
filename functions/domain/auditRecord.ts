import { type Delivery, isSettled } from './notification.ts'
import { type FlowOperationReport, schemaVersion } from './report.ts'

type AuditRecordType =
  | 'OPERATION_FINISHED'
  | 'NOTIFICATION_DELIVERED'
  | 'NOTIFICATION_DEAD_LETTERED'
  | 'NOTIFICATION_SUPERSEDED'
  | 'EVENT_REJECTED'

/**
 * One line of the audit log. `recordId` is the same however often the same fact is written, so that a repeated line
 * (PutLogEvents suppresses no duplicates) is recognised. `time` is when the fact came about, ISO 8601.
 */
export type AuditRecord = {
  readonly schemaVersion: typeof schemaVersion
  readonly recordId: string
  readonly recordType: AuditRecordType
  readonly flowOperationId: string | null
  readonly firewallArn: string | null
  readonly time: string
  readonly [detail: string]: unknown
}

/** The record that a watch is over, written before anybody is told. */
export function operationFinished(document: FlowOperationReport, now: string): AuditRecord {
  const { outcome, severity } = document
  return {
    ...head(document, 'OPERATION_FINISHED', document.finishedAt ?? now, []),
    outcome,
    severity,
    document,
  }
}

/** The records of what became of a notice on each channel. */
export function notificationRecords(
  document: FlowOperationReport,
  deliveries: readonly Delivery[],
  now: string,
): AuditRecord[] {
  return deliveries.map(delivery => notificationRecord(document, delivery, now))
}

function notificationRecord(document: FlowOperationReport, delivery: Delivery, now: string): AuditRecord {
  const { channel, target, notice, attempts, receipt, parked, settledAt } = delivery
  const named = target === null ? {} : { target }
  const reason = delivery.reason ?? 'the function that delivers could not run'
  const recordType = recordTypeOf(delivery)
  const result = recordType === 'NOTIFICATION_DELIVERED' ? { receipt } : { reason, parked }
  return {
    ...head(document, recordType, settledAt ?? now, [notice, channel, ...Object.values(named)]),
    channel,
    ...named,
    notice,
    attempts,
    ...result,
  }
}

function recordTypeOf(delivery: Delivery): AuditRecordType {
  if (!isSettled(delivery)) return 'NOTIFICATION_SUPERSEDED'
  return delivery.status === 'DELIVERED' ? 'NOTIFICATION_DELIVERED' : 'NOTIFICATION_DEAD_LETTERED'
}

/** The record of an event that could not be understood. `eventKey` tells two of them apart. */
export function eventRejected(eventKey: string, reason: string, now: string): AuditRecord {
  const recordType = 'EVENT_REJECTED'
  const recordId = `${eventKey}/${recordType}`
  return { schemaVersion, recordId, recordType, flowOperationId: null, firewallArn: null, time: now, reason }
}

function head(
  document: FlowOperationReport,
  recordType: AuditRecordType,
  time: string,
  parts: readonly string[],
): AuditRecord {
  const { watchKey, flowOperationId, firewallArn } = document
  return {
    schemaVersion,
    recordId: [watchKey, recordType, ...parts].join('/'),
    recordType,
    flowOperationId,
    firewallArn,
    time,
  }
}
