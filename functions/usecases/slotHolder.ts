import { newestInProgress } from '../domain/flowOperation.ts'
import { ServiceError } from '../domain/serviceError.ts'
import { isFlowOperationId } from '../domain/triggerEvent.ts'
import { FlowOperationType, type SlotHolder, type WatchRequest } from '../domain/watchRequest.ts'
import type { FlowOperations, Log } from '../ports.ts'

/** The engine's timestamp is when it had found the flows, which may be a while after the start. */
const identificationMilliseconds = 5 * 60 * 1000

type Services = { readonly flowOperations: FlowOperations; readonly log: Log }

/**
 * A refused start, with the operation that is running in its place. Which error the service gives when the zone's only slot
 * is taken is not published, so every refusal is looked at. The report must not wait for the answer: whoever tried to start
 * is told even if the service cannot be asked.
 */
export async function withSlotHolder(watch: WatchRequest, services: Services): Promise<WatchRequest> {
  const { firewallArn } = watch
  if (firewallArn === null) return watch
  try {
    return { ...watch, slotHolder: await slotHolderOf({ ...watch, firewallArn }, services.flowOperations) }
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    const { serviceErrorName, message } = error
    services.log({ level: 'WARN', watchKey: watch.watchKey, error: serviceErrorName, message })
    return watch
  }
}

async function slotHolderOf(
  start: WatchRequest & { readonly firewallArn: string },
  flowOperations: FlowOperations,
): Promise<SlotHolder | null> {
  const running = newestInProgress(await flowOperations.list(start, null))
  if (running === null || !isFlowOperationId(running.flowOperationId)) return null
  const { flowOperationId, type, requestTimestamp } = running
  if (hasBegunLater(requestTimestamp, start.startedAt)) return null
  return {
    flowOperationId,
    flowOperationType: FlowOperationType.safeParse(type).data ?? null,
    requestTimestamp,
  }
}

/** An event may come late: what has begun since then was not in the way. */
function hasBegunLater(requestTimestamp: string | null, startedAt: string | null): boolean {
  if (requestTimestamp === null || startedAt === null) return false
  return Date.parse(requestTimestamp) - Date.parse(startedAt) > identificationMilliseconds
}
