import { describe, expect, test } from '@jest/globals'
import {
  apiResult,
  isCardLost,
  isRefusal,
  isThreadLost,
  webhookRefusal,
} from '../../../functions/adapters/channels/slackAnswer.ts'

const namesByKind = {
  RATE_LIMITED: ['ratelimited', 'rate_limited', 'message_limit_exceeded'],
  MESSAGE_REFUSED: [
    'invalid_arguments',
    'invalid_blocks',
    'invalid_blocks_format',
    'invalid_payload',
    'msg_blocks_too_long',
    'msg_too_long',
    'no_text',
    'too_many_attachments',
  ],
  ACCESS_REFUSED: [
    'account_inactive',
    'invalid_auth',
    'invalid_token',
    'missing_scope',
    'no_active_hooks',
    'no_service',
    'no_service_id',
    'not_allowed_token_type',
    'not_authed',
    'token_expired',
    'token_revoked',
  ],
  TRANSIENT: [
    'fatal_error',
    'internal_error',
    'org_login_required',
    'request_timeout',
    'rollup_error',
    'service_unavailable',
    'team_added_to_org',
    'update_failed',
  ],
  REJECTED: ['channel_not_found', 'an_error_of_the_future', 'is_archived'],
} as const
const named = Object.entries(namesByKind).flatMap(([kind, names]) => names.map(name => [name, kind] as const))
const answer = (status: number, body: string, retryAfter: string | null = null) => ({
  status,
  body,
  retryAfter,
})

describe('what Slack says', () => {
  test.each(named)('%s is %s, from a webhook and from the Web API', (errorName, kind) => {
    const refusal = { kind, errorName, status: 200, retryAfterSeconds: 30 }
    expect(webhookRefusal(answer(200, errorName))).toEqual(refusal)
    expect(webhookRefusal(answer(200, ` {"ok":false,"error":"${errorName}"}\n`))).toEqual(refusal)
    expect(apiResult(answer(200, `{"ok":false,"error":"${errorName}"}`))).toEqual(refusal)
  })

  test.each([
    [400, 'REJECTED'],
    [401, 'ACCESS_REFUSED'],
    [403, 'ACCESS_REFUSED'],
    [404, 'ACCESS_REFUSED'],
    [408, 'TRANSIENT'],
    [410, 'REJECTED'],
    [429, 'RATE_LIMITED'],
    [499, 'REJECTED'],
    [500, 'TRANSIENT'],
    [503, 'TRANSIENT'],
  ])('the status %d without a known word is %s', (status, kind) => {
    expect(webhookRefusal(answer(status, 'what', '7'))).toEqual({
      kind,
      errorName: 'what',
      status,
      retryAfterSeconds: 7,
    })
  })

  test.each([
    ['invalid_blocks', 410, 'REJECTED'],
    ['invalid_blocks', 429, 'RATE_LIMITED'],
    ['invalid_blocks', 403, 'MESSAGE_REFUSED'],
    ['fatal_error', 403, 'ACCESS_REFUSED'],
  ])('%s with the status %d is %s', (errorName, status, kind) => {
    expect(webhookRefusal(answer(status, errorName))).toMatchObject({ kind })
  })

  test.each([
    ['', 'empty answer'],
    ['   ', 'empty answer'],
    ['<html>https://hooks.slack.com/services/T0/B0/secret</html>', 'no Slack answer'],
    ['a', 'no Slack answer'],
    ['Invalid_auth', 'no Slack answer'],
    ['xinvalid_auth1', 'no Slack answer'],
    ['1invalid_auth', 'no Slack answer'],
    ['x'.repeat(64), 'x'.repeat(64)],
    ['x'.repeat(65), 'no Slack answer'],
    ['{"error":7}', 'no Slack answer'],
    ['null', 'null'],
    ['[]', 'no Slack answer'],
  ])('%j is shown as %s', (body, errorName) => {
    expect(webhookRefusal(answer(500, body))).toMatchObject({ errorName })
    expect(apiResult(answer(500, body))).toMatchObject({ errorName })
  })
})

describe('what Slack took', () => {
  test('by a webhook says ok, and nothing else does', () => {
    expect(webhookRefusal(answer(200, ' ok\n'))).toBeNull()
    expect(webhookRefusal(answer(201, 'ok'))).not.toBeNull()
    expect(webhookRefusal(answer(200, 'okay'))).not.toBeNull()
  })

  test.each<[string, object]>([
    [
      '{"ok":true,"channel":"C0123456789","ts":"1762074902.000100"}',
      { channel: 'C0123456789', ts: '1762074902.000100' },
    ],
    ['{"ok":true,"channel":"C1","ts":"17"}', { channel: 'C1', ts: '17' }],
    ['{"ok":true}', { channel: null, ts: null }],
    ['{"ok":true,"channel":"c0123","ts":"1.2.3"}', { channel: null, ts: null }],
    ['{"ok":true,"channel":"xC0123","ts":"x1.2"}', { channel: null, ts: null }],
    ['{"ok":true,"channel":"C0123 x","ts":"1.2x"}', { channel: null, ts: null }],
    ['{"ok":true,"channel":7,"ts":1762074902.0001}', { channel: null, ts: null }],
    [
      `{"ok":true,"channel":"C${'1'.repeat(31)}","ts":"${'1'.repeat(20)}.${'1'.repeat(20)}"}`,
      { channel: `C${'1'.repeat(31)}`, ts: `${'1'.repeat(20)}.${'1'.repeat(20)}` },
    ],
    [`{"ok":true,"channel":"C${'1'.repeat(32)}","ts":"${'1'.repeat(21)}"}`, { channel: null, ts: null }],
  ])('by the Web API: %s', (body, result) => {
    const read = apiResult(answer(200, body))
    expect(read).toEqual(result)
    expect(isRefusal(read)).toBe(false)
  })

  test.each([
    [200, '{"ok":"true"}'],
    [200, '{}'],
    [202, '{"ok":true}'],
    [200, '"ok"'],
  ])('is not told by %d %s', (status, body) => {
    expect(isRefusal(apiResult(answer(status, body)))).toBe(true)
  })
})

describe('what is lost', () => {
  const everywhere = ['message_not_found']
  const cards = ['block_mismatch', 'cant_update_message', 'edit_window_closed', 'is_inactive', ...everywhere]
  const threads = [
    'cannot_reply_to_message',
    'restricted_action_non_threadable_channel',
    'restricted_action_thread_locked',
    'thread_not_found',
    ...everywhere,
  ]
  const channels = ['channel_not_found', 'is_archived', 'not_in_channel']

  test.each(cards)('the card, by %s', name => {
    expect([isCardLost(name, false), isCardLost(name, true)]).toEqual([true, true])
    expect(isThreadLost(name, true)).toBe(everywhere.includes(name))
  })

  test.each(threads)('the thread, by %s', name => {
    expect([isThreadLost(name, false), isThreadLost(name, true)]).toEqual([true, true])
    expect(isCardLost(name, true)).toBe(everywhere.includes(name))
  })

  test.each(channels)('the channel of a card, by %s, where messages go elsewhere by now', name => {
    expect([isCardLost(name, false), isCardLost(name, true)]).toEqual([false, true])
    expect([isThreadLost(name, false), isThreadLost(name, true)]).toEqual([false, true])
  })
})
