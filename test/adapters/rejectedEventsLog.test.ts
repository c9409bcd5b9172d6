import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { beforeEach, expect, test } from '@jest/globals'
import { cloudWatchAuditLog } from '../../functions/adapters/cloudWatchAuditLog.ts'
import { rejectedEventsLog } from '../../functions/adapters/rejectedEventsLog.ts'
import type { Metric } from '../../functions/domain/metrics.ts'
import { ServiceError } from '../../functions/domain/serviceError.ts'
import { clientSettings, startOfTestMilliseconds, useLocalAws } from '../local/model/localAwsFixture.ts'
import { rejectionOf } from './support/rejection.ts'

const fixture = useLocalAws()
const group = 'audit'
const time = new Date(startOfTestMilliseconds).toISOString()
let counted: Metric[]

beforeEach(() => {
  counted = []
  fixture().local.logs.createGroup(group)
})

function report(event: unknown, reason = 'detail is missing'): Promise<void> {
  const clock = { nowMilliseconds: () => fixture().clock.nowMilliseconds }
  const client = new CloudWatchLogsClient(clientSettings(fixture().local))
  const auditLog = cloudWatchAuditLog(client, group, clock)
  return rejectedEventsLog(auditLog, { record: metrics => void counted.push(...metrics) }, clock).report(
    event,
    reason,
  )
}

test('a rejected event is recorded under a key of its own', async () => {
  await report({ source: 'elsewhere' })
  const [record] = fixture().local.logs.records(group)
  expect(record).toEqual({
    schemaVersion: 1,
    recordId: expect.stringMatching(/^[0-9a-f]{32}\/EVENT_REJECTED$/),
    recordType: 'EVENT_REJECTED',
    flowOperationId: null,
    firewallArn: null,
    time,
    reason: 'detail is missing',
  })
  const key = String(record?.['recordId']).split('/')[0]
  expect(fixture().local.logs.streams(group)).toEqual([`rejected-${key}`])
})

test('it is counted', async () => {
  await report({ source: 'elsewhere' })
  expect(counted).toEqual([{ name: 'EventsRejected', unit: 'Count', value: 1, dimensions: {} }])
})

test('the same event makes the same record, another event another one', async () => {
  await report({ source: 'elsewhere' })
  fixture().clock.nowMilliseconds += 1000
  await report({ source: 'elsewhere' })
  await report({ source: 'somewhere' })
  const [first, second, third] = fixture()
    .local.logs.records(group)
    .map(record => record['recordId'])
  expect(second).toBe(first)
  expect(third).not.toBe(first)
})

test('an event that is nothing at all is recorded too', async () => {
  await report(undefined)
  expect(fixture().local.logs.records(group)).toHaveLength(1)
  // The SHA-256 of no text.
  expect(fixture().local.logs.streams(group)).toEqual(['rejected-e3b0c44298fc1c149afbf4c8996fb924'])
})

test('an event too deep to be written as text is recorded, told apart by its reason', async () => {
  let event: unknown = {}
  for (let level = 0; level < 100_000; level += 1) event = [event]
  await report(event, 'too deep')
  await report(event, 'too odd')
  const ids = fixture()
    .local.logs.records(group)
    .map(record => record['recordId'])
  expect(new Set(ids).size).toBe(2)
})

test('it is counted even when it cannot be recorded, and that is an error', async () => {
  const fault = {
    kind: 'aws-error',
    httpStatus: 400,
    errorType: 'ThrottlingException',
    message: 'why',
  } as const
  fixture().local.logs.failNext({ operation: 'PutLogEvents', fault })
  await expect(rejectionOf(ServiceError, report({}))).resolves.toMatchObject({ kind: 'THROTTLED' })
  expect(counted).toHaveLength(1)
})
