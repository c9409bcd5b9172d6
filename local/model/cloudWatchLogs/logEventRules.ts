import { ServiceError } from '../wire/serviceError.ts'

/** One event of PutLogEvents; the timestamp in milliseconds since the epoch. */
export type LogEvent = { readonly timestamp: number; readonly message: string }

const maximumBatchBytes = 1_048_576
const overheadBytesPerEvent = 26
const maximumBatchEvents = 10_000
const hourMilliseconds = 3_600_000
const maximumSpanMilliseconds = 24 * hourMilliseconds
const maximumLeadMilliseconds = 2 * hourMilliseconds
const maximumAgeMilliseconds = 14 * 24 * hourMilliseconds

/** Refuses a batch that is out of order, too large or spread over more than a day. */
export function checkBatch(events: readonly LogEvent[]): void {
  if (events.length > maximumBatchEvents) throw invalid('a batch holds at most 10,000 log events')
  if (batchBytes(events) > maximumBatchBytes) throw invalid('a batch holds at most 1,048,576 bytes')
  if (events.some((event, index) => event.timestamp < (events[index - 1]?.timestamp ?? 0))) {
    throw invalid('Log events in a single PutLogEvents request must be in chronological order.')
  }
  const spanMilliseconds = (events.at(-1)?.timestamp ?? 0) - (events[0]?.timestamp ?? 0)
  if (spanMilliseconds > maximumSpanMilliseconds) throw invalid('a batch spans at most 24 hours')
}

/** The position after the last event older than 14 days; undefined when none is. */
export function tooOldEnd(events: readonly LogEvent[], nowMilliseconds: number): number | undefined {
  const oldEvents = events.filter(event => nowMilliseconds - event.timestamp > maximumAgeMilliseconds)
  return oldEvents.length > 0 ? oldEvents.length : undefined
}

/** The position of the first event more than 2 hours ahead; undefined when none is. */
export function tooNewStart(events: readonly LogEvent[], nowMilliseconds: number): number | undefined {
  const start = events.findIndex(event => event.timestamp - nowMilliseconds > maximumLeadMilliseconds)
  return start >= 0 ? start : undefined
}

function batchBytes(events: readonly LogEvent[]): number {
  return events.reduce((bytes, event) => bytes + Buffer.byteLength(event.message) + overheadBytesPerEvent, 0)
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidParameterException', message)
}
