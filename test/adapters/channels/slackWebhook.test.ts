import { beforeEach, describe, expect, test } from '@jest/globals'
import { DeliveryError } from '../../../functions/domain/deliveryFailure.ts'
import type { Notification } from '../../../functions/ports.ts'
import { useLocalAws } from '../../local/model/localAwsFixture.ts'
import { useRawServers } from '../support/rawServer.ts'
import { rejectionOf } from '../support/rejection.ts'
import { overdueReport, startedReport } from '../support/reports.ts'
import {
  operationsOf,
  outcomeNotification,
  putBotSecret,
  putWebhookSecret,
  slackAnswer,
  slackOf,
} from '../support/slackChannels.ts'

const fixture = useLocalAws()
const startServer = useRawServers()
const operations = () => operationsOf(fixture().local)
const webhookRequests = () => operations().filter(operation => operation === 'webhook')

beforeEach(() => putWebhookSecret(fixture().local))

function deliver(notification: Partial<Notification> = {}) {
  return slackOf(fixture().local).deliver({ ...outcomeNotification, ...notification })
}

function refusedWith(
  status: number,
  body: string,
  headers: Record<string, string> = {},
): Promise<DeliveryError> {
  fixture().local.slack.failNext({ operation: 'webhook', fault: slackAnswer(status, body, headers) })
  return rejectionOf(DeliveryError, deliver())
}

describe('a message that arrives', () => {
  test('is one post, without receipt', async () => {
    await expect(deliver()).resolves.toEqual({ attempts: 1, receipt: null })
    const [post, ...others] = fixture().local.slack.webhookPosts
    expect(others).toEqual([])
    expect(post?.text).toContain('COMPLETED')
    expect(post?.blocks.length).toBeGreaterThan(1)
  })

  test.each([false, true])('holds the filters and the top talkers, plain text: %s', async plainText => {
    await deliver({ plainText })
    const post = JSON.stringify(fixture().local.slack.webhookPosts[0]?.body)
    expect(post).toContain('TCP, UDP from 10.1.0.0/16 port 1990:1994 to 198.51.100.7 port 443')
    expect(post).toContain('10.1.0.9')
  })

  test('has no blocks when only text is asked for', async () => {
    await deliver({ plainText: true })
    expect(fixture().local.slack.webhookPosts[0]?.body).not.toHaveProperty('blocks')
  })

  test('may be an overdue notice', async () => {
    await deliver({ document: overdueReport })
    expect(fixture().local.slack.webhookPosts[0]?.text).toContain('OVERDUE')
  })

  test('is refused when it is routed to a channel, which a webhook cannot choose', async () => {
    const error = await rejectionOf(DeliveryError, deliver({ target: 'C0INCIDENT' }))
    expect(error.facts).toMatchObject({ kind: 'REJECTED', attempts: 0 })
    expect(error.message).toContain('need a bot token')
    expect(webhookRequests()).toEqual([])
  })

  test('is none at the start of a watch, since a webhook keeps no card', async () => {
    await expect(deliver({ document: startedReport })).resolves.toEqual({ attempts: 0, receipt: null })
    expect(webhookRequests()).toEqual([])
  })
})

describe('an answer 200 counts only with the body ok', () => {
  test.each(['', 'OK', 'ok then', '{"ok":true}', '<html>ok</html>', 'no_service'])('not %j', async body => {
    await expect(refusedWith(200, body)).resolves.toMatchObject({ facts: { attempts: 1 } })
  })

  test.each(['ok', 'ok\n'])('but %j', async body => {
    fixture().local.slack.failNext({ operation: 'webhook', fault: slackAnswer(200, body) })
    await expect(deliver()).resolves.toMatchObject({ attempts: 1 })
  })

  test.each([
    ['rate_limited', 'RATE_LIMITED'],
    ['rollup_error', 'TRANSIENT'],
    ['invalid_blocks', 'MESSAGE_REFUSED'],
    ['no_service', 'REJECTED'],
    ['whatever', 'REJECTED'],
  ])('%s under status 200 is %s', async (body, kind) => {
    await expect(refusedWith(200, body)).resolves.toMatchObject({ facts: { kind } })
  })
})

