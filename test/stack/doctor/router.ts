import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export type WireAnswer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}
export type WireCall = { readonly operation: string; readonly body: string }

/** Answers a call in moto's place; null leaves it to moto. */
type InPlace = (call: WireCall) => Promise<WireAnswer | null> | WireAnswer | null
/** Changes what moto answered. */
type Afterwards = (body: string) => string

export type Router = {
  readonly origin: string
  /** moto itself, for what is not to be counted or changed. */
  readonly motoOrigin: string
  /** Every operation that arrived, in order. */
  readonly operations: string[]
  inPlace: InPlace
  readonly afterwards: Map<string, Afterwards>
  close(): Promise<void>
}

/**
 * A loopback server in front of moto. It answers what moto does not know, and lets a test plant the faults that moto cannot
 * have: refused calls, states that moto never leaves.
 */
export async function startRouter(motoOrigin: string): Promise<Router> {
  const operations: string[] = []
  const afterwards = new Map<string, Afterwards>()
  const router: Router = { origin: '', motoOrigin, operations, inPlace: () => null, afterwards, close }
  const server = createServer((request, response) => {
    void answer(request)
      .catch((error: unknown) => ({
        status: 500,
        headers: {},
        body: `defect of the router: ${String(error)}`,
      }))
      .then(({ status, headers, body }) => response.writeHead(status, headers).end(body))
  })
  async function answer(request: IncomingMessage): Promise<WireAnswer> {
    const body = await bodyOf(request)
    const operation = operationOf(request, body)
    operations.push(operation)
    const own = await router.inPlace({ operation, body })
    if (own) return own
    const answered = await forwarded(motoOrigin, request, body)
    const change = afterwards.get(operation)
    return change ? { ...answered, body: change(answered.body) } : answered
  }
  async function close(): Promise<void> {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  }
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return Object.assign(router, { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
}

const restOperations: readonly (readonly [string, RegExp, string])[] = [
  ['GET', /^\/2015-03-31\/functions\/[^/]+\/configuration$/, 'GetFunctionConfiguration'],
  ['GET', /^\/2015-03-31\/functions\/[^/]+\/policy$/, 'GetPolicy'],
  ['GET', /^\/schedules\/[^/]+$/, 'GetSchedule'],
]

/** The API's own name, by the three ways in which AWS puts it on the wire. */
function operationOf({ method, url = '', headers }: IncomingMessage, body: string): string {
  const target = headers['x-amz-target']
  if (typeof target === 'string') return target.split('.').at(-1) ?? ''
  const [path = ''] = url.split('?')
  const rest = restOperations.find(([verb, pattern]) => verb === method && pattern.test(path))
  return rest?.[2] ?? new URLSearchParams(body).get('Action') ?? `${method} ${path}`
}

async function forwarded(motoOrigin: string, request: IncomingMessage, body: string): Promise<WireAnswer> {
  const { method, headers, url } = request
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    httpRequest(`${motoOrigin}${url}`, { method, headers }, resolve).on('error', reject).end(body)
  })
  const { 'content-type': type = 'text/plain', 'x-amzn-errortype': errorType } = answer.headers
  const error = errorType ? { 'x-amzn-errortype': String(errorType) } : {}
  return {
    status: answer.statusCode ?? 500,
    headers: { 'content-type': type, ...error },
    body: await bodyOf(answer),
  }
}

async function bodyOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
