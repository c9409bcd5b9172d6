import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Slack's `auth.test` on loopback: one token is good. */
export async function startSlack(goodToken: string) {
  const server = createServer((request, response) => {
    const isGood = request.headers.authorization === `Bearer ${goodToken}`
    const answer = isGood
      ? { ok: true, team: 'Example', user: 'flowbell' }
      : { ok: false, error: 'invalid_auth' }
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
