import { describe, expect, test } from '@jest/globals'
import { DeliveryError } from '../../../functions/domain/deliveryFailure.ts'
import type { Card } from '../../../functions/domain/notification.ts'
import { outcomes, severityOf } from '../../../functions/domain/outcome.ts'
import type { ChatFault } from '../../../local/model/wire/faults.ts'
import { rejectionOf } from '../support/rejection.ts'
import { completedReport, overdueReport, startedReport } from '../support/reports.ts'
import { useSlackBot } from '../support/slackBotBed.ts'
import {
  channelId,
  operationsOf,
  outcomeNotification,
  putBotSecret,
  slackAnswer,
  slackOf,
} from '../support/slackChannels.ts'

const { fixture, cards, deliver, announced } = useSlackBot()
const slackOperations = () => operationsOf(fixture().local).filter(name => name.startsWith('chat.'))
const lastRequest = () => fixture().local.requests.at(-1)

function plan(operation: 'chat.postMessage' | 'chat.update', fault: ChatFault, after = 0): void {
  fixture().local.slack.failNext({ operation, fault, after })
}

const notOk = (error: string, status = 200) => slackAnswer(status, JSON.stringify({ ok: false, error }))

describe('at the start of a watch', () => {
  test('a card is posted to the channel of the secret', async () => {
    const acceptance = await deliver({ document: startedReport })
    const [card] = cards()
    expect(acceptance).toEqual({
      attempts: 1,
      receipt: card?.ts,
      card: { channelId, ts: card?.ts, hasOutcome: false },
    })
    expect(card).toMatchObject({ channel: channelId, text: expect.stringContaining('RUNNING') })
  })

  test('the token goes into the header, and nowhere else', async () => {
    await announced()
    expect(lastRequest()?.headers['authorization']).toBe('Bearer xoxb-local')
    expect(JSON.stringify(lastRequest()?.body)).not.toContain('xoxb-local')
  })

  test('a message that is routed to a channel goes there, its card and its thread too', async () => {
    const target = 'C0INCIDENT'
    const { card = null } = await deliver({ document: startedReport, target })
    await deliver({ target, card })
    const channels = fixture().local.requests.flatMap(({ operation, body }) =>
      operation.startsWith('chat.') ? [body['channel']] : [],
    )
    expect(channels).toEqual([target, target, target])
  })

  test('a channel given by its name is known by its id from then on', async () => {
    putBotSecret(fixture().local, 'xoxb-local', '#security')
    const card = await announced()
    expect(card.channelId).toMatch(/^C0LOCAL/)
    await deliver({ card })
    expect(lastRequest()?.body).toMatchObject({ channel: card.channelId })
  })
})

describe('while the watch goes on', () => {
  test('its card is edited in place, and nothing is added to it', async () => {
    const card = await announced()
    const acceptance = await deliver({ document: { ...startedReport, polls: 12 }, card })
    expect(acceptance).toEqual({ attempts: 1, receipt: card.ts, card })
    expect(slackOperations()).toEqual(['chat.postMessage', 'chat.update'])
    expect(cards()).toMatchObject([{ updateCount: 1, replies: [] }])
  })

  test('a card that somebody deleted is posted anew', async () => {
    const card = await announced()
    fixture().local.slack.deleteMessage(card.channelId, card.ts)
    const acceptance = await deliver({ document: startedReport, card })
    expect(cards()).toHaveLength(1)
    expect(acceptance.card?.ts).toBe(cards()[0]?.ts)
    expect(acceptance.card?.ts).not.toBe(card.ts)
  })
})

