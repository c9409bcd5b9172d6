import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { beforeEach, describe, expect, test } from '@jest/globals'
import { cloudWatchAuditLog } from '../../functions/adapters/cloudWatchAuditLog.ts'
import { type AuditRecord, eventRejected, operationFinished } from '../../functions/domain/auditRecord.ts'
import { ServiceError } from '../../functions/domain/serviceError.ts'
import type { AuditLog } from '../../functions/ports.ts'
import type { AwsFault } from '../../local/model/wire/faults.ts'
import { clientSettings, startOfTestMilliseconds, useLocalAws } from '../local/model/localAwsFixture.ts'
import { rejectionOf } from './support/rejection.ts'
import { completedReport, operationId } from './support/reports.ts'

const fixture = useLocalAws()
const group = '/flowbell/audit'
const hour = 3_600_000
const records: readonly AuditRecord[] = [
  operationFinished(completedReport, '2026-11-02T09:16:34.000Z'),
  eventRejected('key', 'reason', '2026-11-02T09:16:35.000Z'),
]

function auditLog(nowMilliseconds = startOfTestMilliseconds): AuditLog {
  const client = new CloudWatchLogsClient(clientSettings(fixture().local))
  return cloudWatchAuditLog(client, group, { nowMilliseconds: () => nowMilliseconds })
}

function failing(operation: 'CreateLogStream' | 'PutLogEvents', fault: AwsFault): Promise<ServiceError> {
  fixture().local.logs.failNext({ operation, fault })
  return rejectionOf(ServiceError, auditLog().write(operationId, records))
}

const awsError = (errorType: string, httpStatus = 400): AwsFault => ({
  kind: 'aws-error',
  httpStatus,
  errorType,
  message: 'why',
})

beforeEach(() => fixture().local.logs.createGroup(group))

test('records are lines of JSON, in order, in the stream of their watch', async () => {
  await auditLog().write(operationId, records)
  const { logs } = fixture().local
  expect(logs.streams(group)).toEqual([operationId])
  expect(logs.records(group)).toEqual(JSON.parse(JSON.stringify(records)))
  for (const { message } of logs.events(group)) expect(message).not.toContain('\n')
})

test('a stream that exists is written to, and stays the only one', async () => {
  await auditLog().write(operationId, records)
  await auditLog().write(operationId, records)
  const { logs } = fixture().local
  expect(logs.streams(group)).toEqual([operationId])
  expect(logs.events(group)).toHaveLength(4)
})

test('no records, no calls', async () => {
  await auditLog().write(operationId, [])
  expect(fixture().local.requests).toEqual([])
})

test('events carry the time of the ingestion clock, not the time of their records', async () => {
  await auditLog(startOfTestMilliseconds - 17).write(operationId, records)
  const timestamps = fixture()
    .local.logs.events(group)
    .map(({ timestamp }) => timestamp)
  expect(timestamps).toEqual([startOfTestMilliseconds - 17, startOfTestMilliseconds - 17])
})

test('line separators are escaped, and the record stays the same', async () => {
  const reason = 'one\u2028two\u2029three\nfour\u0000five\u001b[31m'
  await auditLog().write(operationId, [eventRejected('key', reason, 'now')])
  const [event] = fixture().local.logs.events(group)
  // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
  expect(event?.message).not.toMatch(/[\u0000-\u001f\u2028\u2029]/)
  expect(fixture().local.logs.records(group)[0]).toMatchObject({ reason })
})

describe('what the service drops under a successful answer is an error', () => {
  test.each([
    ['too far ahead', startOfTestMilliseconds + 3 * hour, 'tooNewLogEventStartIndex'],
    ['too old', startOfTestMilliseconds - 15 * 24 * hour, 'tooOldLogEventEndIndex'],
  ])('%s', async (_case, nowMilliseconds, index) => {
    const error = await rejectionOf(ServiceError, auditLog(nowMilliseconds).write(operationId, records))
    expect(error.serviceErrorName).toBe('RejectedLogEvents')
    expect(error.message).toContain(index)
  })

  test('past the retention', async () => {
    const body = JSON.stringify({ rejectedLogEventsInfo: { expiredLogEventEndIndex: 1 } })
    const error = await failing('PutLogEvents', { kind: 'raw-answer', status: 200, body })
    expect(error.message).toContain('expiredLogEventEndIndex')
  })

  test.each(['tooNewLogEventStartIndex', 'tooOldLogEventEndIndex'])('as it says in %s', async member => {
    const body = JSON.stringify({ rejectedLogEventsInfo: { [member]: 0 } })
    const error = await failing('PutLogEvents', { kind: 'raw-answer', status: 200, body })
    expect(error.serviceErrorName).toBe('RejectedLogEvents')
  })

  test('but not an empty list of what it dropped', async () => {
    const body = JSON.stringify({ rejectedLogEventsInfo: {} })
    fixture().local.logs.failNext({
      operation: 'PutLogEvents',
      fault: { kind: 'raw-answer', status: 200, body },
    })
    await expect(auditLog().write(operationId, records)).resolves.toBeUndefined()
  })
})

describe('a failed call is an error', () => {
  test('of a group that does not exist', async () => {
    const client = new CloudWatchLogsClient(clientSettings(fixture().local))
    const other = cloudWatchAuditLog(client, 'other', { nowMilliseconds: () => startOfTestMilliseconds })
    const error = await rejectionOf(ServiceError, other.write(operationId, records))
    expect(error.kind).toBe('NOT_FOUND')
  })

  test.each([
    ['CreateLogStream', 'ThrottlingException', 400, 'THROTTLED'],
    ['CreateLogStream', 'AccessDeniedException', 400, 'ACCESS_DENIED'],
    ['PutLogEvents', 'ServiceUnavailableException', 500, 'TRANSIENT'],
    ['PutLogEvents', 'ResourceAlreadyExistsException', 400, 'PERMANENT'],
  ] as const)('%s: %s', async (operation, errorType, httpStatus, kind) => {
    const error = await failing(operation, awsError(errorType, httpStatus))
    expect(error).toMatchObject({ kind, serviceErrorName: errorType })
  })
})
