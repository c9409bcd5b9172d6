import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { HttpAnswer, Reply, WireRequest } from './http.ts'

/** An HTTP server that only this machine can reach. */
export type LoopbackServer = {
  /** For example `http://127.0.0.1:49152`. */
  readonly origin: string
  /** Sets who answers; to be called once, before the first request. */
  answerWith(answer: (request: WireRequest) => Reply): void
  /** Stops listening and cuts every open connection, those of hanging requests included. */
  close(): Promise<void>
}

/** Starts a server on 127.0.0.1 at a port that the operating system chooses. */
export async function startLoopbackServer(): Promise<LoopbackServer> {
  let answer: (request: WireRequest) => Reply = () => 'connection-reset'
  const server = createServer((request, response) => {
    readRequest(request)
      .then(wireRequest => send(answer(wireRequest), response))
      .catch((error: unknown) => send(defectAnswer(error), response))
  })
  // An idle connection that the server closes just as a client reuses it would look like a planned reset.
  server.keepAliveTimeout = 0
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answerWith: newAnswer => {
      answer = newAnswer
    },
    close: () => closeServer(server),
  }
}

async function readRequest(request: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const [path = '/', ...query] = (request.url ?? '/').split('?')
  return {
    method: request.method ?? '',
    path,
    query: query.join('?'),
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
    ),
    bodyText: Buffer.concat(chunks).toString('utf8'),
  }
}

function send(reply: Reply, response: ServerResponse): void {
  if (reply === 'hang') return
  if (reply === 'connection-reset') {
    response.socket?.resetAndDestroy()
    return
  }
  response.writeHead(reply.status, reply.headers).end(reply.body)
}

/** A defect of the model itself must not pass for a behaviour of AWS, Slack or Teams. */
function defectAnswer(error: unknown): HttpAnswer {
  const reason = error instanceof Error ? error.stack : String(error)
  return {
    status: 500,
    headers: { 'content-type': 'text/plain' },
    body: `defect of the local model: ${reason}`,
  }
}

function closeServer(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