describe('at the end of a watch', () => {
  test('the card is edited, and the details are a reply in its thread', async () => {
    const card = await announced()
    const acceptance = await deliver({ document: { ...completedReport, zoneCoverage: [] }, card })
    expect(acceptance).toEqual({ attempts: 1, receipt: card.ts, card: { ...card, hasOutcome: true } })
    expect(slackOperations()).toEqual(['chat.postMessage', 'chat.update', 'chat.postMessage'])
    expect(cards()).toMatchObject([
      { ts: card.ts, updateCount: 1, text: expect.stringContaining('COMPLETED') },
    ])
    expect(cards()[0]?.replies).toMatchObject([
      { threadTs: card.ts, text: expect.stringContaining('198.51.100.7') },
    ])
    expect(lastRequest()?.body).not.toHaveProperty('reply_broadcast')
  })

  test.each(outcomes)(
    '%s: the channel sees the thread too, unless all is well, since nobody is told of an edit',
    async outcome => {
      const card = await announced()
      await deliver({
        document: { ...completedReport, zoneCoverage: [], outcome, severity: severityOf(outcome) },
        card,
      })
      const isShown = lastRequest()?.body['reply_broadcast'] === true
      expect(isShown).toBe(outcome !== 'COMPLETED')
    },
  )

  test.each([
    ['COVERED', false],
    ['RUNNING', false],
    ['NOT_COVERED', true],
    ['UNKNOWN', true],
  ] as const)(
    'COMPLETED with another zone %s: the channel sees the thread too: %s',
    async (state, isShown) => {
      const card = await announced()
      const other = {
        availabilityZone: 'eu-west-1b',
        state,
        flowOperationId: null,
        flowRequestTimestamp: null,
      }
      await deliver({ document: { ...completedReport, zoneCoverage: [other] }, card })
      expect(lastRequest()?.body['reply_broadcast'] === true).toBe(isShown)
    },
  )

  test('a card that is posted with the outcome tells the channel by itself', async () => {
    await deliver({ document: { ...completedReport, outcome: 'FAILED', severity: 'critical' } })
    expect(lastRequest()?.body).not.toHaveProperty('reply_broadcast')
  })

  test('an edit to plain text takes the old blocks away', async () => {
    const card = await announced()
    expect(cards()[0]?.blocks).not.toEqual([])
    await deliver({ card, plainText: true })
    expect(cards()[0]?.blocks).toEqual([])
    expect(cards()[0]?.replies[0]?.blocks).toEqual([])
  })

  test('a card that was never posted is posted anew, with its thread', async () => {
    await expect(deliver()).resolves.toMatchObject({ attempts: 1, card: { hasOutcome: true } })
    expect(cards()).toMatchObject([{ replies: [{ text: expect.stringContaining('Details') }] }])
  })

  test('a card that somebody deleted is posted anew, with its thread', async () => {
    const card = await announced()
    fixture().local.slack.deleteMessage(card.channelId, card.ts)
    const acceptance = await deliver({ card })
    expect(cards()).toHaveLength(1)
    expect(cards()[0]?.replies).toHaveLength(1)
    expect(acceptance).toMatchObject({ attempts: 2, receipt: cards()[0]?.ts })
    expect(acceptance.receipt).not.toBe(card.ts)
  })

  test.each([
    'message_not_found',
    'edit_window_closed',
    'cant_update_message',
    'is_inactive',
    'block_mismatch',
  ])('%s on the edit means a new card', async error => {
    const card = await announced()
    plan('chat.update', notOk(error))
    await expect(deliver({ card })).resolves.toMatchObject({ attempts: 2, card: { hasOutcome: true } })
    expect(cards()).toHaveLength(2)
  })

  test('a new card in place of a lost one that fails loses the old card and counts both calls', async () => {
    const card = await announced()
    plan('chat.update', notOk('message_not_found'))
    plan('chat.postMessage', notOk('service_unavailable'))
    const error = await rejectionOf(DeliveryError, deliver({ card }))
    expect(error.facts).toMatchObject({ kind: 'TRANSIENT', attempts: 2, card: null })
  })
})

