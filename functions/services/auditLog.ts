import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { cloudWatchAuditLog } from '../adapters/cloudWatchAuditLog.ts'
import type { AuditLog } from '../ports.ts'
import type { Runtime } from '../runtime.ts'
import { demanded } from './demanded.ts'
import { oneAttempt } from './oneAttempt.ts'

export function buildAuditLog({ settings, ingestionClock, prepareClient }: Runtime): AuditLog {
  const group = demanded(settings.auditLogGroup, 'FLOWBELL_AUDIT_LOG_GROUP')
  return cloudWatchAuditLog(prepareClient(new CloudWatchLogsClient(oneAttempt)), group, ingestionClock)
}
