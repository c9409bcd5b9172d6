import * as z from 'zod/mini'
import { notificationRecords, operationFinished } from '../domain/auditRecord.ts'
import { retryableError } from '../domain/errors.ts'
import { Delivery, isSettled } from '../domain/notification.ts'
import { FlowOperationReport } from '../domain/report.ts'
import { ServiceError } from '../domain/serviceError.ts'
import { defineFunction, type ServiceBuilders } from '../lambda.ts'
import type { AuditLog, Clock } from '../ports.ts'
import { buildAuditLog } from '../services.ts'

/**
 * OUTCOME: how the watch ended. OVERDUE_DELIVERIES: what became of the overdue notice so far. ALL_DELIVERIES: what became of
 * everything; what is still waiting then will not be sent any more.
 */
const Input = z.object({
  fact: z.enum(['OUTCOME', 'OVERDUE_DELIVERIES', 'ALL_DELIVERIES']),
  document: FlowOperationReport,
  overdueDeliveries: z.array(Delivery),
  deliveries: z.array(Delivery),
})
type Input = z.infer<typeof Input>
type Services = { readonly auditLog: AuditLog; readonly clock: Clock }

/** What was recorded. `isEveryChannelReached`: no message ended as a dead letter. */
export type Recorded = {
  readonly recorded: true
  readonly overdueDeliveries: readonly Delivery[]
  readonly isEveryChannelReached: boolean
}

const serviceBuilders: ServiceBuilders<Services> = {
  auditLog: buildAuditLog,
  clock: runtime => runtime.clock,
}

/** Facts in, records in the audit log; the overdue deliveries come back marked as recorded. */
export const recordAudit = defineFunction({
  name: 'recordAudit',
  input: Input,
  services: serviceBuilders,
  async run(input, { auditLog, clock }): Promise<Recorded> {
    const records = recordsOf(input, new Date(clock.nowMilliseconds()).toISOString())
    try {
      await auditLog.write(input.document.watchKey, records)
    } catch (error) {
      throw error instanceof ServiceError ? retryableError(error) : error
    }
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

function recordsOf({ fact, document, overdueDeliveries, deliveries }: Input, now: string) {
  switch (fact) {
    case 'OUTCOME':
      return [operationFinished(document, now)]
    case 'OVERDUE_DELIVERIES':
      return notificationRecords(document, overdueDeliveries.filter(isSettled), now)
    case 'ALL_DELIVERIES':
      return notificationRecords(document, [...overdueDeliveries, ...deliveries], now)
  }
}

export const handler = recordAudit()
