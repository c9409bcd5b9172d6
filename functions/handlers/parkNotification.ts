import * as z from 'zod/mini'
import { deadLetter } from '../domain/deadLetter.ts'
import { retryableError } from '../domain/errors.ts'
import { deliveryMetrics } from '../domain/metrics.ts'
import { Delivery } from '../domain/notification.ts'
import { ServiceError } from '../domain/serviceError.ts'
import { toldDocument } from '../domain/toldDocument.ts'
import { defineFunction, type ServiceBuilders } from '../lambda.ts'
import type { Clock, DeadLetters, Metrics } from '../ports.ts'
import { buildDeadLetters } from '../services/deadLetters.ts'
import { buildMetrics } from '../services/metrics.ts'

/**
 * `crash`: the failure of a function that could not even try; its Error is empty when there was none. The document is kept as it
 * would have been told.
 */
const Input = z.object({
  delivery: Delivery,
  document: z.unknown(),
  crash: z.object({ Error: z.string(), Cause: z.optional(z.string()) }),
})
type Services = { readonly deadLetters: DeadLetters | null; readonly clock: Clock; readonly metrics: Metrics }

const serviceBuilders: ServiceBuilders<Services> = {
  deadLetters: buildDeadLetters,
  clock: runtime => runtime.clock,
  metrics: buildMetrics,
}

/** A message that no channel took in; the same as a dead letter out, kept in the queue if there is one. */
export const parkNotification = defineFunction({
  name: 'parkNotification',
  input: Input,
  services: serviceBuilders,
  async run({ delivery, document, crash }, { deadLetters, clock, metrics }): Promise<Delivery> {
    const reason = reasonOf(delivery, crash.Error)
    const told = toldDocument(document, delivery.notice).document
    try {
      await deadLetters?.park(deadLetter({ ...delivery, reason }, told))
    } catch (error) {
      throw error instanceof ServiceError ? retryableError(error) : error
    }
    const settledAt = new Date(clock.nowMilliseconds()).toISOString()
    const status = 'DEAD_LETTERED'
    const parked = {
      ...delivery,
      status,
      reason,
      settledAt,
      retryAt: null,
      parked: deadLetters !== null,
    } as const
    metrics.record(deliveryMetrics(told, [parked]))
    return parked
  },
})

/** A crash is newer than what an earlier round was told. */
function reasonOf({ reason }: Delivery, crash: string): string {
  if (crash !== '') return `the delivering function failed: ${crash}`
  return reason ?? 'for no known reason'
}

export const handler = parkNotification()
