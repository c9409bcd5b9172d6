/**
 * A second, independent model of everything Flowbell talks to, on loopback. One port per service, so that a
 * request sent to the wrong endpoint is seen as such; one journal over all ports, so that order can be tested.
 * Every operation can be scripted: the n-th request gets the n-th answer, the last answer repeats.
 */
import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Json, type JsonObject, listOf, objectOf, parseObject, textOf } from './json.ts'
import { slackObjection } from './slackRules.ts'

export type Service =
  | 'network-firewall'
  | 'sns'
  | 'logs'
  | 'secrets-manager'
  | 'events'
  | 'sqs'
  | 'slack'
  | 'bystander'

export type Operation =
  | 'DescribeFlowOperation'
  | 'ListFlowOperations'
  | 'ListFlowOperationResults'
  | 'Publish'
  | 'CreateLogStream'
  | 'PutLogEvents'
  | 'GetSecretValue'
  | 'PutEvents'
  | 'SendMessage'
  | 'webhook'
  | 'chat.postMessage'
  | 'chat.update'

const SERVICE_OF: Readonly<Record<Operation, Service>> = {
  DescribeFlowOperation: 'network-firewall',
  ListFlowOperations: 'network-firewall',
  ListFlowOperationResults: 'network-firewall',
  Publish: 'sns',
  CreateLogStream: 'logs',
  PutLogEvents: 'logs',
  GetSecretValue: 'secrets-manager',
  PutEvents: 'events',
  SendMessage: 'sqs',
  webhook: 'slack',
  'chat.postMessage': 'slack',
  'chat.update': 'slack',
}

export type Answer =
  /** What the modelled service says of its own accord. */
  | { kind: 'model' }
  | { kind: 'fixed'; status: number; headers: Record<string, string>; body: string }
  /** The connection is cut without an answer; the service has done nothing. */
  | { kind: 'reset' }
  /** The service has done its work, and the answer is lost. */
  | { kind: 'doneButReset' }
  /** Headers come, the body never does. */
  | { kind: 'hang' }
  /** A body without an end. */
  | { kind: 'endless' }

export type Script = Partial<Record<Operation, readonly Answer[]>>

export interface Seen {
  seq: number
  service: Service
  operation: string
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: string
  /** The body as an object: parsed JSON, or the pairs of a form. */
  fields: JsonObject
  /** The modelled service accepted the request (whatever became of the answer). */
  accepted: boolean
}

interface Reply {
  accepted: boolean
  status: number
  headers: Record<string, string>
  body: string
}

const json = (status: number, body: JsonObject, type = 'application/x-amz-json-1.1'): Reply => ({
  accepted: status < 300,
  status,
  headers: { 'content-type': type, 'x-amzn-requestid': randomUUID() },
  body: JSON.stringify(body),
})

const plain = (status: number, body: string): Reply => ({
  accepted: status < 300,
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
})

const awsFailure = (name: string, message: string, status = 400): Reply =>
  json(status, { __type: name, message, Message: message })

