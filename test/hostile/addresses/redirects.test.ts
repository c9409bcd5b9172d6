import type { ServerResponse } from 'node:http'
import { expect, test } from '@jest/globals'
import { readSettings } from '../../../functions/config.ts'
import { useRawServers } from '../../adapters/support/rawServer.ts'
import { completedReport } from '../../adapters/support/reports.ts'
import { deliveryOf, ordinarySettings, shippedHandlers } from '../shippedHandlers.ts'

const startServer = useRawServers()

const statuses = [300, 301, 302, 303, 304, 305, 307, 308, 399]

/** Where a redirect may try to lead; `elsewhere` is a server that must not be asked. */
const locations: readonly (readonly [string, (elsewhere: string) => string])[] = [
  ['another server', elsewhere => `${elsewhere}/steal`],
  ['another server without a scheme', elsewhere => elsewhere.replace('http:', '')],
  ['itself', () => '/services/T000/B000/XXXX'],
  ['a path beside it', () => '../../../api/chat.postMessage'],
  ['the metadata service', () => 'http://169.254.169.254/latest/meta-data/'],
  ['a file', () => 'file:///etc/passwd'],
  ['text', () => 'data:text/plain,ok'],
  ['a script', () => 'javascript:alert(1)'],
  ['nowhere', () => ''],
]

const cases = statuses.flatMap(status =>
  locations.map(([where, locationOf]) => ({ status, where, locationOf })),
)

async function deliverTo(origin: string, secret: object) {
  const settings = readSettings(
    { ...ordinarySettings, FLOWBELL_SLACK_ORIGINS: origin, FLOWBELL_SLACK_API_URL: `${origin}/api/` },
    [],
  )
  const payload = { delivery: deliveryOf('slack', 'OUTCOME'), document: completedReport, auditRecorded: true }
  return shippedHandlers(secret, { settings }).deliver(payload)
}

test.each<[string, (origin: string) => object]>([
  ['webhook', origin => ({ webhookUrl: `${origin}/services/T000/B000/XXXX` })],
  ['bot', () => ({ botToken: 'xoxb-1-2', channel: 'C0123456789' })],
])('a %s does not follow any redirect, and gives the message up', async (_way, secretOf) => {
  const elsewhere = await startServer(response => void response.end('ok'))
  let answer: (response: ServerResponse) => void = response => void response.end()
  const slack = await startServer(response => answer(response))
  for (const { status, where, locationOf } of cases) {
    const before = slack.paths.length
    answer = response =>
      void response
        .writeHead(status, {
          location: locationOf(elsewhere.origin),
          refresh: `0;url=${elsewhere.origin}/refresh`,
        })
        .end()
    const delivery = await deliverTo(slack.origin, secretOf(slack.origin))
    expect({ status, where, delivery, requests: slack.paths.length - before }).toMatchObject({
      delivery: { status: 'UNDELIVERABLE', attempts: 1 },
      requests: 1,
    })
  }
  expect(elsewhere.paths).toEqual([])
})
