import * as z from 'zod/mini'
import { notificationRecords, operationFinished } from '../domain/auditRecord.ts'
import { retryableError } from '../domain/errors.ts'
import { deliveryMetrics } from '../domain/metrics.ts'
import { Delivery, isSettled } from '../domain/notification.ts'
import type { FlowOperationReport } from '../domain/report.ts'
import { ServiceError } from '../domain/serviceError.ts'
import { toldDocument } from '../domain/toldDocument.ts'
import { defineFunction, type ServiceBuilders } from '../lambda.ts'
import type { AuditLog, Clock, Metrics } from '../ports.ts'
import { buildAuditLog } from '../services/auditLog.ts'
import { buildMetrics } from '../services/metrics.ts'

/**
 * OUTCOME: how the watch ended. OVERDUE_DELIVERIES: what became of the overdue notice so far. ALL_DELIVERIES: what became of
 * everything; what is still waiting then will not be sent any more. The document is recorded as it is told.
 */
const Input = z.object({
  fact: z.enum(['OUTCOME', 'OVERDUE_DELIVERIES', 'ALL_DELIVERIES']),
  document: z.unknown(),
  overdueDeliveries: z.array(Delivery),
  deliveries: z.array(Delivery),
})
type Input = Omit<z.infer<typeof Input>, 'document'> & { readonly document: FlowOperationReport }
type Services = { readonly auditLog: AuditLog; readonly clock: Clock; readonly metrics: Metrics }

/** What was recorded. `isEveryChannelReached`: no message ended as a dead letter. */
export type Recorded = {
  readonly recorded: true
  readonly overdueDeliveries: readonly Delivery[]
  readonly isEveryChannelReached: boolean
}

const serviceBuilders: ServiceBuilders<Services> = {
  auditLog: buildAuditLog,
  clock: runtime => runtime.clock,
  metrics: buildMetrics,
}

/** Facts in, records in the audit log; the overdue deliveries come back marked as recorded. */
export const recordAudit = defineFunction({
  name: 'recordAudit',
  input: Input,
  services: serviceBuilders,
  async run({ document: given, ...facts }, { auditLog, clock, metrics }): Promise<Recorded> {
    const { document } = toldDocument(given, facts.fact === 'OVERDUE_DELIVERIES' ? 'OVERDUE' : 'OUTCOME')
    const input = { ...facts, document }
    const records = recordsOf(input, new Date(clock.nowMilliseconds()).toISOString())
    try {
      await auditLog.write(document.watchKey, records)
    } catch (error) {
      throw error instanceof ServiceError ? retryableError(error) : error
    }
    metrics.record(metricsOf(input))
    const { overdueDeliveries, deliveries } = input
    return {
      recorded: true,
      overdueDeliveries: overdueDeliveries.map(delivery => ({ ...delivery, recorded: isSettled(delivery) })),
      isEveryChannelReached: [...overdueDeliveries, ...deliveries].every(
        ({ status }) => status !== 'DEAD_LETTERED',
      ),
    }
  },
})

function recordsOf(input: Input, now: string) {
  return input.fact === 'OUTCOME'
    ? [operationFinished(input.document, now)]
    : notificationRecords(input.document, deliveriesToRecord(input), now)
}

/**
 * What no other function has counted, as each does with the messages that it settles: those that will not be sent any more, and
 * those that not even the dead-letter queue took.
 */
function metricsOf(input: Input) {
  if (input.fact === 'OUTCOME') return []
  const uncounted = deliveriesToRecord(input).filter(({ settledAt }) => settledAt === null)
  return deliveryMetrics(input.document, uncounted)
}

/** What the log does not know yet. While the watch goes on, a message on its way is not recorded. */
function deliveriesToRecord({ fact, overdueDeliveries, deliveries }: Input): Delivery[] {
  const isOver = fact === 'ALL_DELIVERIES'
  const all = isOver ? [...overdueDeliveries, ...deliveries] : overdueDeliveries.filter(isSettled)
  return all.filter(({ recorded }) => !recorded)
}

export const handler = recordAudit()