describe('Retry-After of an answer 429', () => {
  test.each([
    ['1', 1],
    ['30', 30],
    [' 45 ', 45],
    ['0', 0],
    ['3600', 3600],
    ['3601', 3600],
    ['99999999999999', 3600],
    ['-5', 30],
    ['1.5', 30],
    ['soon', 30],
    ['Mon, 02 Nov 2026 09:15:04 GMT', 30],
    ['', 30],
  ])('%j is %i s', async (header, retryAfterSeconds) => {
    const error = await refusedWith(429, 'rate_limited', { 'retry-after': header })
    expect(error.facts).toMatchObject({ kind: 'RATE_LIMITED', attempts: 1, retryAfterSeconds })
  })

  test('absent is 30 s', async () => {
    const error = await refusedWith(429, 'rate_limited')
    expect(error.facts).toMatchObject({ kind: 'RATE_LIMITED', retryAfterSeconds: 30 })
  })

  test.each(['', 'ratelimited', '{"retry_after":"2","ok":false,"error":"rate_limited"}', '<html>'])(
    'counts whatever the body says: %j',
    async body => {
      const error = await refusedWith(429, body, { 'retry-after': '9' })
      expect(error.facts).toMatchObject({ kind: 'RATE_LIMITED', retryAfterSeconds: 9 })
    },
  )
})

describe('a refusal', () => {
  test.each([
    [500, 'rollup_error', 'TRANSIENT'],
    [500, '', 'TRANSIENT'],
    [502, '<html>bad gateway</html>', 'TRANSIENT'],
    [503, 'service_unavailable', 'TRANSIENT'],
    [504, '', 'TRANSIENT'],
    [408, '', 'TRANSIENT'],
    [400, 'invalid_blocks', 'MESSAGE_REFUSED'],
    [400, 'invalid_blocks_format', 'MESSAGE_REFUSED'],
    [400, 'invalid_payload', 'MESSAGE_REFUSED'],
    [400, 'no_text', 'MESSAGE_REFUSED'],
    [400, 'too_many_attachments', 'MESSAGE_REFUSED'],
    [400, '{"ok":false,"error":"invalid_blocks"}', 'MESSAGE_REFUSED'],
    [400, 'user_not_found', 'REJECTED'],
    [410, 'channel_is_archived', 'REJECTED'],
    [410, 'no_service', 'REJECTED'],
    [302, '', 'REJECTED'],
    [418, 'teapot', 'REJECTED'],
  ])('%i %s is %s after one post', async (status, body, kind) => {
    const error = await refusedWith(status, body)
    expect(error.facts).toMatchObject({ kind, attempts: 1 })
    expect(error.message).toContain(`the Slack webhook answered ${status}`)
    expect(operations()).toEqual(['GetSecretValue', 'webhook'])
    expect(fixture().local.slack.webhookPosts).toEqual([])
  })

  test('quotes foreign text as one short line', async () => {
    const error = await refusedWith(400, `no\n\u202ewhy ${'x'.repeat(3000)}`)
    expect(error.message.length).toBeLessThan(200)
    expect(error.message).not.toMatch(/[\n\u202e]/)
  })

  test('of an empty answer says so', async () => {
    await expect(refusedWith(200, '')).resolves.toMatchObject({
      message: 'the Slack webhook answered 200: empty answer',
    })
  })
})

