import { ServiceError } from '../wire/serviceError.ts'
import type { LogEvent } from './logEventRules.ts'

const maximumPageEvents = 10_000
/** A page ends at 1 MB too, so that it may hold fewer events than were asked for (GetLogEvents API page). */
const maximumPageBytes = 1_048_576

export type PageRequest = {
  readonly limit?: number | undefined
  readonly startFromHead?: boolean | undefined
  readonly nextToken?: string | undefined
}
export type Page<Event> = {
  readonly events: readonly Event[]
  readonly nextForwardToken: string
  readonly nextBackwardToken: string
}

/** One page of a stream. At its end, the forward token is the one that was asked with. */
export function eventPage<Event extends LogEvent>(
  events: readonly Event[],
  request: PageRequest,
): Page<Event> {
  const { limit = maximumPageEvents, startFromHead = false, nextToken } = request
  const start =
    nextToken === undefined ? (startFromHead ? 0 : Math.max(0, events.length - limit)) : positionOf(nextToken)
  const page = withinBytes(events.slice(start, start + limit))
  return {
    events: page,
    nextForwardToken: tokenOf('f', start + page.length),
    nextBackwardToken: tokenOf('b', Math.max(0, start - limit)),
  }
}

function withinBytes<Event extends LogEvent>(events: readonly Event[]): Event[] {
  let bytes = 0
  return events.filter(({ message }, index) => {
    bytes += Buffer.byteLength(message)
    return index === 0 || bytes <= maximumPageBytes
  })
}

function tokenOf(direction: 'f' | 'b', position: number): string {
  return `${direction}/${String(position).padStart(56, '0')}`
}

function positionOf(token: string): number {
  const [, digits] = /^[fb]\/(\d{56})$/.exec(token) ?? []
  if (digits === undefined)
    throw new ServiceError('InvalidParameterException', 'The specified nextToken is invalid.')
  return Number(digits)
}
