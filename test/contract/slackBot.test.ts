/** The slack channel with a bot token: a card when the watch starts, its update at the end, a reply in its thread. */
import { describe, expect, jest, test } from '@jest/globals'
import { type Answer, fixed, jsonAnswer, normal, type Script } from './fakeAws.ts'
import { COMPLETED, flow, hours, IN_PROGRESS, OPERATION_ID, refusedEvent, startEvent } from './fixtures.ts'
import { textOf } from './json.ts'
import { CANARY, expectInvariants, type Result, replay, SLACK_CHANNEL, shared } from './scenario.ts'

jest.setTimeout(180_000)

const FIRST_TS = '1700000000.000001'
const polled: Script = { DescribeFlowOperation: [IN_PROGRESS, IN_PROGRESS, COMPLETED] }
const bot = (script: Script = {}): Promise<Result> =>
  replay({ slack: 'bot', script: { ...polled, ...script } })
const notOk = (error: string): Answer => jsonAnswer({ ok: false, error })

/** Answers for chat.postMessage in which the first one, the card, goes through. */
const afterTheCard = (...answers: Answer[]): Answer[] => [normal, ...answers]

describe('an operation that is watched to its end', () => {
  const usual = shared(() => bot())

  test.concurrent('one card when the watch starts, before the end is known', async () => {
    const result = await usual()
    result.expectEnd(0, 'COMPLETED')
    const [card] = result.of('chat.postMessage')
    expect(card?.fields['channel']).toBe(SLACK_CHANNEL)
    expect(card?.fields['thread_ts'] ?? null).toBeNull()
    expect(textOf(card?.fields['text'])).not.toBe('')
    expect(card?.seq).toBeLessThan(result.of('DescribeFlowOperation').at(-1)?.seq ?? 0)
    expect(card?.seq).toBeLessThan(
      result.records.find(({ record }) => record['recordType'] === 'OPERATION_FINISHED')?.seen.seq ?? 0,
    )
  })

  test.concurrent('one update of that same message when it ends', async () => {
    const updates = (await usual()).of('chat.update')
    expect(updates.map(seen => seen.fields)).toMatchObject([{ channel: SLACK_CHANNEL, ts: FIRST_TS }])
    expect(updates[0]?.body).toContain(OPERATION_ID)
  })

  test.concurrent('one reply in its thread, and nothing more', async () => {
    const result = await usual()
    const [card, reply, ...more] = result.of('chat.postMessage')
    expect(card?.accepted).toBe(true)
    expect(reply?.fields).toMatchObject({ channel: SLACK_CHANNEL, thread_ts: FIRST_TS })
    expect(more).toEqual([])
    expectInvariants(result)
  })

  test.concurrent('the token goes to Slack in the Authorization header', async () => {
    for (const seen of (await usual()).of('chat.postMessage', 'chat.update')) {
      expect(seen.headers.authorization).toBe(`Bearer xoxb-${CANARY}`)
      expect(seen.method).toBe('POST')
      expect(seen.body).not.toContain(CANARY)
    }
  })

  test.concurrent('delivered, with a ts of Slack as receipt', async () => {
    const result = await usual()
    expect(result.delivery('slack')).toMatchObject({ status: 'DELIVERED' })
    expect(result.delivery('slack').attempts).toBeGreaterThanOrEqual(1)
    expect(result.recordsOf('NOTIFICATION_DELIVERED', 'slack')[0]?.['receipt']).toEqual(
      expect.stringMatching(/^1700000000\.00000\d$/),
    )
  })
})

test.concurrent('an end at the first poll is shown on one message', async () => {
  const result = await bot({ DescribeFlowOperation: [flow('FAILED')] })
  result.expectEnd(0, 'FAILED')
  const parents = result.of('chat.postMessage').filter(seen => (seen.fields['thread_ts'] ?? null) === null)
  expect(parents).toHaveLength(1)
  expectInvariants(result)
})

