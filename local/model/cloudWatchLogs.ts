import { z } from 'zod'
import { eventPage } from './cloudWatchLogs/eventPages.ts'
import { checkBatch, type LogEvent, tooNewStart, tooOldEnd } from './cloudWatchLogs/logEventRules.ts'
import { awsJsonProtocol } from './wire/awsJsonProtocol.ts'
import { AwsService, checkedOperation } from './wire/awsService.ts'
import { type JsonObject, parseJsonObject } from './wire/jsonObject.ts'
import { ServiceError } from './wire/serviceError.ts'

export type CloudWatchLogsOperation = 'CreateLogStream' | 'PutLogEvents' | 'GetLogEvents'

/** One accepted log event, with the stream it went to. */
export type StoredLogEvent = LogEvent & { readonly logStreamName: string }

type LogGroup = { readonly streams: Set<string>; readonly events: StoredLogEvent[] }

const createStreamRequest = z.object({
  logGroupName: z.string().regex(/^[.\-_/#A-Za-z0-9]{1,512}$/),
  logStreamName: z.string().regex(/^[^:*]{1,512}$/),
})
const putEventsRequest = z.object({
  ...createStreamRequest.shape,
  logEvents: z.array(z.object({ timestamp: z.int().min(0), message: z.string().min(1) })).min(1),
})

const getEventsRequest = z.object({
  ...createStreamRequest.shape,
  limit: z.int().min(1).max(10_000).optional(),
  startFromHead: z.boolean().optional(),
  nextToken: z.string().min(1).optional(),
})

/** CloudWatch Logs: groups that keep what is written to their streams, and give it back. */
export class CloudWatchLogsModel extends AwsService<CloudWatchLogsOperation> {
  readonly serviceName = 'logs'
  readonly routeKey = 'Logs_20140328'
  readonly protocol = awsJsonProtocol({
    version: '1.1',
    namespace: 'com.amazonaws.logs',
    messageKey: 'message',
  })
  protected readonly operations = {
    CreateLogStream: checkedOperation(createStreamRequest, 'InvalidParameterException', request =>
      this.#createStream(request),
    ),
    PutLogEvents: checkedOperation(putEventsRequest, 'InvalidParameterException', request =>
      this.#putEvents(request),
    ),
    GetLogEvents: checkedOperation(getEventsRequest, 'InvalidParameterException', request =>
      this.#getEvents(request),
    ),
  }
  readonly #groups = new Map<string, LogGroup>()
  readonly #now: () => number

  /** @param now milliseconds since the epoch */
  constructor(now: () => number) {
    super()
    this.#now = now
  }

  createGroup(logGroupName: string): void {
    this.#groups.set(logGroupName, { streams: new Set(), events: [] })
  }

  /** The names of a group's streams, in order of creation. */
  streams(logGroupName: string): readonly string[] {
    return [...this.#group(logGroupName).streams]
  }

  /** A group's events of all streams, in order of arrival. */
  events(logGroupName: string): readonly StoredLogEvent[] {
    return this.#group(logGroupName).events
  }

  /** A group's events as JSON objects, in order of arrival; throws on an event that is none. */
  records(logGroupName: string): readonly JsonObject[] {
    return this.events(logGroupName).map(({ message }) => {
      const record = parseJsonObject(message)
      if (!record) throw new Error(`no JSON object in log group ${logGroupName}: ${message}`)
      return record
    })
  }

  #createStream(request: z.output<typeof createStreamRequest>): object {
    const { streams } = this.#group(request.logGroupName)
    if (streams.has(request.logStreamName)) {
      throw new ServiceError('ResourceAlreadyExistsException', 'The specified log stream already exists')
    }
    streams.add(request.logStreamName)
    return {}
  }

  #putEvents({ logGroupName, logStreamName, logEvents }: z.output<typeof putEventsRequest>): object {
    const group = this.#groupWith(logGroupName, logStreamName)
    checkBatch(logEvents)
    const tooOldLogEventEndIndex = tooOldEnd(logEvents, this.#now())
    const tooNewLogEventStartIndex = tooNewStart(logEvents, this.#now())
    const accepted = logEvents.slice(tooOldLogEventEndIndex ?? 0, tooNewLogEventStartIndex)
    group.events.push(...accepted.map(event => ({ ...event, logStreamName })))
    if ((tooOldLogEventEndIndex ?? tooNewLogEventStartIndex) === undefined) return {}
    return { rejectedLogEventsInfo: { tooOldLogEventEndIndex, tooNewLogEventStartIndex } }
  }

  #getEvents({ logGroupName, logStreamName, ...request }: z.output<typeof getEventsRequest>): object {
    const { events } = this.#groupWith(logGroupName, logStreamName)
    const own = events.filter(event => event.logStreamName === logStreamName)
    const page = eventPage(own, request)
    return { ...page, events: page.events.map(({ timestamp, message }) => ({ timestamp, message })) }
  }

  #groupWith(logGroupName: string, logStreamName: string): LogGroup {
    const group = this.#group(logGroupName)
    if (group.streams.has(logStreamName)) return group
    throw new ServiceError('ResourceNotFoundException', 'The specified log stream does not exist.')
  }

  #group(logGroupName: string): LogGroup {
    const group = this.#groups.get(logGroupName)
    if (group) return group
    throw new ServiceError('ResourceNotFoundException', 'The specified log group does not exist.')
  }
}