describe('a reply that fails after the edit', () => {
  const failures: readonly (readonly [string, ChatFault, string])[] = [
    ['ok:false', notOk('internal_error'), 'TRANSIENT'],
    ['a cut connection', { kind: 'connection-reset' }, 'TRANSIENT'],
    [
      'a rate limit',
      slackAnswer(429, '{"ok":false,"error":"ratelimited"}', { 'retry-after': '4' }),
      'RATE_LIMITED',
    ],
    ['refused blocks', notOk('invalid_blocks'), 'MESSAGE_REFUSED'],
  ]

  test.each(failures)('by %s keeps the card, and the next round only replies', async (_case, fault, kind) => {
    const card = await announced()
    plan('chat.postMessage', fault)
    const error = await rejectionOf(DeliveryError, deliver({ card }))
    expect(error.facts).toMatchObject({ kind, attempts: 1, card: { ...card, hasOutcome: true } })
    const acceptance = await deliver({
      card: error.facts.card ?? null,
      plainText: kind === 'MESSAGE_REFUSED',
    })
    expect(acceptance).toMatchObject({ attempts: 0, receipt: card.ts })
    expect(slackOperations().filter(name => name === 'chat.update')).toHaveLength(1)
    expect(cards()).toHaveLength(1)
    expect(cards()[0]).toMatchObject({ updateCount: 1, replies: [{ threadTs: card.ts }] })
  })

  test('keeps the card that was posted anew, too', async () => {
    plan('chat.postMessage', notOk('fatal_error'), 1)
    const error = await rejectionOf(DeliveryError, deliver())
    expect(error.facts).toMatchObject({ attempts: 1, card: { ts: cards()[0]?.ts, hasOutcome: true } })
    await deliver({ card: error.facts.card ?? null })
    expect(cards()).toHaveLength(1)
    expect(cards()[0]?.replies).toHaveLength(1)
  })

  test('keeps the card even when its access is refused and the secret cannot be read again', async () => {
    const card = await announced()
    plan('chat.postMessage', notOk('invalid_auth'))
    fixture().local.secrets.failNext({
      operation: 'GetSecretValue',
      after: 1,
      fault: { kind: 'aws-error', httpStatus: 500, errorType: 'InternalServiceError', message: 'why' },
    })
    const error = await rejectionOf(DeliveryError, deliver({ card }))
    expect(error.facts).toMatchObject({
      kind: 'TRANSIENT',
      attempts: 1,
      card: { ...card, hasOutcome: true },
    })
  })
})

describe('an overdue notice', () => {
  test('is a reply to the card that the channel sees too', async () => {
    const card = await announced()
    const acceptance = await deliver({ document: overdueReport, card })
    const reply = cards()[0]?.replies[0]
    expect(acceptance).toEqual({ attempts: 1, receipt: reply?.ts, card })
    expect(reply?.text).toContain('OVERDUE')
    expect(lastRequest()?.body).toMatchObject({
      channel: channelId,
      thread_ts: card.ts,
      reply_broadcast: true,
    })
    expect(cards()[0]?.updateCount).toBe(0)
  })

  test('stands alone where there is no card, and does not become the card of the outcome', async () => {
    await expect(deliver({ document: overdueReport })).resolves.toMatchObject({ attempts: 1, card: null })
    expect(lastRequest()?.body).not.toHaveProperty('thread_ts')
    expect(lastRequest()?.body).not.toHaveProperty('reply_broadcast')
    expect(cards()).toHaveLength(1)
  })

  test('that fails keeps the card', async () => {
    const card = await announced()
    plan('chat.postMessage', notOk('request_timeout'))
    const error = await rejectionOf(DeliveryError, deliver({ document: overdueReport, card }))
    expect(error.facts).toMatchObject({ kind: 'TRANSIENT', attempts: 1, card })
  })
})

describe.each([
  'cannot_reply_to_message',
  'message_not_found',
  'restricted_action_non_threadable_channel',
  'restricted_action_thread_locked',
  'thread_not_found',
])('a thread that takes no reply any more (%s)', name => {
  test('has the overdue notice stand alone in the channel, once', async () => {
    const card = await announced()
    plan('chat.postMessage', notOk(name))
    const acceptance = await deliver({ document: overdueReport, card })
    const alone = cards().at(-1)
    expect(acceptance).toEqual({ attempts: 2, receipt: alone?.ts, card })
    expect(alone?.text).toContain('OVERDUE')
    expect(lastRequest()?.body).not.toHaveProperty('thread_ts')
    expect(lastRequest()?.body).not.toHaveProperty('reply_broadcast')
  })

  test('has the end stand alone in the channel, details included, beside the edited card', async () => {
    const card = await announced()
    plan('chat.postMessage', notOk(name))
    await expect(deliver({ card })).resolves.toEqual({
      attempts: 2,
      receipt: card.ts,
      card: { ...card, hasOutcome: true },
    })
    expect(cards()).toMatchObject([
      { ts: card.ts, updateCount: 1, replies: [] },
      { text: expect.stringContaining('198.51.100.7') },
    ])
  })

  test('and a channel that takes nothing: the delivery fails, and knows how far it came', async () => {
    const card = await announced()
    plan('chat.postMessage', notOk(name))
    plan('chat.postMessage', slackAnswer(429, '', { 'retry-after': '9' }))
    const error = await rejectionOf(DeliveryError, deliver({ document: overdueReport, card }))
    expect(error.facts).toMatchObject({ kind: 'RATE_LIMITED', attempts: 2, retryAfterSeconds: 9, card })
  })
})

