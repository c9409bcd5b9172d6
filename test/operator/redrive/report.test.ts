import { expect, test } from '@jest/globals'
import type { QueueResult } from '../../../operator/redrive/queueRun.ts'
import { isAllSettled, redriveReport } from '../../../operator/redrive/report.ts'

const head = { stack: 'flowbell-dev', region: 'eu-west-1', dryRun: false }
const facts = { messageId: 'm-1', channel: 'sns', target: null, flowOperationId: 'f-1' } as const
const sent = { ...facts, result: 'DELIVERED', attempts: 1, receipt: 'r-1', auditFailure: null } as const
const superseded = { ...facts, reason: 'too old', auditFailure: null } as const
const nothing: QueueResult = { sent: [], superseded: [], stayed: [], endedEarly: null, refusal: null }
const reportOf = (result: Partial<QueueResult>) =>
  redriveReport(head, [
    { name: 'notifications', url: 'https://sqs.example/letters', result: nothing },
    { name: 'start-events', url: 'https://sqs.example/events', result: { ...nothing, ...result } },
  ])

test.each<[string, Partial<QueueResult>, boolean]>([
  ['nothing waited', {}, true],
  ['everything was sent', { sent: [sent] }, true],
  ['something is superseded', { superseded: [superseded] }, true],
  ['what is superseded has no record', { superseded: [{ ...superseded, auditFailure: 'no group' }] }, false],
  ['something stays', { sent: [sent], stayed: [{ ...facts, reason: 'why' }] }, false],
  ['a queue was not looked at to its end', { endedEarly: 'stopped' }, false],
  ['something has no record', { sent: [{ ...sent, auditFailure: 'no group' }] }, false],
])('all is settled: %s', (_title, result, expected) => {
  expect(isAllSettled(reportOf(result))).toBe(expected)
})

test('messages are told with their queue, and queues with their counts', () => {
  const report = reportOf({ sent: [sent], stayed: [{ ...facts, reason: 'why' }] })
  expect(report.sent).toEqual([{ queue: 'start-events', ...sent }])
  expect(report.stayed).toEqual([{ queue: 'start-events', ...facts, reason: 'why' }])
  expect(report.queues).toMatchObject([
    { name: 'notifications', url: 'https://sqs.example/letters', sent: 0, stayed: 0 },
    { name: 'start-events', sent: 1, stayed: 1 },
  ])
})

test('text that others chose is one harmless line', () => {
  const report = reportOf({ stayed: [{ ...facts, flowOperationId: 'a\u001b[2J\u202eb', reason: 'c\nd' }] })
  expect(report.stayed).toMatchObject([{ flowOperationId: 'a [2J b', reason: 'c d' }])
})
