/** The audit log: what is written, when, and what happens if it cannot be. */
import { describe, expect, jest, test } from '@jest/globals'
import {
  type Answer,
  awsError,
  doneButReset,
  hang,
  jsonAnswer,
  normal,
  type Script,
  times,
} from './fakeAws.ts'
import { COMPLETED, FIREWALL_ARN, IN_PROGRESS, OPERATION_ID, startEvent } from './fixtures.ts'
import { textOf } from './json.ts'
import { expectInvariants, ISO, LOG_GROUP, outcomeRequests, type Result, replay, shared } from './scenario.ts'

jest.setTimeout(180_000)

const event = startEvent()
const polled: Script = { DescribeFlowOperation: [IN_PROGRESS, COMPLETED] }
const first = shared(() => replay({ event, script: polled }))
const second = shared(() => replay({ event, script: polled }))

const idsOf = (result: Result): string[] =>
  result.records
    .map(({ record }) => record)
    .filter(record => /^(OPERATION_FINISHED|NOTIFICATION_)/.test(textOf(record['recordType'])))
    .map(
      record => `${textOf(record['recordType'])} ${textOf(record['channel'])} ${textOf(record['recordId'])}`,
    )
    .sort()

describe('records', () => {
  test.concurrent('go to the configured log group', async () => {
    const result = await first()
    for (const seen of result.of('CreateLogStream', 'PutLogEvents'))
      expect(seen.fields['logGroupName']).toBe(LOG_GROUP)
    expect(result.records.length).toBeGreaterThanOrEqual(4)
  })

  test.concurrent('each has the common members', async () => {
    for (const { record } of (await first()).records) {
      expect(record).toMatchObject({
        recordId: expect.any(String),
        recordType: expect.any(String),
        flowOperationId: OPERATION_ID,
        firewallArn: FIREWALL_ARN,
        time: expect.stringMatching(ISO),
      })
      expect(record['schemaVersion']).toBeTruthy()
      expect(textOf(record['recordId'])).not.toBe('')
    }
  })

  test.concurrent('exactly one OPERATION_FINISHED, and it is written before any notification of the outcome', async () => {
    const result = await first()
    const written = result.records.filter(({ record }) => record['recordType'] === 'OPERATION_FINISHED')
    expect(written).toHaveLength(1)
    const notified = outcomeRequests(result)
    expect(notified).toHaveLength(3)
    for (const seen of notified)
      expect(seen.seq).toBeGreaterThan(written[0]?.seen.seq ?? Number.POSITIVE_INFINITY)
    expectInvariants(result)
  })

  test.concurrent('one NOTIFICATION_DELIVERED per channel, with notice, attempts and receipt', async () => {
    const result = await first()
    const delivered = result.recordsOf('NOTIFICATION_DELIVERED')
    expect(delivered.map(record => record['channel']).sort()).toEqual(['eventbridge', 'slack', 'sns'])
    for (const record of delivered) expect(record).toMatchObject({ notice: 'OUTCOME', attempts: 1 })
    const receipt = Object.fromEntries(
      delivered.map(record => [textOf(record['channel']), record['receipt']]),
    )
    expect(receipt).toEqual({
      sns: expect.stringMatching(/^[0-9a-f-]{36}$/),
      slack: null,
      eventbridge: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
  })

  test.concurrent('the time of a notification is not before the end of the operation', async () => {
    const result = await first()
    for (const channel of ['sns', 'slack', 'eventbridge'] as const)
      expect(result.waited(channel)).toBeGreaterThanOrEqual(0)
  })

  test.concurrent('record ids are deterministic: the same event gives the same ids', async () => {
    const ids = idsOf(await first())
    expect(idsOf(await second())).toEqual(ids)
    expect(new Set(ids).size).toBe(4)
  })

  test.concurrent('no two records of a run share an id', async () => {
    const ids = (await first()).records.map(({ record }) => record['recordId'])
    expect(new Set(ids).size).toBe(ids.length)
  })

  test.concurrent('another operation has other ids', async () => {
    const flowOperationId = '11111111-2222-4333-8444-555555555555'
    const result = await replay({
      event: startEvent({ responseElements: { flowOperationId } }),
      channels: ['sns'],
    })
    const ids = new Set((await first()).records.map(({ record }) => record['recordId']))
    for (const { record } of result.records) expect(ids.has(record['recordId'] ?? null)).toBe(false)
  })
})

describe('faults that pass do not show', () => {
  test.concurrent.each<[string, Script]>([
    ['the stream exists already, its answer was lost', { CreateLogStream: [doneButReset, normal] }],
    ['CreateLogStream is throttled once', { CreateLogStream: [awsError('ThrottlingException'), normal] }],
    [
      'PutLogEvents is unavailable twice',
      { PutLogEvents: [...times(2, awsError('ServiceUnavailableException', 503)), normal] },
    ],
    ['an answer of PutLogEvents is lost', { PutLogEvents: [doneButReset, normal] }],
    ['PutLogEvents hangs once', { PutLogEvents: [hang, normal] }],
  ])('%s', async (_name, script) => {
    const result = await replay({ script })
    result.expectEnd(0, 'COMPLETED')
    expectInvariants(result)
  })
})

describe('the audit log cannot be written: people are told, the message says so, the run ends red', () => {
  test.concurrent.each<[string, Script]>([
    ['the service fails', { PutLogEvents: [awsError('ServiceUnavailableException', 503)] }],
    [
      'access is denied',
      {
        CreateLogStream: [awsError('AccessDeniedException')],
        PutLogEvents: [awsError('AccessDeniedException')],
      },
    ],
    [
      'the log group is gone',
      {
        CreateLogStream: [awsError('ResourceNotFoundException')],
        PutLogEvents: [awsError('ResourceNotFoundException')],
      },
    ],
    [
      'the records are rejected inside a 200',
      { PutLogEvents: [jsonAnswer({ rejectedLogEventsInfo: { tooOldLogEventEndIndex: 1 } })] },
    ],
  ])('%s', async (_name, script) => {
    const result = await replay({ script })
    result.expectEnd(1, 'COMPLETED')
    expect(
      result.summary.deliveries.map(delivery => `${delivery.channel} ${delivery.status}`).sort(),
    ).toEqual(['eventbridge DELIVERED', 'slack DELIVERED', 'sns DELIVERED'])
    const usual = await first()
    const mentions = (text: string | undefined): number => text?.match(/audit/gi)?.length ?? 0
    for (const key of ['default', 'email', 'https']) {
      const [told, before] = [result, usual].map(one =>
        mentions(textOf(one.published('OUTCOME')[0]?.structure[key])),
      )
      expect(told).toBeGreaterThan(before ?? 0)
    }
    expect(mentions(result.of('webhook')[0]?.body)).toBeGreaterThan(mentions(usual.of('webhook')[0]?.body))
  })
})

test.concurrent('a log that takes only the last of many tries still holds one OPERATION_FINISHED', async () => {
  const flaky: Answer[] = [awsError('ThrottlingException'), doneButReset, normal]
  const result = await replay({ script: { PutLogEvents: flaky } })
  result.expectEnd(0, 'COMPLETED')
  expectInvariants(result)
})