describe.each(['channel_not_found', 'is_archived', 'not_in_channel'])(
  'a card in a channel that the secret does not name any more (%s)',
  name => {
    const former: Card = { channelId: 'C0FORMER01', ts: '1762074902.000100', hasOutcome: false }

    test('is posted anew in the one that it names now', async () => {
      plan('chat.update', notOk(name))
      const acceptance = await deliver({ card: former })
      expect(acceptance).toMatchObject({ attempts: 2, card: { channelId, hasOutcome: true } })
      expect(cards()).toMatchObject([{ channel: channelId, replies: [{}] }])
    })

    test('has its overdue notice there too', async () => {
      plan('chat.postMessage', notOk(name))
      await expect(deliver({ document: overdueReport, card: former })).resolves.toMatchObject({ attempts: 2 })
      expect(cards()).toMatchObject([{ channel: channelId, text: expect.stringContaining('OVERDUE') }])
    })

    test('is given up at once where it is that one', async () => {
      const card = await announced()
      plan('chat.update', notOk(name))
      const error = await rejectionOf(DeliveryError, deliver({ card }))
      expect(error.facts).toMatchObject({ kind: 'REJECTED', attempts: 1 })
    })
  },
)

test('a reply that is refused for another reason is not posted to the channel', async () => {
  const card = await announced()
  plan('chat.postMessage', notOk('restricted_action'))
  const error = await rejectionOf(DeliveryError, deliver({ document: overdueReport, card }))
  expect(error.facts).toMatchObject({ kind: 'REJECTED', attempts: 1, card })
  expect(cards()).toHaveLength(1)
})

describe('an answer that is not ok', () => {
  const families = {
    RATE_LIMITED: ['ratelimited', 'rate_limited', 'message_limit_exceeded'],
    TRANSIENT: [
      'service_unavailable',
      'internal_error',
      'fatal_error',
      'request_timeout',
      'update_failed',
      'team_added_to_org',
      'org_login_required',
    ],
    MESSAGE_REFUSED: [
      'msg_too_long',
      'msg_blocks_too_long',
      'invalid_blocks',
      'invalid_blocks_format',
      'no_text',
      'too_many_attachments',
      'invalid_arguments',
    ],
    REJECTED: [
      'channel_not_found',
      'not_in_channel',
      'is_archived',
      'restricted_action',
      'no_permission',
      'ekm_access_denied',
      'not_authed',
      'invalid_auth',
      'token_expired',
      'token_revoked',
      'account_inactive',
      'missing_scope',
      'not_allowed_token_type',
      'an_error_of_the_future',
    ],
  } as const
  const errors = Object.entries(families).flatMap(([kind, names]) => names.map(name => [name, kind] as const))

  test.each(errors)('with %s is %s', async (name, kind) => {
    plan('chat.postMessage', notOk(name))
    const error = await rejectionOf(DeliveryError, deliver({ document: startedReport }))
    expect(error.facts).toMatchObject({ kind, attempts: 1, card: null })
    expect(error.message).toContain(`Slack chat.postMessage answered 200: ${name}`)
  })

  test.each([
    ['an empty body', slackAnswer(200, ''), 'REJECTED'],
    ['a page of HTML', slackAnswer(200, '<html>'), 'REJECTED'],
    ['a JSON text', slackAnswer(200, '"ok"'), 'REJECTED'],
    ['JSON null', slackAnswer(200, 'null'), 'REJECTED'],
    ['the word ok', slackAnswer(200, 'ok'), 'REJECTED'],
    ['ok as a text', slackAnswer(200, '{"ok":"true","ts":"1"}'), 'REJECTED'],
    ['ok under status 500', slackAnswer(500, '{"ok":true,"ts":"1"}'), 'TRANSIENT'],
    ['an HTML page with 503', slackAnswer(503, '<html>'), 'TRANSIENT'],
    ['429 without a body', slackAnswer(429, '', { 'retry-after': '12' }), 'RATE_LIMITED'],
    ['a redirect', slackAnswer(302, '', { location: 'http://127.0.0.1:1/' }), 'REJECTED'],
  ])('being %s is no success', async (_case, fault, kind) => {
    plan('chat.postMessage', fault)
    const error = await rejectionOf(DeliveryError, deliver({ document: startedReport }))
    expect(error.facts).toMatchObject({ kind, attempts: 1 })
  })

  test('names when to come back', async () => {
    plan('chat.postMessage', slackAnswer(429, '{"ok":false,"error":"ratelimited"}', { 'retry-after': '12' }))
    const error = await rejectionOf(DeliveryError, deliver({ document: startedReport }))
    expect(error.facts).toMatchObject({ kind: 'RATE_LIMITED', retryAfterSeconds: 12 })
  })
})

