import type { IncomingMessage, ServerResponse } from 'node:http'
import { DescribeFirewallCommand, NetworkFirewallClient } from '@aws-sdk/client-network-firewall'
import { describe, expect, test } from '@jest/globals'
import { readSettings } from '../../functions/config.ts'
import { inVirtualTime, WorkInFlight } from '../../local/engine/virtualTime.ts'
import { localRuntime } from '../../local/localRuntime.ts'
import { useRawServers } from '../adapters/support/rawServer.ts'

const serverAt = useRawServers()
const fiveMinutes = 300_000

/** When a request was signed, in epoch milliseconds. */
function signedAt({ headers }: IncomingMessage): number {
  const [, date, time] = /^(\d{8})T(\d{6})Z$/u.exec(String(headers['x-amz-date'])) ?? []
  const parts = `${date}${time}`.replace(/^(....)(..)(..)(..)(..)(..)$/u, '$1-$2-$3T$4:$5:$6Z')
  return Date.parse(parts)
}

/** A service whose time is so far ahead of this machine's: it refuses what is signed five minutes off, as AWS does. */
async function serviceAhead(millisecondsAhead: number, now: () => number) {
  const accepted: boolean[] = []
  const server = await serverAt((response: ServerResponse, request: IncomingMessage) => {
    const time = now() + millisecondsAhead
    const isAccepted = Math.abs(signedAt(request) - time) < fiveMinutes
    accepted.push(isAccepted)
    response.writeHead(isAccepted ? 200 : 400, {
      'content-type': 'application/x-amz-json-1.0',
      date: new Date(time).toUTCString(),
    })
    response.end(isAccepted ? '{}' : '{"__type":"InvalidSignatureException","message":"Signature expired"}')
  })
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'synthetic' }
  const settings = { region: 'eu-west-1', endpoint: server.origin, credentials, maxAttempts: 1 }
  const { prepareClient } = localRuntime(readSettings({}, []), () => undefined)
  const newClient = () => prepareClient(new NetworkFirewallClient(settings))
  const call = (client: NetworkFirewallClient) =>
    client.send(new DescribeFirewallCommand({ FirewallName: 'edge' })).then(
      () => true,
      () => false,
    )
  return { accepted, newClient, call }
}

describe('a machine whose clock is an hour off', () => {
  test.each([3_600_000, -3_600_000])(
    'is told so by the first answer, and no client fails after that (%d ms)',
    async ahead => {
      const { newClient, call } = await serviceAhead(ahead, Date.now)
      const client = newClient()

      expect(await call(client)).toBe(false)
      expect(await call(client)).toBe(true)
      expect(await call(newClient())).toBe(true)
      expect(await call(client)).toBe(true)
    },
  )

  test('fails once in virtual time too, however far that has come', async () => {
    const RealDate = Date
    const { newClient, call } = await serviceAhead(3_600_000, () => RealDate.now())
    const client = newClient()
    const inFlight = new WorkInFlight()
    const answers = await inVirtualTime(inFlight, async () => {
      const results: boolean[] = []
      for (let hour = 0; hour < 3; hour += 1) {
        // oxlint-disable-next-line no-await-in-loop -- one call comes after the other
        results.push(await inFlight.during(() => call(client)))
        // oxlint-disable-next-line no-await-in-loop -- an hour passes
        await new Promise(resolve => setTimeout(resolve, 3_600_000))
      }
      return results
    })

    expect(answers).toEqual([false, true, true])
  })
})

test('a machine whose clock is right signs at the real time, in virtual time too', async () => {
  const RealDate = Date
  const { newClient, call, accepted } = await serviceAhead(0, () => RealDate.now())
  const inFlight = new WorkInFlight()
  await inVirtualTime(inFlight, async () => {
    const client = newClient()
    await inFlight.during(() => call(client))
    await new Promise(resolve => setTimeout(resolve, 12 * 3_600_000))
    await inFlight.during(() => call(client))
  })

  expect(accepted).toEqual([true, true])
})