describe('a refused access', () => {
  const refusals = [
    [401, 'invalid_token'],
    [403, 'action_prohibited'],
    [403, 'no_service'],
    [404, 'channel_not_found'],
    [404, 'no_service'],
    [404, ''],
  ] as const

  test.each(refusals)('%i %s is final after exactly one fresh look at the secret', async (status, body) => {
    const { slack } = fixture().local
    slack.failNext({ operation: 'webhook', fault: slackAnswer(status, body), times: Infinity })
    const error = await rejectionOf(DeliveryError, deliver())
    expect(error.facts).toMatchObject({ kind: 'REJECTED', attempts: 1 })
    expect(operations()).toEqual(['GetSecretValue', 'webhook', 'GetSecretValue'])
  })

  test('is made good at once by a rotated secret', async () => {
    const { local } = fixture()
    const channel = slackOf(local)
    await channel.deliver(outcomeNotification)
    local.slack.webhookPath = '/services/T000/B000/rotated'
    putWebhookSecret(local, `${local.slackOrigin}/services/T000/B000/rotated`)
    const acceptance = await channel.deliver(outcomeNotification)
    expect(acceptance).toMatchObject({ attempts: 2, receipt: null })
    expect(operations()).toEqual(['GetSecretValue', 'webhook', 'webhook', 'GetSecretValue', 'webhook'])
    expect(local.slack.webhookPosts.at(-1)?.path).toBe('/services/T000/B000/rotated')
  })

  test('may change to a bot with the secret', async () => {
    const { local } = fixture()
    const channel = slackOf(local)
    await channel.deliver({ ...outcomeNotification, document: startedReport })
    local.slack.webhookPath = '/services/gone'
    putBotSecret(local)
    await expect(channel.deliver(outcomeNotification)).resolves.toMatchObject({ attempts: 2 })
    expect(local.slack.cards).toHaveLength(1)
  })

  test('that meets a rotated secret refused too is final, with both posts counted', async () => {
    const { local } = fixture()
    const channel = slackOf(local)
    await channel.deliver({ ...outcomeNotification, document: startedReport })
    local.slack.webhookPath = '/services/gone'
    putWebhookSecret(local, `${local.slackOrigin}/services/T000/B000/other`)
    const error = await rejectionOf(DeliveryError, channel.deliver(outcomeNotification))
    expect(error.facts).toMatchObject({ kind: 'REJECTED', attempts: 2 })
    expect(webhookRequests()).toHaveLength(2)
  })

  test('that meets a rotated secret which cannot be reached waits, with both posts counted', async () => {
    const { local } = fixture()
    const channel = slackOf(local)
    await channel.deliver({ ...outcomeNotification, document: startedReport })
    local.slack.failNext({ operation: 'webhook', fault: slackAnswer(404, 'no_service') })
    local.slack.failNext({ operation: 'webhook', fault: { kind: 'connection-reset' } })
    putWebhookSecret(local, `${local.webhookUrl}?rotated`)
    const error = await rejectionOf(DeliveryError, channel.deliver(outcomeNotification))
    expect(error.facts).toMatchObject({ kind: 'TRANSIENT', attempts: 2 })
  })

  test('that meets a rotated secret of no use sends nothing more, with the first post counted', async () => {
    const { local } = fixture()
    const channel = slackOf(local)
    await channel.deliver({ ...outcomeNotification, document: startedReport })
    local.slack.failNext({ operation: 'webhook', fault: slackAnswer(404, 'no_service') })
    putWebhookSecret(local, 'https://elsewhere.example/services/T/B/x')
    const error = await rejectionOf(DeliveryError, channel.deliver(outcomeNotification))
    expect(error.facts).toMatchObject({ kind: 'REJECTED', attempts: 1 })
  })

  test('whose fresh look at the secret fails still counts its post', async () => {
    const { local } = fixture()
    local.slack.failNext({ operation: 'webhook', fault: slackAnswer(403, 'action_prohibited') })
    local.secrets.failNext({
      operation: 'GetSecretValue',
      after: 1,
      fault: { kind: 'aws-error', httpStatus: 400, errorType: 'ThrottlingException', message: 'slow' },
    })
    const error = await rejectionOf(DeliveryError, deliver())
    expect(error.facts).toMatchObject({ kind: 'TRANSIENT', attempts: 1 })
  })
})