describe('a refused token', () => {
  test('is final after exactly one fresh look at the secret', async () => {
    fixture().local.slack.botToken = 'xoxb-rotated'
    const error = await rejectionOf(DeliveryError, deliver({ document: startedReport }))
    expect(error.facts).toMatchObject({ kind: 'REJECTED', attempts: 1 })
    expect(operationsOf(fixture().local)).toEqual(['GetSecretValue', 'chat.postMessage', 'GetSecretValue'])
  })

  test('is replaced at once by the rotated one, and the card is still edited', async () => {
    const { local } = fixture()
    const channel = slackOf(local)
    const { card = null } = await channel.deliver({ ...outcomeNotification, document: startedReport })
    local.slack.botToken = 'xoxb-rotated'
    putBotSecret(local)
    await expect(channel.deliver({ ...outcomeNotification, card })).resolves.toMatchObject({ attempts: 2 })
    expect(cards()).toMatchObject([{ ts: card?.ts, updateCount: 1, replies: [{}] }])
  })
})

test('answers with more text than an echo of the card are not read to their end', async () => {
  const echo = 'x'.repeat(100_000)
  plan('chat.postMessage', slackAnswer(200, JSON.stringify({ echo, ok: true, ts: '1' })))
  const error = await rejectionOf(DeliveryError, deliver({ document: startedReport }))
  expect(error.message).toContain('no Slack answer')
})

test('an answer that echoes the largest card is read', async () => {
  const body = JSON.stringify({
    ok: true,
    channel: channelId,
    ts: '1.2',
    message: { text: '\u2026'.repeat(20_000) },
  })
  plan('chat.postMessage', slackAnswer(200, body))
  await expect(deliver({ document: startedReport })).resolves.toMatchObject({ receipt: '1.2' })
})

test('an answer that does not name the channel means the channel of the secret', async () => {
  plan('chat.postMessage', slackAnswer(200, '{"ok":true,"ts":"1.2"}'))
  await expect(deliver({ document: startedReport })).resolves.toMatchObject({
    card: { channelId, ts: '1.2' },
  })
})

test('an answer that names no message is a success without card, receipt and thread', async () => {
  plan('chat.postMessage', slackAnswer(200, '{"ok":true}'))
  await expect(deliver()).resolves.toEqual({ attempts: 1, receipt: null, card: null })
  plan('chat.postMessage', slackAnswer(200, '{"ok":true}'))
  await expect(deliver({ document: overdueReport })).resolves.toMatchObject({ attempts: 1, receipt: null })
  expect(slackOperations()).toEqual(['chat.postMessage', 'chat.postMessage'])
})

test('to a Web API that is not allowed nothing is sent', async () => {
  const channel = slackOf(fixture().local, { extraOrigins: [] })
  const error = await rejectionOf(DeliveryError, channel.deliver(outcomeNotification))
  expect(error.facts).toMatchObject({ kind: 'REJECTED', attempts: 0 })
  expect(error.message).toContain('FLOWBELL_SLACK_API_URL')
  expect(slackOperations()).toEqual([])
})

test('the document of the outcome stands in the card whatever came before', async () => {
  const card = await announced()
  await deliver({ document: overdueReport, card })
  await deliver({ document: { ...completedReport, outcome: 'FAILED' }, card })
  expect(cards()).toMatchObject([{ text: expect.stringContaining('FAILED') }])
  expect(cards()[0]?.replies).toHaveLength(2)
})
