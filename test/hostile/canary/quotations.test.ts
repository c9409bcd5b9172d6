import { expect, test } from '@jest/globals'
import { readSettings } from '../../../functions/config.ts'
import { completedReport } from '../../adapters/support/reports.ts'
import { deliveryOf, ordinarySettings, shippedHandlers, withFetch } from '../shippedHandlers.ts'
import { canaries, leaksIn, webhookPath } from './canaries.ts'

const gateway = 'https://gateway.example'
const address = `${gateway}${webhookPath}?key=${canaries.gatewayKey}`
const { botToken } = canaries

/** Ways in which something before Slack may quote the request that it was sent. */
const quotations: Readonly<Record<string, string>> = {
  'the path': `Cannot POST ${webhookPath}`,
  'the address': `no route to ${address}`,
  'the last part alone': canaries.webhookToken,
  'the last part as a word': canaries.webhookToken.toLowerCase(),
  'small letters': `not found: ${webhookPath.toLowerCase()}`,
  capitals: `NOT FOUND: ${webhookPath.toUpperCase()}`,
  'encoded slashes': `not found: ${encodeURIComponent(webhookPath)}`,
  'slashes of HTML': `<p>${webhookPath.replaceAll('/', '&#x2F;')}</p>`,
  'slashes of JSON': `{"path":"${webhookPath.replaceAll('/', String.raw`\/`)}"}`,
  'a beginning': `POST ${webhookPath.slice(0, -6)}…`,
  'a beginning behind a long gap': `x${' '.repeat(4096 - webhookPath.length)}${webhookPath}`,
  'a code': Buffer.from(webhookPath).toString('base64'),
  'a key of the query': `bad key=${canaries.gatewayKey}`,
  'the token': `Authorization: Bearer ${botToken}`,
  'the token alone': botToken,
  'the token in capitals': botToken.toUpperCase(),
  'the token in small letters': `bearer ${botToken.toLowerCase()}`,
  'half of the token': `token ${botToken.slice(0, 24)}… is unknown`,
}

/** As text, as Slack's own error, and as the ids of a message. */
const forms: Readonly<Record<string, (text: string) => string>> = {
  'as text': text => text,
  'as an error of Slack': text => JSON.stringify({ ok: false, error: text }),
  'as ids': text => JSON.stringify({ ok: true, channel: text, ts: text }),
}

const statuses = [200, 400, 403, 404, 410, 429, 500, 502]

const secrets = {
  webhook: { webhookUrl: address },
  bot: { botToken, channel: 'C0123456789' },
} as const

/** One delivery, answered so; all that is carried on, logged, parked and recorded of it. */
async function tracesOf(
  secret: object,
  status: number,
  body: string,
): Promise<(readonly [string, string])[]> {
  const lines: string[] = []
  const settings = readSettings({ ...ordinarySettings, FLOWBELL_SLACK_ORIGINS: gateway }, [])
  const log = (entry: object) => void lines.push(JSON.stringify(entry))
  const handlers = shippedHandlers(secret, { settings, log })
  const payload = { delivery: deliveryOf('slack', 'OUTCOME'), document: completedReport, auditRecorded: true }
  const answer: typeof fetch = () =>
    Promise.resolve(new Response(body, { status, headers: { 'retry-after': body.slice(0, 99).trim() } }))
  const delivery = (await withFetch(answer, () => handlers.deliver(payload))) as object
  await handlers.park({ delivery, document: completedReport, crash: { Error: '', Cause: '' } })
  const deliveries = [{ ...delivery, status: 'DEAD_LETTERED' }]
  await handlers.record({
    fact: 'ALL_DELIVERIES',
    document: completedReport,
    overdueDeliveries: [],
    deliveries,
  })
  return [
    ['state', JSON.stringify(delivery)],
    ...lines.map(line => ['log', line] as const),
    ...handlers.calls.map(({ command, input }) => [command, JSON.stringify(input)] as const),
  ]
}

test.each(Object.entries(secrets))(
  'an answer to a %s may quote the request: nothing of it is told',
  async (_way, secret) => {
    for (const [name, quotation] of Object.entries(quotations)) {
      for (const [form, bodyOf] of Object.entries(forms)) {
        for (const status of statuses) {
          const leaks = leaksIn(await tracesOf(secret, status, bodyOf(asciiOf(quotation))))
          expect({ name, form, status, leaks }).toEqual({ name, form, status, leaks: [] })
        }
      }
    }
  },
)

/** A header holds bytes only. */
function asciiOf(text: string): string {
  return text.replaceAll('…', '...')
}

test.each([
  ['channel_is_archived', 'channel_is_archived'],
  ['', 'empty answer'],
])('what Slack itself says is told: %j', async (body, told) => {
  const [[, state] = ['', '']] = await tracesOf(secrets.webhook, 410, body)
  expect(state).toContain(told)
})