describe('a way that leads nowhere', () => {
  test('a redirect is not followed', async () => {
    const { local } = fixture()
    const elsewhere = await startServer(response => response.end('ok'))
    const { origin } = await startServer(response =>
      response.writeHead(302, { location: `${elsewhere.origin}/latest/meta-data/` }).end(),
    )
    putWebhookSecret(local, `${origin}/services/T/B/x`)
    const channel = slackOf(local, { extraOrigins: [origin, elsewhere.origin] })
    const error = await rejectionOf(DeliveryError, channel.deliver(outcomeNotification))
    expect(error.facts).toMatchObject({ kind: 'REJECTED', attempts: 1 })
    expect(elsewhere.paths).toEqual([])
  })

  test('an endless answer is left at 4 KB and is no success', async () => {
    const { local } = fixture()
    const { origin } = await startServer(response => {
      const pour = () => {
        while (!response.destroyed && response.write('ok'.repeat(8192)));
      }
      response.on('drain', pour)
      pour()
    })
    putWebhookSecret(local, `${origin}/services/T/B/x`)
    const channel = slackOf(local, { extraOrigins: [origin] })
    const error = await rejectionOf(DeliveryError, channel.deliver(outcomeNotification))
    expect(error.facts).toMatchObject({ kind: 'REJECTED', attempts: 1 })
  })

  test('an answer that stops after its headers is given up after 5 s, to be tried again', async () => {
    const { local } = fixture()
    const { origin } = await startServer(response => response.writeHead(200).flushHeaders())
    putWebhookSecret(local, `${origin}/services/T/B/x`)
    const channel = slackOf(local, { extraOrigins: [origin] })
    const error = await rejectionOf(DeliveryError, channel.deliver(outcomeNotification))
    expect(error.facts).toMatchObject({ kind: 'TRANSIENT', attempts: 1 })
    expect(error.message).toBe('the Slack webhook did not answer: TimeoutError')
  }, 15_000)

  test('a connection that is cut may have delivered: it is tried again', async () => {
    const { slack } = fixture().local
    slack.failNext({ operation: 'webhook', fault: { kind: 'connection-reset' } })
    const error = await rejectionOf(DeliveryError, deliver())
    expect(error.facts).toMatchObject({ kind: 'TRANSIENT', attempts: 1 })
    await expect(deliver()).resolves.toMatchObject({ attempts: 1 })
  })

  test.each([
    'CERT_HAS_EXPIRED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  ])('a certificate with %s is final', async code => {
    // No certificate is at hand on loopback: fetch itself is given the failure that Node's TLS reports.
    const original = globalThis.fetch
    globalThis.fetch = () =>
      Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(), { code }) }))
    try {
      const webhook = slackOf(fixture().local)
      const error = await rejectionOf(DeliveryError, webhook.deliver(outcomeNotification))
      expect(error.facts).toMatchObject({ kind: 'REJECTED', attempts: 1 })
      expect(error.message).toBe(`the Slack webhook did not answer: ${code}`)
    } finally {
      globalThis.fetch = original
    }
  })
})

describe('to an address that is not allowed nothing is sent', () => {
  test.each([
    ['another host', 'https://hooks.slack.com.evil.example/services/T/B/x'],
    ['plain http', 'http://hooks.slack.com/services/T/B/x'],
    ['a port', 'https://hooks.slack.com:8443/services/T/B/x'],
    ['a user', 'https://evil@hooks.slack.com/services/T/B/x'],
    ['another path', 'https://hooks.slack.com/other/T/B/x'],
    ['a query', 'https://hooks.slack.com/services/T/B/x?y'],
    ['a fragment', 'https://hooks.slack.com/services/T/B/x#y'],
    ['an address of the network', 'http://169.254.169.254/services/T/B/x'],
    ['a file', 'file:///etc/passwd'],
    ['no address', 'services/T/B/x'],
    ['a back-slash', 'https:\\\\hooks.slack.com\\services\\T'],
    ['a look-alike host', 'https://hooks.sl\u0430ck.com/services/T/B/x'],
  ])('%s', async (_case, webhookUrl) => {
    putWebhookSecret(fixture().local, webhookUrl)
    const error = await rejectionOf(DeliveryError, deliver())
    expect(error.facts).toMatchObject({ kind: 'REJECTED', attempts: 0 })
    expect(error.message).toContain('FLOWBELL_SLACK_ORIGINS')
  })

  test('the model itself, unless its origin is named', async () => {
    const channel = slackOf(fixture().local, { extraOrigins: [] })
    const error = await rejectionOf(DeliveryError, channel.deliver(outcomeNotification))
    expect(error.facts).toMatchObject({ kind: 'REJECTED', attempts: 0 })
    expect(webhookRequests()).toEqual([])
  })
})
