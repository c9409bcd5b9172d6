import { expect } from '@jest/globals'
import fc from 'fast-check'
import { readSettings } from '../../functions/config.ts'
import { retryAfterSeconds } from '../../functions/domain/deliveryRetry.ts'
import { Delivery } from '../../functions/domain/notification.ts'
import { completedReport } from '../adapters/support/reports.ts'
import { canaries, flowAddress, leaksIn, webhookPath } from '../hostile/canary/canaries.ts'
import { deliveryOf, ordinarySettings, shippedHandlers, withFetch } from '../hostile/shippedHandlers.ts'
import { bytesNear } from './support/bytes.ts'
import { describeTarget } from './support/target.ts'

const quoted = `https://hooks.slack.com${webhookPath} ${canaries.botToken} ${flowAddress}`
const validBodies = [
  { ok: true, channel: 'C0123456789', ts: '1762074904.000100', message: { text: 'x' } },
  { ok: false, error: 'channel_not_found', response_metadata: { messages: ['x'] } },
  { ok: false, error: 'ratelimited' },
  { error: { code: 'TooManyRequests', message: quoted } },
  { ok: false, error: quoted },
]
const words = ['ok', 'no_service', 'invalid_payload', 'channel_is_archived', quoted].map(word =>
  Buffer.from(word),
)

/** Header values are bytes; a line break in one never leaves the HTTP parser. */
const headerText = fc.oneof(
  {
    arbitrary: fc.constantFrom('1', '30', '3600', '86400', '-5', '0', '', '1e9', '٣', '9'.repeat(400)),
    weight: 4,
  },
  {
    arbitrary: fc.constantFrom('Thu, 26 Nov 2026 14:00:00 GMT', '30, 60', '0x10', 'NaN', 'Infinity', '1.5'),
    weight: 2,
  },
  { arbitrary: fc.stringMatching(/^[\x21-\x7e\x80-\xff]{0,40}$/), weight: 1 },
)
const latinHeader = headerText.filter(text => /^[\x20-\x7e\x80-\xff]*$/.test(text))

const chatAnswer = fc.record({
  status: fc.oneof(
    { arbitrary: fc.constantFrom(200, 202), weight: 4 },
    { arbitrary: fc.constantFrom(204, 302, 400, 401, 403, 404, 408, 410, 413, 429, 500, 503), weight: 4 },
    { arbitrary: fc.integer({ min: 200, max: 599 }), weight: 1 },
  ),
  retryAfter: fc.option(latinHeader),
  body: fc.oneof(
    { arbitrary: bytesNear(validBodies), weight: 3 },
    { arbitrary: fc.constantFrom(...words), weight: 1 },
  ),
})
type ChatAnswer = typeof chatAnswer extends fc.Arbitrary<infer Answer> ? Answer : never

const ways = [
  ['slack', { webhookUrl: `https://hooks.slack.com${webhookPath}` }],
  ['slack', { botToken: canaries.botToken, channel: 'C0123456789' }],
  ['teams', { webhookUrl: `https://prod-1.westeurope.logic.azure.com:443${flowAddress}` }],
] as const

const logged: object[] = []
const senders = ways.map(([channel, secret]) => {
  const settings = readSettings(ordinarySettings, [])
  return { channel, handlers: shippedHandlers(secret, { settings, log: entry => void logged.push(entry) }) }
})

function responseOf({ status, retryAfter, body }: ChatAnswer): Response {
  const isEmpty = [204, 205, 304].includes(status)
  return new Response(isEmpty ? null : Uint8Array.from(body), {
    status,
    headers: retryAfter === null ? {} : { 'retry-after': retryAfter },
  })
}

/** One round on each way, with and without a card; all that is carried on of it. */
async function roundsOf(answer: ChatAnswer) {
  logged.length = 0
  const card = { channelId: 'C0123456789', ts: '1.2', hasOutcome: false }
  const deliveries: unknown[] = []
  for (const { channel, handlers } of senders) {
    for (const members of [{}, { card }]) {
      const delivery = deliveryOf(channel, 'OUTCOME', members)
      const payload = { delivery, document: completedReport, auditRecorded: true }
      deliveries.push(
        await withFetch(
          async () => responseOf(answer),
          () => handlers.deliver(payload),
        ),
      )
    }
  }
  return deliveries
}

describeTarget(
  'any answer of Slack and Teams',
  {
    inputs: chatAnswer,
    share: 0.4,
    run: roundsOf,
    refusals: [],
    check: deliveries => {
      expect(leaksIn([['rounds', JSON.stringify([deliveries, logged])]])).toEqual([])
      for (const delivery of deliveries.map(each => Delivery.parse(each))) {
        expect(['DELIVERED', 'RETRY_LATER', 'UNDELIVERABLE']).toContain(delivery.status)
        expect(delivery.waitSeconds >= 1 && delivery.waitSeconds <= 4500).toBe(true)
        expect(`${delivery.reason} ${delivery.receipt}`).toMatch(/^[\x20-\x7e]{1,600}$/)
        expect(JSON.stringify(delivery).length).toBeLessThan(2000)
      }
    },
  },
  {
    'an answer that is quoted': {
      run: async ({ body }) => [deliveryOf('slack', 'OUTCOME', { reason: Buffer.from(body).toString() })],
    },
    'a wait that is believed': {
      run: async ({ retryAfter }) => [
        deliveryOf('slack', 'OUTCOME', {
          status: 'RETRY_LATER',
          reason: 'x',
          waitSeconds: Number(retryAfter ?? 1),
        }),
      ],
    },
    'an answer that is taken for JSON': {
      run: async ({ body }) => [JSON.parse(Buffer.from(body).toString())],
    },
  },
)

describeTarget(
  'any Retry-After',
  {
    inputs: fc.option(fc.oneof(headerText, fc.string({ unit: 'binary' }))),
    run: retryAfterSeconds,
    refusals: [],
    check: (seconds, header) => {
      expect(Number.isSafeInteger(seconds) && seconds >= 0 && seconds <= 3600).toBe(true)
      if (header !== null && /^\d{1,4}$/.test(header)) expect(seconds).toBe(Math.min(Number(header), 3600))
    },
  },
  { 'a header that is believed': { run: header => Number(header) } },
)