const snsFailure = (code: string, message: string, status = 400): Reply => ({
  accepted: false,
  status,
  headers: { 'content-type': 'text/xml' },
  body:
    `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type>` +
    `<Code>${code}</Code><Message>${message}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
})

/** Answers for scripts. */
export const normal: Answer = { kind: 'model' }
export const reset: Answer = { kind: 'reset' }
export const doneButReset: Answer = { kind: 'doneButReset' }
export const hang: Answer = { kind: 'hang' }
export const endless: Answer = { kind: 'endless' }

export const fixed = (status: number, body: string, headers: Record<string, string> = {}): Answer => ({
  kind: 'fixed',
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
  body,
})

export const jsonAnswer = (body: JsonObject, status = 200, headers: Record<string, string> = {}): Answer => ({
  kind: 'fixed',
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

/** An error of a service that speaks AWS JSON. */
export const awsError = (name: string, status = 400, message = `synthetic ${name}`): Answer =>
  jsonAnswer({ __type: name, Message: message, message }, status)

/** An error of SNS, which speaks the query protocol. */
export const snsError = (code: string, status = 400): Answer => {
  const { headers, body } = snsFailure(code, `synthetic ${code}`, status)
  return { kind: 'fixed', status, headers, body }
}

export const html503: Answer = fixed(503, '<html><body><h1>503 Service Unavailable</h1></body></html>', {
  'content-type': 'text/html',
})

export const times = (count: number, answer: Answer): Answer[] => Array.from({ length: count }, () => answer)

function operationOf(
  service: Service,
  path: string,
  headers: IncomingHttpHeaders,
  fields: JsonObject,
): string {
  if (service === 'sns') return textOf(fields['Action'])
  if (service === 'slack') {
    if (/^\/(services|triggers|workflows)\//.test(path)) return 'webhook'
    return path.replace(/^\/api\//, '').replace(/\?.*$/, '')
  }
  const target = String(headers['x-amz-target'] ?? '')
  return target.slice(target.indexOf('.') + 1)
}

/** Which service a signed AWS request is meant for; used on the port that serves them all. */
function addressedService(headers: IncomingHttpHeaders): Service {
  const scope = /Credential=[^/]+\/\d{8}\/[^/]+\/([^/]+)\/aws4_request/.exec(
    String(headers.authorization ?? ''),
  )?.[1]
  if (scope === 'secretsmanager') return 'secrets-manager'
  if (
    scope === 'network-firewall' ||
    scope === 'sns' ||
    scope === 'logs' ||
    scope === 'events' ||
    scope === 'sqs'
  )
    return scope
  return 'bystander'
}

interface FakeOptions {
  script?: Script
  /** What the secret holds; the n-th read gets the n-th value, the last one repeats. */
  secrets?: readonly string[]
}

export class FakeAws {
  readonly requests: Seen[] = []
  private readonly script: Script
  private secrets: readonly string[]
  private readonly answered = new Map<string, number>()
  private readonly servers: Server[] = []
  private readonly ports = new Map<string, number>()
  private readonly streams = new Set<string>()
  private readonly slackMessages = new Map<string, string>()

  constructor(options: FakeOptions = {}) {
    this.script = options.script ?? {}
    this.secrets = options.secrets ?? []
  }

  async start(): Promise<this> {
    for (const service of [...new Set(Object.values(SERVICE_OF)), 'bystander' as const]) {
      await this.listen(service, () => service)
    }
    await this.listen('any', addressedService)
    return this
  }

  async close(): Promise<void> {
    await Promise.all(
      this.servers.map(
        server =>
          new Promise<void>(resolve => {
            server.close(() => resolve())
            server.closeAllConnections()
          }),
      ),
    )
  }

  /** Secrets that contain the port of the Slack model can only be named after the start. */
  setSecrets(secrets: readonly string[]): void {
    this.secrets = secrets
  }

  /** `any` is one port for every AWS service, told apart by their signatures. */
  origin(service: Service | 'any'): string {
    return `http://127.0.0.1:${this.ports.get(service)}`
  }

  of(...operations: Operation[]): Seen[] {
    return this.requests.filter(seen => operations.some(operation => operation === seen.operation))
  }

  private async listen(name: string, serviceOf: (headers: IncomingHttpHeaders) => Service): Promise<void> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('error', () => {})
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8')
        const service = serviceOf(request.headers)
        const path = request.url ?? '/'
        const form = String(request.headers['content-type'] ?? '').startsWith(
          'application/x-www-form-urlencoded',
        )
        const fields = form ? Object.fromEntries(new URLSearchParams(body)) : (parseObject(body) ?? {})
        const seen: Seen = {
          seq: this.requests.length,
          service,
          operation: operationOf(service, path, request.headers, fields),
          method: request.method ?? '',
          path,
          headers: request.headers,
          body,
          fields,
          accepted: false,
        }
        this.requests.push(seen)
        this.answer(seen, response)
      })
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    this.servers.push(server)
    this.ports.set(name, (server.address() as AddressInfo).port)
  }

  private answer(seen: Seen, response: ServerResponse): void {
    const count = this.answered.get(seen.operation) ?? 0
    this.answered.set(seen.operation, count + 1)
    const scripted = Object.hasOwn(this.script, seen.operation)
      ? this.script[seen.operation as Operation]
      : undefined
    const answer = scripted?.[Math.min(count, scripted.length - 1)] ?? normal
    switch (answer.kind) {
      case 'model': {
        const reply = this.model(seen)
        seen.accepted = reply.accepted
        response.writeHead(reply.status, reply.headers).end(reply.body)
        return
      }
      case 'fixed':
        response.writeHead(answer.status, answer.headers).end(answer.body)
        return
      case 'doneButReset':
        seen.accepted = this.model(seen).accepted
        response.socket?.resetAndDestroy()
        return
      case 'reset':
        response.socket?.resetAndDestroy()
        return
      case 'hang':
        response.writeHead(200, { 'content-type': 'text/plain', 'content-length': '64' })
        response.flushHeaders()
        return
      case 'endless': {
        response.writeHead(200, { 'content-type': 'text/plain' })
        response.on('error', () => {})
        const pour = (): void => {
          while (!response.destroyed && response.write('x'.repeat(1024)));
        }
        response.on('drain', pour)
        pour()
      }
    }
  }

  private model(seen: Seen): Reply {
    const known =
      Object.hasOwn(SERVICE_OF, seen.operation) && SERVICE_OF[seen.operation as Operation] === seen.service
    if (!known)
      return awsFailure('UnknownOperationException', `not modelled: ${seen.service} ${seen.operation}`)
    switch (seen.operation as Operation) {
      case 'DescribeFlowOperation':
        return json(200, {
          FirewallArn: seen.fields['FirewallArn'] ?? null,
          FlowOperationId: seen.fields['FlowOperationId'] ?? null,
          FlowOperationStatus: 'COMPLETED',
          FlowOperationType: 'FLOW_FLUSH',
        })
      case 'ListFlowOperations':
        return json(200, { FlowOperations: [] })
      case 'ListFlowOperationResults':
        return json(200, { Flows: [] })
      case 'Publish':
        return this.publish(seen)
      case 'CreateLogStream':
        return this.createLogStream(seen)
      case 'PutLogEvents':
        return this.putLogEvents(seen)
      case 'GetSecretValue':
        return this.getSecretValue(seen)
      case 'PutEvents':
        return this.putEvents(seen)
      case 'SendMessage': {
        const md5 = createHash('md5').update(textOf(seen.fields['MessageBody'])).digest('hex')
        return json(200, { MessageId: randomUUID(), MD5OfMessageBody: md5 }, 'application/x-amz-json-1.0')
      }
      case 'webhook': {
        const objection = slackObjection(seen.fields)
        return objection === undefined ? plain(200, 'ok') : plain(400, objection)
      }
      case 'chat.postMessage':
      case 'chat.update':
        return this.slackWebApi(seen)
    }
  }

  private publish(seen: Seen): Reply {
    const { fields } = seen
    const message = textOf(fields['Message'])
    const subject = fields['Subject']
    if (!textOf(fields['TopicArn']).startsWith('arn:')) return snsFailure('InvalidParameter', 'TopicArn')
    if (message === '' || Buffer.byteLength(message) > 262_144)
      return snsFailure('InvalidParameter', 'Message')
    if (subject !== undefined && !/^[\x21-\x7e][\x20-\x7e]{0,98}$/.test(textOf(subject)))
      return snsFailure('InvalidParameter', 'Subject')
    if (fields['MessageStructure'] === 'json' && typeof parseObject(message)?.['default'] !== 'string')
      return snsFailure('InvalidParameter', 'Message Structure - No default entry in JSON message body')
    for (const [key, value] of Object.entries(fields)) {
      if (/^MessageAttributes\.entry\.\d+\.Value\.StringValue$/.test(key) && value === '')
        return snsFailure('InvalidParameterValue', 'an attribute must not be empty')
    }
    const id = randomUUID()
    return {
      accepted: true,
      status: 200,
      headers: { 'content-type': 'text/xml' },
      body:
        '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult>' +
        `<MessageId>${id}</MessageId></PublishResult><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></PublishResponse>`,
    }
  }

  private streamKey(fields: JsonObject): string {
    return `${textOf(fields['logGroupName'])} ${textOf(fields['logStreamName'])}`
  }

  private createLogStream(seen: Seen): Reply {
    if (!/^[^:*]{1,512}$/.test(textOf(seen.fields['logStreamName'])))
      return awsFailure('InvalidParameterException', 'logStreamName')
    const key = this.streamKey(seen.fields)
    if (this.streams.has(key))
      return awsFailure('ResourceAlreadyExistsException', 'The specified log stream already exists')
    this.streams.add(key)
    return json(200, {})
  }

  private putLogEvents(seen: Seen): Reply {
    if (!this.streams.has(this.streamKey(seen.fields)))
      return awsFailure('ResourceNotFoundException', 'The specified log stream does not exist.')
    const stamps = listOf(seen.fields['logEvents']).map(event => Number(objectOf(event)['timestamp']))
    const ordered = stamps.every((stamp, index) => index === 0 || stamp >= (stamps[index - 1] ?? 0))
    if (stamps.length === 0 || !ordered) return awsFailure('InvalidParameterException', 'logEvents')
    return json(200, { nextSequenceToken: 'synthetic' })
  }

  private getSecretValue(seen: Seen): Reply {
    const reads = this.of('GetSecretValue').length - 1
    const value = this.secrets[Math.min(reads, this.secrets.length - 1)]
    if (value === undefined)
      return awsFailure('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
    const id = textOf(seen.fields['SecretId'])
    return json(200, { ARN: id, Name: 'flowbell', VersionId: randomUUID(), SecretString: value })
  }

  private putEvents(seen: Seen): Reply {
    const entries = listOf(seen.fields['Entries']).map(objectOf)
    const results = entries.map(entry =>
      parseObject(textOf(entry['Detail'])) === undefined
        ? { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' }
        : { EventId: randomUUID() },
    )
    const failed = results.filter(result => 'ErrorCode' in result).length
    return {
      ...json(200, { FailedEntryCount: failed, Entries: results }),
      accepted: failed === 0 && entries.length > 0,
    }
  }

  private slackWebApi(seen: Seen): Reply {
    const refuse = (error: string): Reply => ({
      ...json(200, { ok: false, error }, 'application/json'),
      accepted: false,
    })
    if (!String(seen.headers.authorization ?? '').startsWith('Bearer xoxb-')) return refuse('not_authed')
    const { fields } = seen
    if (typeof fields['blocks'] === 'string') fields['blocks'] = JSON.parse(fields['blocks']) as Json
    const channel = textOf(fields['channel'])
    if (channel === '') return refuse('channel_not_found')
    const objection = slackObjection(fields)
    if (objection !== undefined) return refuse(objection)
    if (seen.operation === 'chat.update') {
      const ts = textOf(fields['ts'])
      if (this.slackMessages.get(ts) !== channel) return refuse('message_not_found')
      return json(200, { ok: true, channel, ts, text: textOf(fields['text']) }, 'application/json')
    }
    const parent = fields['thread_ts']
    if (parent !== undefined && parent !== null && !this.slackMessages.has(textOf(parent)))
      return refuse('message_not_found')
    const ts = `1700000000.${String(this.slackMessages.size + 1).padStart(6, '0')}`
    this.slackMessages.set(ts, channel)
    return json(200, { ok: true, channel, ts, message: { ts } }, 'application/json')
  }
}
