import { z } from 'zod'
import { awsJsonProtocol } from './wire/awsJsonProtocol.ts'
import { AwsService, checkedOperation } from './wire/awsService.ts'
import { newIdentifier } from './wire/identifiers.ts'
import { type JsonObject, parseJsonObject } from './wire/jsonObject.ts'
import { ServiceError } from './wire/serviceError.ts'

export type EventBridgeOperation = 'PutEvents'

/** One event that a bus accepted. */
export type AcceptedEvent = {
  readonly eventId: string
  /** `default` when the entry named none. */
  readonly eventBusName: string
  readonly source: string
  readonly detailType: string
  readonly detail: JsonObject
  readonly resources: readonly string[]
}

const entry = z.object({
  Source: z.string().default(''),
  DetailType: z.string().default(''),
  Detail: z.string().default(''),
  EventBusName: z.string().min(1).default('default'),
  Resources: z.array(z.string()).default([]),
})
const putEventsRequest = z.object({ Entries: z.array(entry).min(1).max(10) })
type Entry = z.output<typeof entry>

/** The entries of one call together have to stay below. */
const maximumRequestBytes = 262_144

/** Amazon EventBridge: keeps accepted events. A broken entry fails alone: the call itself still succeeds. */
export class EventBridgeModel extends AwsService<EventBridgeOperation> {
  readonly serviceName = 'eventBridge'
  readonly routeKey = 'AWSEvents'
  readonly protocol = awsJsonProtocol({
    version: '1.1',
    namespace: 'com.amazonaws.events',
    messageKey: 'message',
  })
  protected readonly operations = {
    PutEvents: checkedOperation(putEventsRequest, 'ValidationException', ({ Entries }) => this.#put(Entries)),
  }
  /** Every accepted event, in order. */
  readonly entries: AcceptedEvent[] = []

  #put(entries: readonly Entry[]): object {
    if (entries.reduce((bytes, each) => bytes + entryBytes(each), 0) >= maximumRequestBytes) {
      const message = 'Total size of the entries in the request is over the limit.'
      throw new ServiceError('ValidationException', message)
    }
    const results = entries.map(each => this.#putEntry(each))
    const failed = results.filter(result => 'ErrorCode' in result)
    return { FailedEntryCount: failed.length, Entries: results }
  }

  #putEntry(each: Entry): object {
    const detail = parseJsonObject(each.Detail)
    if (!detail) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' }
    if (!each.Source || !each.DetailType) {
      return { ErrorCode: 'InvalidArgument', ErrorMessage: 'Source and DetailType are required arguments.' }
    }
    const EventId = newIdentifier()
    const { EventBusName: eventBusName, Source: source, DetailType: detailType, Resources: resources } = each
    this.entries.push({ eventId: EventId, eventBusName, source, detailType, detail, resources })
    return { EventId }
  }
}

function entryBytes(each: Entry): number {
  return Buffer.byteLength([each.Source, each.DetailType, each.Detail, ...each.Resources].join(''))
}
