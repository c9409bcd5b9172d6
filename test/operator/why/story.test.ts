import { describe, expect, test } from '@jest/globals'
import {
  type AuditRecord,
  eventRejected,
  notificationRecords,
  operationFinished,
} from '../../../functions/domain/auditRecord.ts'
import { jsonLine } from '../../../functions/domain/jsonLine.ts'
import type { ChannelName, Delivery } from '../../../functions/domain/notification.ts'
import { recordsIn } from '../../../operator/why/records.ts'
import { isEverybodyTold, storyOf } from '../../../operator/why/story.ts'
import { delivery, isoAfterStart, report } from '../../support/builders.ts'

const topicArn = 'arn:aws:sns:eu-west-1:123456789012:incidents'
const document = report({ outcome: 'FAILED', severity: 'critical', finishedAt: isoAfterStart(40) })
const finished = operationFinished(document, isoAfterStart(41))

const sent = (change: Partial<Delivery>) =>
  notificationRecords(document, [delivery({ settledAt: isoAfterStart(45), ...change })], isoAfterStart(50))
const delivered = (change: Partial<Delivery> = {}) => sent({ status: 'DELIVERED', attempts: 1, ...change })
const lost = (change: Partial<Delivery> = {}) =>
  sent({ status: 'DEAD_LETTERED', attempts: 12, reason: 'gone', parked: true, ...change })

const storyFrom = (records: readonly AuditRecord[], channels: readonly ChannelName[] = []) =>
  storyOf(recordsIn(records.map(jsonLine)), channels)

describe('the story of a watch', () => {
  test('tells how it ended, with the document of the record', () => {
    expect(storyFrom([finished]).ending).toEqual({
      outcome: 'FAILED',
      severity: 'critical',
      time: isoAfterStart(40),
      document,
    })
  })

  test('tells how it ended even if the document cannot be read any more', () => {
    const { document: _document, ...rest } = finished

    expect(storyFrom([{ ...rest, document: { schemaVersion: 0 } }]).ending).toMatchObject({
      outcome: 'FAILED',
      document: null,
    })
  })

  test('has one message for each notice, channel and target', () => {
    const { messages } = storyFrom([
      finished,
      ...delivered({ receipt: 'm-1' }),
      ...lost({ target: topicArn }),
      ...delivered({ notice: 'OVERDUE', receipt: 'm-0' }),
    ])

    expect(messages).toEqual([
      {
        channel: 'sns',
        target: null,
        notice: 'OUTCOME',
        status: 'DELIVERED',
        time: isoAfterStart(45),
        attempts: 1,
        receipt: 'm-1',
        reason: null,
        parked: false,
        earlier: [],
      },
      expect.objectContaining({ target: topicArn, status: 'DEAD_LETTERED', reason: 'gone', parked: true }),
      expect.objectContaining({ notice: 'OVERDUE', status: 'DELIVERED', receipt: 'm-0' }),
    ])
  })

  test('of a dead letter that was sent again ends well, and keeps what was before', () => {
    const again = delivered({ settledAt: isoAfterStart(9000) })
    const { messages } = storyFrom([finished, ...lost(), ...again])

    expect(messages).toMatchObject([
      {
        status: 'DELIVERED',
        time: isoAfterStart(9000),
        earlier: [{ status: 'DEAD_LETTERED', time: isoAfterStart(45), attempts: 12, reason: 'gone' }],
      },
    ])
  })

  test('of a message that arrived stays so, in whatever order the records stand', () => {
    const late = lost({ settledAt: isoAfterStart(100) })

    expect(storyFrom([finished, ...late, ...delivered()]).messages).toMatchObject([{ status: 'DELIVERED' }])
  })

  test('names the channels that are set and of which no outcome message is recorded', () => {
    const records = [finished, ...delivered(), ...delivered({ channel: 'slack', notice: 'OVERDUE' })]

    expect(storyFrom(records, ['sns', 'slack']).channelsWithoutRecord).toEqual(['slack'])
    expect(storyFrom(records.slice(2), ['sns', 'slack']).channelsWithoutRecord).toEqual([])
  })

  test('tells of events that could not be understood', () => {
    expect(storyFrom([eventRejected('a1', 'source is missing', isoAfterStart(1))])).toMatchObject({
      ending: null,
      messages: [],
      rejections: [{ time: isoAfterStart(1), reason: 'source is missing' }],
    })
  })
})

describe('everybody is told', () => {
  test.each<[boolean, string, readonly AuditRecord[]]>([
    [true, 'every message arrived', [finished, ...delivered(), ...delivered({ channel: 'slack' })]],
    [true, 'a dead letter was sent again', [finished, ...lost(), ...delivered()]],
    [
      true,
      'the outcome came before the overdue notice',
      [finished, ...delivered(), ...sent({ notice: 'OVERDUE', status: 'RETRY_LATER' })],
    ],
    [false, 'one channel has it not', [finished, ...delivered(), ...lost({ channel: 'slack' })]],
    [
      false,
      'a channel has not got the overdue notice',
      [finished, ...delivered(), ...lost({ notice: 'OVERDUE' })],
    ],
    [false, 'no message of the outcome is recorded', [finished]],
    [false, 'it is overdue and not over', delivered({ notice: 'OVERDUE' })],
    [false, 'nothing was watched', [eventRejected('a1', 'x', isoAfterStart(1))]],
  ])('%s: %s', (isTold, _case, records) => {
    expect(isEverybodyTold(storyFrom(records))).toBe(isTold)
  })
})
