import { describe, expect, test } from '@jest/globals'
import { useLocalAws } from './localAwsFixture.ts'

const fixture = useLocalAws()
const channel = 'C0123456789'
const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'watching' } }]

async function call(method: string, body: object, token = 'xoxb-local'): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' }
  const url = `${fixture().local.slackApiUrl}${method}`
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  return (await response.json()) as Record<string, unknown>
}

describe('a posted message', () => {
  test('is answered with channel and ts and shown as a card', async () => {
    const {
      ok,
      ts,
      channel: channelId,
    } = await call('chat.postMessage', { channel, text: 'watching', blocks })
    expect({ ok, channelId }).toEqual({ ok: true, channelId: channel })
    expect(ts).toMatch(/^\d+\.\d{6}$/)
    expect(fixture().local.slack.cards).toEqual([
      { channel, ts, threadTs: null, text: 'watching', blocks, updateCount: 0, replies: [] },
    ])
  })

  test('is replaced by an update; blocks left out stay, an empty list removes them', async () => {
    const { ts } = await call('chat.postMessage', { channel, text: 'watching', blocks })
    await expect(call('chat.update', { channel, ts, text: 'done' })).resolves.toMatchObject({
      ok: true,
      channel,
      ts,
    })
    expect(fixture().local.slack.cards).toMatchObject([{ text: 'done', blocks, updateCount: 1 }])
    await call('chat.update', { channel, ts, text: 'done', blocks: [] })
    expect(fixture().local.slack.cards).toMatchObject([{ text: 'done', blocks: [] }])
  })

  test('keeps the replies of its thread, each with its own ts', async () => {
    const { ts } = await call('chat.postMessage', { channel, text: 'watching' })
    await call('chat.postMessage', { channel, text: 'first', thread_ts: ts })
    await call('chat.postMessage', { channel, text: 'second', thread_ts: ts })
    const [card] = fixture().local.slack.cards
    expect(card?.replies.map(reply => reply.text)).toEqual(['first', 'second'])
    expect(new Set([ts, ...(card?.replies ?? []).map(reply => reply.ts)]).size).toBe(3)
  })

  test('in a channel given by name is answered with the id that updates need', async () => {
    const { ts, channel: channelId } = await call('chat.postMessage', { channel: '#security', text: 'x' })
    expect(channelId).toMatch(/^C[A-Z0-9]{8,}$/)
    const byName = call('chat.update', { channel: '#security', ts, text: 'y' })
    await expect(byName).resolves.toMatchObject({ ok: false, error: 'message_not_found' })
    await expect(call('chat.update', { channel: channelId, ts, text: 'y' })).resolves.toMatchObject({
      ok: true,
    })
  })

  test('once deleted, cannot be updated', async () => {
    const { ts } = await call('chat.postMessage', { channel, text: 'x' })
    fixture().local.slack.deleteMessage(channel, String(ts))
    const update = call('chat.update', { channel, ts, text: 'y' })
    await expect(update).resolves.toEqual({ ok: false, error: 'message_not_found' })
  })
})

describe('the Web API refuses inside a 200', () => {
  test.each<[string, string, string, object]>([
    [
      'an update of an unknown message',
      'message_not_found',
      'chat.update',
      { channel, ts: '1.000000', text: 'x' },
    ],
    ['a post without channel', 'channel_not_found', 'chat.postMessage', { text: 'x' }],
    ['a post without text and blocks', 'no_text', 'chat.postMessage', { channel }],
    [
      'broken blocks',
      'invalid_blocks',
      'chat.postMessage',
      { channel, text: 'x', blocks: [{ type: 'section' }] },
    ],
    ['an unknown method', 'unknown_method', 'chat.shout', { channel, text: 'x' }],
  ])('%s', async (_case, error, method, body) => {
    await expect(call(method, body)).resolves.toEqual({ ok: false, error })
    expect(fixture().local.slack.cards).toEqual([])
  })
})

test('only the accepted token is taken, and every call is kept with its error', async () => {
  const { slack } = fixture().local
  await expect(call('auth.test', {})).resolves.toMatchObject({ ok: true })
  slack.botToken = 'xoxb-rotated'
  await expect(call('auth.test', {})).resolves.toEqual({ ok: false, error: 'invalid_auth' })
  await expect(call('auth.test', {}, 'xoxb-rotated')).resolves.toMatchObject({ ok: true })
  expect(slack.apiCalls.map(each => [each.method, each.error])).toEqual([
    ['auth.test', null],
    ['auth.test', 'invalid_auth'],
    ['auth.test', null],
  ])
})
