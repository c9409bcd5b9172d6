import { describe, expect, test } from '@jest/globals'
import { useLocalAws } from './localAwsFixture.ts'

const fixture = useLocalAws()
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } })
const header = (text: string) => ({ type: 'header', text: { type: 'plain_text', text } })

async function post(body: unknown): Promise<{ status: number; body: string; headers: Headers }> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(fixture().local.webhookUrl, { method: 'POST', body: text })
  return { status: response.status, body: await response.text(), headers: response.headers }
}

test('a post with text and blocks is answered with ok in plain text and kept', async () => {
  const message = { text: 'Flow flush completed', blocks: [header('Completed'), section('*edge*')] }
  const answer = await post(message)
  expect(answer).toMatchObject({ status: 200, body: 'ok' })
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain/)
  expect(fixture().local.slack.webhookPosts).toEqual([
    { path: '/services/T000/B000/local', ...message, body: message },
  ])
})

describe('the webhook refuses with 400', () => {
  test.each<[string, string, unknown]>([
    ['what is no JSON', 'invalid_payload', '{"text":'],
    ['a post without text and blocks', 'no_text', {}],
    [
      '51 blocks',
      'invalid_blocks',
      { text: 'x', blocks: Array.from({ length: 51 }, () => ({ type: 'divider' })) },
    ],
    ['a section of 3,001 characters', 'invalid_blocks', { text: 'x', blocks: [section('x'.repeat(3_001))] }],
    ['an empty section', 'invalid_blocks', { text: 'x', blocks: [section('')] }],
    ['a header of 151 characters', 'invalid_blocks', { text: 'x', blocks: [header('x'.repeat(151))] }],
    ['a block of an unknown type', 'invalid_blocks', { text: 'x', blocks: [{ type: 'banner' }] }],
    ['blocks that are no list', 'invalid_blocks', { blocks: 'x' }],
    [
      'more characters in all blocks than Slack takes',
      'msg_blocks_too_long',
      { text: 'x', blocks: Array.from({ length: 5 }, () => section('x'.repeat(2_900))) },
    ],
  ])('%s', async (_case, error, body) => {
    await expect(post(body)).resolves.toMatchObject({ status: 400, body: error })
    expect(fixture().local.slack.webhookPosts).toEqual([])
  })
})

test('texts and blocks of the largest size are taken', async () => {
  const blocks = [header('x'.repeat(150)), section('x'.repeat(3_000))]
  await expect(post({ blocks })).resolves.toMatchObject({ status: 200 })
})

test('after a rotation the old webhook is gone', async () => {
  fixture().local.slack.webhookPath = '/services/T000/B000/new'
  await expect(post({ text: 'x' })).resolves.toMatchObject({ status: 404, body: 'no_service' })
})

test('a planned 429 carries its Retry-After and delivers nothing', async () => {
  const { slack } = fixture().local
  const fault = {
    kind: 'raw-answer',
    status: 429,
    headers: { 'retry-after': '30' },
    body: 'rate_limited',
  } as const
  slack.failNext({ operation: 'webhook', fault })
  const answer = await post({ text: 'x' })
  expect(answer).toMatchObject({ status: 429, body: 'rate_limited' })
  expect(answer.headers.get('retry-after')).toBe('30')
  expect(slack.webhookPosts).toEqual([])
  await expect(post({ text: 'x' })).resolves.toMatchObject({ status: 200 })
})

test('delivered, but the connection is cut: the post is kept', async () => {
  const { slack } = fixture().local
  slack.failNext({
    operation: 'webhook',
    fault: { kind: 'done-but-fails', answer: { kind: 'connection-reset' } },
  })
  await expect(post({ text: 'x' })).rejects.toThrow()
  expect(slack.webhookPosts).toHaveLength(1)
})
