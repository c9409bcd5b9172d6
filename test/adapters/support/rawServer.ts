import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach } from '@jest/globals'

/** A server for what the local model cannot play: bodies without end, headers without body, redirects to itself. */
export type RawServer = { readonly origin: string; readonly paths: readonly string[] }
export type RawAnswer = (response: ServerResponse, request: IncomingMessage) => void

/** Starts servers on loopback and closes them after each test. */
export function useRawServers(): (answer: RawAnswer) => Promise<RawServer> {
  const closers: (() => Promise<void>)[] = []
  afterEach(async () => {
    await Promise.all(closers.splice(0).map(close => close()))
  })
  return async answer => {
    const paths: string[] = []
    const { origin, close } = await listen((request, response) => {
      paths.push(request.url ?? '')
      request.resume().on('end', () => answer(response, request))
    })
    closers.push(close)
    return { origin, paths }
  }
}

/** An origin on which nobody listens. */
export async function closedOrigin(): Promise<string> {
  const { origin, close } = await listen(() => {})
  await close()
  return origin
}

async function listen(listener: RequestListener): Promise<{ origin: string; close: () => Promise<void> }> {
  const server = createServer(listener)
  server.keepAliveTimeout = 0
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const close = () =>
    new Promise<void>(resolve => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
}
