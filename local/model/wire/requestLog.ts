import type { WireRequest } from './http.ts'

/** The members of LocalAws, plus `unknown` for a call that no model answers. */
export type ServiceName =
  | 'networkFirewall'
  | 'sns'
  | 'logs'
  | 'secrets'
  | 'eventBridge'
  | 'sqs'
  | 'stepFunctions'
  | 'systemsManager'
  | 'slack'
  | 'teams'
  | 'unknown'

/** One request that reached a model, whether it was answered well, refused or met a planned fault. */
export type RecordedRequest = {
  readonly service: ServiceName
  /** The API's own name (`Publish`, `chat.update`), or `webhook`. */
  readonly operation: string
  /** The decoded body; `{ unreadable: text }` when it is not an object in the protocol's form. */
  readonly body: Readonly<Record<string, unknown>>
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** By the injected clock, milliseconds since the epoch. */
  readonly atMilliseconds: number
}

/** Keeps every request in order of arrival. */
export class RequestLog {
  readonly requests: RecordedRequest[] = []
  readonly #now: () => number

  /** @param now milliseconds since the epoch */
  constructor(now: () => number) {
    this.#now = now
  }

  record(
    service: ServiceName,
    call: Pick<RecordedRequest, 'operation' | 'body'>,
    request: WireRequest,
  ): void {
    const { operation, body } = call
    this.requests.push({ service, operation, body, headers: request.headers, atMilliseconds: this.#now() })
  }
}