test.concurrent.each<[string, Parameters<typeof replay>[0], string]>([
  ['a refused start', { event: refusedEvent() }, 'REFUSED'],
  ['an event older than 12 hours', { event: startEvent({ age: hours(13) }) }, 'COMPLETED'],
])('%s is reported', async (_name, scenario, outcome) => {
  const result = await replay({ ...scenario, slack: 'bot' })
  result.expectEnd(0, outcome)
  expect(result.delivery('slack').status).toBe('DELIVERED')
  expect(result.of('chat.postMessage').filter(seen => seen.accepted).length).toBeGreaterThanOrEqual(1)
  expectInvariants(result)
})

describe('a card that is missing is posted anew at the end', () => {
  test.concurrent.each<[string, Answer[]]>([
    ['the card could not be posted', [notOk('channel_not_found'), normal]],
    ['Slack was down at the start', [...Array.from({ length: 1 }, () => fixed(500, '')), normal]],
  ])('%s', async (_name, answers) => {
    const result = await bot({ 'chat.postMessage': answers })
    result.expectEnd(0, 'COMPLETED')
    expect(result.delivery('slack').status).toBe('DELIVERED')
    expect(result.of('chat.postMessage').filter(seen => seen.accepted).length).toBeGreaterThanOrEqual(1)
    expect(result.summary.polls).toBe(3)
    expectInvariants(result)
  })

  test.concurrent('the card was deleted meanwhile', async () => {
    const result = await bot({ 'chat.update': [notOk('message_not_found')] })
    result.expectEnd(0, 'COMPLETED')
    expect(result.delivery('slack').status).toBe('DELIVERED')
    const update = result.of('chat.update')[0]?.seq ?? Number.POSITIVE_INFINITY
    const anew = result
      .of('chat.postMessage')
      .filter(seen => seen.seq > update && (seen.fields['thread_ts'] ?? null) === null)
    expect(anew).toHaveLength(1)
    expect(anew[0]?.accepted).toBe(true)
    expectInvariants(result)
  })
})

describe('faults', () => {
  test.concurrent('429 on the update: Retry-After is honoured', async () => {
    const limited = jsonAnswer({ ok: false, error: 'ratelimited' }, 429, { 'retry-after': '45' })
    const result = await bot({ 'chat.update': [limited, normal] })
    result.expectEnd(0, 'COMPLETED')
    expect(result.waited('slack')).toBeGreaterThanOrEqual(45)
    expect(result.waited('slack')).toBeLessThan(180)
    expect(result.of('chat.update').filter(seen => seen.accepted)).toHaveLength(1)
    expectInvariants(result)
  })

  test.concurrent('a 200 that is not ok is a failure: the update fails for good', async () => {
    const result = await bot({
      'chat.update': [notOk('invalid_auth')],
      'chat.postMessage': afterTheCard(notOk('invalid_auth')),
    })
    result.expectEnd(1, 'COMPLETED')
    expect(result.delivery('slack').status).toBe('DEAD_LETTERED')
    expect(result.letters).toMatchObject([{ channel: 'slack', notice: 'OUTCOME' }])
    expect(result.run.stderr).toMatch(/^dead letter: slack: \S/m)
    expectInvariants(result)
  })

  test.concurrent('invalid_blocks on the update: one plain-text resend', async () => {
    const result = await bot({ 'chat.update': [notOk('invalid_blocks'), normal] })
    result.expectEnd(0, 'COMPLETED')
    expect(result.delivery('slack').status).toBe('DELIVERED')
    expect(textOf(result.of('chat.update')[1]?.fields['text'])).not.toBe('')
    expectInvariants(result)
  })

  test.concurrent('Slack is down from start to end: the watch goes on, the letter is dead, the others are served', async () => {
    const down = [fixed(503, '')]
    const result = await bot({ 'chat.postMessage': down, 'chat.update': down })
    result.expectEnd(1, 'COMPLETED')
    expect(result.delivery('slack').status).toBe('DEAD_LETTERED')
    expect(result.delivery('sns').status).toBe('DELIVERED')
    expectInvariants(result)
  })
})
