import { rejectedEventsLog } from '../adapters/rejectedEventsLog.ts'
import type { AuditLog, RejectedEvents } from '../ports.ts'
import type { Runtime } from '../runtime.ts'
import { demanded } from './demanded.ts'
import { buildMetrics } from './metrics.ts'
import { once } from './once.ts'

const seldomUsed = once(() => import('./seldomUsed.ts'))

/** Hardly any event is rejected: the client of the audit log is loaded by the first that is. */
export function buildRejectedEvents(runtime: Runtime): RejectedEvents {
  demanded(runtime.settings.auditLogGroup, 'FLOWBELL_AUDIT_LOG_GROUP')
  const built = once(async () => (await seldomUsed()).buildAuditLog(runtime))
  const lateAuditLog: AuditLog = {
    write: async (watchKey, records) => (await built()).write(watchKey, records),
  }
  return rejectedEventsLog(lateAuditLog, buildMetrics(runtime), runtime.clock)
}
