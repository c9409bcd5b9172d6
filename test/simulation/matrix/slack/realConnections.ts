import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { deliverByWebhook } from '../../../../functions/adapters/channels/slackWebhook.ts'
import { httpPost } from '../../../../functions/adapters/httpPost.ts'
import { DeliveryError } from '../../../../functions/domain/deliveryFailure.ts'
import { report } from '../../../support/builders.ts'
import type { Played, RealTrial } from '../support/row.ts'

/** The webhook's limit for a whole exchange is shortened by this, and looked at as it was set. */
const timesFaster = 50
const outcomeNotification = { document: report(), target: null, card: null, plainText: false }

/** Runs with a server on loopback, and closes it. */
async function withServer<Result>(server: Server, run: (port: number) => Promise<Result>): Promise<Result> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  try {
    return await run((server.address() as AddressInfo).port)
  } finally {
    server.close()
    if ('closeAllConnections' in server) (server as ReturnType<typeof createServer>).closeAllConnections()
  }
}

/** Posts a real message by the shipped adapter to this origin, and gives the failure. */
async function failureAt(origin: string): Promise<DeliveryError> {
  try {
    const access = { webhookUrl: `${origin}/services/T000/B000/secret` }
    await deliverByWebhook(access, outcomeNotification, { extraOrigins: [origin] })
  } catch (error) {
    if (error instanceof DeliveryError) return error
    const { refusal } = error as {
      readonly refusal?: { readonly kind: 'REJECTED'; readonly errorName: string }
    }
    if (refusal) return new DeliveryError(refusal.errorName, { kind: refusal.kind, attempts: 1 })
    throw error
  }
  throw new TypeError('the message was taken')
}

async function failureBy(
  listener: RequestListener,
): Promise<{ readonly failure: DeliveryError; readonly requests: number }> {
  let requests = 0
  const server = createServer((request, response) => {
    requests += 1
    request.resume().on('end', () => listener(request, response))
  })
  const failure = await withServer(server, port => failureAt(`http://127.0.0.1:${port}`))
  return { failure, requests }
}

function played(struck: number, checks: Readonly<Record<string, boolean>>): Played {
  const violations = Object.entries(checks).flatMap(([says, isRight]) => (isRight ? [] : [says]))
  return { struck, violations }
}

async function redirect(): Promise<Played> {
  let visits = 0
  const target = createServer((_request, response) => {
    visits += 1
    response.end('credentials')
  })
  return withServer(target, async port => {
    const location = `http://127.0.0.1:${port}/latest/meta-data`
    const { failure, requests } = await failureBy((_request, response) =>
      response.writeHead(302, { location }).end(),
    )
    return played(requests, {
      'it is permanent': failure.facts.kind === 'REJECTED',
      'nobody follows': visits === 0,
    })
  })
}

/** The limits that were set while this ran, each of which passed faster. */
async function hanging(listener: RequestListener): Promise<Played> {
  const { timeout } = AbortSignal
  const limits: number[] = []
  AbortSignal.timeout = milliseconds => {
    limits.push(milliseconds)
    return timeout.call(AbortSignal, milliseconds / timesFaster)
  }
  try {
    const { failure, requests } = await failureBy(listener)
    return played(requests, {
      'it may pass': failure.facts.kind === 'TRANSIENT',
      'the limit is 5 s': limits.join() === '5000',
    })
  } finally {
    AbortSignal.timeout = timeout
  }
}

async function endlessBody(): Promise<Played> {
  let isLetGo = false
  const pouring: RequestListener = (_request, response) => {
    response.on('close', () => {
      isLetGo = true
    })
    const pour = () => {
      while (!response.destroyed && response.write('x'.repeat(16_384)));
    }
    response.on('drain', pour)
    pour()
  }
  const { failure, requests } = await failureBy(pouring)
  const server = createServer(pouring)
  const answer = await withServer(server, port =>
    httpPost({ url: new URL(`http://127.0.0.1:${port}`), headers: {}, body: '{}', maxAnswerBytes: 4096 }),
  )
  return played(requests, {
    'it is no success': failure.facts.kind === 'REJECTED',
    '4 KB are read': answer.body.length === 4096,
    'the connection is let go': isLetGo,
  })
}

async function noTls(): Promise<Played> {
  const plain = createServer((_request, response) => response.end('ok'))
  let connections = 0
  plain.on('connection', () => {
    connections += 1
  })
  const failure = await withServer(plain, port => failureAt(`https://127.0.0.1:${port}`))
  return played(connections, { [`${failure.message} is permanent`]: failure.facts.kind === 'REJECTED' })
}

async function noCertificate(): Promise<Played> {
  const server = createTlsServer()
  let connections = 0
  server.on('connection', () => {
    connections += 1
  })
  server.on('tlsClientError', () => undefined)
  const failure = await withServer(server, port => failureAt(`https://127.0.0.1:${port}`))
  return played(connections, { [`${failure.message} is permanent`]: failure.facts.kind === 'REJECTED' })
}

/** With real sockets on loopback, and the shipped adapter of the webhook. */
export const realConnections = {
  redirect: { name: 'a real server sends elsewhere', play: redirect },
  hangAfterHeaders: {
    name: 'a real server stops after the headers',
    play: () => hanging((_request, response) => response.writeHead(200).flushHeaders()),
  },
  hangInBody: {
    name: 'a real server stops in the middle of the body',
    play: () => hanging((_request, response) => response.writeHead(200).write('o')),
  },
  endlessBody: { name: 'a real server never ends its body', play: endlessBody },
  noTls: { name: 'a real server speaks no TLS', play: noTls },
  noCertificate: { name: 'a real server has no certificate', play: noCertificate },
} as const satisfies Record<string, RealTrial>
