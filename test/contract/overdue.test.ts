/** The OVERDUE notice: once, on every configured channel, not an outcome. */
import { describe, expect, jest, test } from '@jest/globals'
import { snsError, times } from './fakeAws.ts'
import { COMPLETED, IN_PROGRESS, minutes, OPERATION_ID, startEvent } from './fixtures.ts'
import { textOf } from './json.ts'
import { expectInvariants, type Result, replay, type Scenario, shared } from './scenario.ts'

jest.setTimeout(180_000)

/** Overdue at the first poll already: 5 minutes old, overdue after 2. */
const late = (over: Scenario = {}): Promise<Result> =>
  replay({
    event: startEvent({ age: minutes(5) }),
    settings: () => ({ FLOWBELL_OVERDUE_MINUTES: '2' }),
    ...over,
    script: { DescribeFlowOperation: [...times(12, IN_PROGRESS), COMPLETED], ...over.script },
  })

const usual = shared(() => late())

test.concurrent('the operation still ends with its outcome', async () => {
  const result = await usual()
  result.expectEnd(0, 'COMPLETED')
  expect(result.summary.polls).toBe(13)
  expectInvariants(result)
})

describe('sns', () => {
  test.concurrent('one notice, before the outcome', async () => {
    const result = await usual()
    expect(result.published().map(one => one.attributes['notice'])).toEqual(['OVERDUE', 'OUTCOME'])
  })

  test.concurrent('attributes: a warning, no outcome', async () => {
    const [notice] = (await usual()).published('OVERDUE')
    expect(notice?.attributes).toMatchObject({ notice: 'OVERDUE', severity: 'warning', firewallName: 'edge' })
    expect(Object.keys(notice?.attributes ?? {})).not.toContain('outcome')
  })

  test.concurrent('the document has notice OVERDUE and a null outcome', async () => {
    const [notice] = (await usual()).published('OVERDUE')
    expect(notice?.document).toMatchObject({
      notice: 'OVERDUE',
      outcome: null,
      severity: 'warning',
      flowOperationId: OPERATION_ID,
      serviceStatus: 'IN_PROGRESS',
      results: null,
    })
  })

  test.concurrent('the text says that it is not over', async () => {
    const [notice] = (await usual()).published('OVERDUE')
    for (const key of ['default', 'email']) {
      expect(textOf(notice?.structure[key])).toMatch(/overdue|still|longer/i)
      expect(textOf(notice?.structure[key])).toContain(OPERATION_ID)
    }
  })

  test.concurrent('the document of the outcome is not an overdue one', async () => {
    expect((await usual()).document).toMatchObject({ outcome: 'COMPLETED' })
    expect((await usual()).document['notice']).not.toBe('OVERDUE')
  })
})

test.concurrent('eventbridge: detail-type Flow Operation Overdue, then Finished', async () => {
  const result = await usual()
  expect(result.entries.map(one => one.entry['DetailType'])).toEqual([
    'Flow Operation Overdue',
    'Flow Operation Finished',
  ])
  expect(result.entries[0]).toMatchObject({
    entry: { Source: 'flowbell' },
    detail: { notice: 'OVERDUE', outcome: null },
  })
  expect(result.entries[0]?.detail).toEqual(result.published('OVERDUE')[0]?.document)
})

test.concurrent('slack webhook: one POST for the notice, one for the outcome', async () => {
  const posts = (await usual()).of('webhook')
  expect(posts).toHaveLength(2)
  for (const seen of posts) expect(seen.body).toContain(OPERATION_ID)
})

test.concurrent('slack bot: the notice gets there too', async () => {
  const [quiet, overdue] = await Promise.all([
    late({ slack: 'bot', settings: () => ({}) }),
    late({ slack: 'bot' }),
  ])
  overdue.expectEnd(0, 'COMPLETED')
  const calls = (result: Result): number => result.of('chat.postMessage', 'chat.update').length
  expect(calls(overdue)).toBeGreaterThan(calls(quiet))
  expectInvariants(overdue)
})

test.concurrent('the audit log has one record of each notice per channel', async () => {
  const result = await usual()
  for (const channel of ['sns', 'slack', 'eventbridge'] as const)
    expect(result.recordsOf('NOTIFICATION_DELIVERED', channel).map(record => record['notice'])).toEqual([
      'OVERDUE',
      'OUTCOME',
    ])
  const ids = result.records.map(({ record }) => record['recordId'])
  expect(new Set(ids).size).toBe(ids.length)
})

test.concurrent('deliveries and attempts are those of the outcome', async () => {
  const result = await usual()
  for (const channel of ['sns', 'slack', 'eventbridge'] as const)
    expect(result.delivery(channel)).toEqual({ channel, status: 'DELIVERED', attempts: 1 })
})

test.concurrent('an operation that ends in time is never overdue', async () => {
  const result = await replay({ script: { DescribeFlowOperation: [IN_PROGRESS, COMPLETED] } })
  expect(result.published('OVERDUE')).toEqual([])
  expect(result.of('webhook')).toHaveLength(1)
})

test.concurrent('by default an operation of 50 minutes is not overdue', async () => {
  const result = await replay({
    event: startEvent({ age: minutes(50) }),
    script: { DescribeFlowOperation: [IN_PROGRESS, COMPLETED] },
    channels: ['sns'],
  })
  result.expectEnd(0, 'COMPLETED')
  expect(result.published('OVERDUE')).toEqual([])
})

test.concurrent('by default an operation of 70 minutes is overdue', async () => {
  const result = await replay({
    event: startEvent({ age: minutes(70) }),
    script: { DescribeFlowOperation: [IN_PROGRESS, IN_PROGRESS, IN_PROGRESS, COMPLETED] },
    channels: ['sns'],
  })
  result.expectEnd(0, 'COMPLETED')
  expect(result.published('OVERDUE')).toHaveLength(1)
})

test.concurrent('a notice that cannot be delivered is a dead letter of its own', async () => {
  const result = await late({
    script: { Publish: [snsError('NotFound', 404)] },
    channels: ['sns', 'eventbridge'],
  })
  expect(result.run.code).toBe(1)
  expect(result.summary.outcome).toBe('COMPLETED')
  expect(result.letters.map(letter => letter['notice']).sort()).toEqual(['OUTCOME', 'OVERDUE'])
  expect(result.recordsOf('NOTIFICATION_DEAD_LETTERED', 'sns').map(record => record['notice'])).toEqual([
    'OVERDUE',
    'OUTCOME',
  ])
})
