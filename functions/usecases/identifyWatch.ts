import { InvalidEventError } from '../domain/errors.ts'
import { newestInProgress } from '../domain/flowOperation.ts'
import { isWorthRetrying, ServiceError } from '../domain/serviceError.ts'
import {
  identifiedStart,
  isFlowOperationId,
  maxEventBytes,
  parseTriggerEvent,
  type UnidentifiedStart,
  unidentifiableStart,
} from '../domain/triggerEvent.ts'
import type { WatchRequest } from '../domain/watchRequest.ts'
import type { Clock, FlowOperations, Log } from '../ports.ts'
import { withSlotHolder } from './slotHolder.ts'

type Services = { readonly clock: Clock; readonly flowOperations: FlowOperations; readonly log: Log }

/**
 * Makes the watch of an EventBridge event; an accepted start whose answer is missing is looked up in the service, and so is
 * the operation that stood in a refused start's way.
 * Throws InvalidEventError for an event that cannot be watched, ServiceError when the look-up fails.
 */
export async function identifyWatch(event: unknown, services: Services): Promise<WatchRequest> {
  const trigger = parseTriggerEvent(event, new Date(services.clock.nowMilliseconds()).toISOString())
  const size = Buffer.byteLength(JSON.stringify(event))
  if (size > maxEventBytes) {
    throw new InvalidEventError(
      `the event has ${size} bytes, more than the ${maxEventBytes} of any EventBridge event`,
    )
  }
  if ('unidentified' in trigger) return lookUp(trigger.unidentified, services.flowOperations)
  return trigger.watch.kind === 'REFUSED_START' ? withSlotHolder(trigger.watch, services) : trigger.watch
}

async function lookUp(start: UnidentifiedStart, flowOperations: FlowOperations): Promise<WatchRequest> {
  try {
    const newest = newestInProgress(await flowOperations.list(start, start.flowOperationType))
    if (newest !== null && isFlowOperationId(newest.flowOperationId)) {
      return identifiedStart(start, newest.flowOperationId)
    }
  } catch (error) {
    return afterFailedLookUp(start, error)
  }
  throw new InvalidEventError(
    'detail.responseElements.flowOperationId is missing, and the service lists no operation in progress',
  )
}

/** A failure that passes is thrown, to be tried again; one that stays is reported, since something was started. */
function afterFailedLookUp(start: UnidentifiedStart, error: unknown): WatchRequest {
  const { eventId } = start
  if (!(error instanceof ServiceError) || isWorthRetrying(error.kind) || eventId === null) throw error
  return unidentifiableStart(
    { ...start, eventId },
    { error: error.serviceErrorName, message: error.message.slice(0, 1024) },
  )
}
