import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  eventRejected,
  notificationRecords,
  operationFinished,
} from '../../../functions/domain/auditRecord.ts'
import { jsonLine } from '../../../functions/domain/jsonLine.ts'
import { recordsIn } from '../../../operator/why/records.ts'
import { delivery, isoAfterStart, report } from '../../support/builders.ts'

const now = isoAfterStart(50)
const finished = jsonLine(operationFinished(report(), now))
const [delivered = ''] = notificationRecords(report(), [delivery({ status: 'DELIVERED' })], now).map(jsonLine)

describe('the lines of a stream', () => {
  test('are understood in every form that the functions write', () => {
    const written = [
      operationFinished(report(), now),
      ...notificationRecords(
        report(),
        [
          delivery({ channel: 'slack', status: 'DELIVERED', receipt: '1.0' }),
          delivery({ status: 'DEAD_LETTERED', reason: 'gone', target: 'arn:aws:sns:eu-west-1:1:x' }),
          delivery({ notice: 'OVERDUE', status: 'RETRY_LATER' }),
        ],
        now,
      ),
      eventRejected('a1', 'source is missing', now),
    ]
    const { records, repeated, unreadable } = recordsIn(written.map(jsonLine))

    expect(records.map(({ recordType }) => recordType)).toEqual(written.map(({ recordType }) => recordType))
    expect([repeated, unreadable]).toEqual([0, 0])
  })

  test('that say the same again count once', () => {
    const later = jsonLine(operationFinished(report(), isoAfterStart(90)))

    expect(recordsIn([finished, delivered, later, delivered])).toMatchObject({
      records: [{ recordType: 'OPERATION_FINISHED' }, { recordType: 'NOTIFICATION_DELIVERED' }],
      repeated: 2,
      unreadable: 0,
    })
  })

  test('that say the same again at another time leave the first one as it is', () => {
    const sentLater = notificationRecords(report(), [delivery({ status: 'DELIVERED' })], isoAfterStart(90))

    expect(recordsIn([delivered, ...sentLater.map(jsonLine)]).records).toMatchObject([{ time: now }])
  })

  test.each(['', '{', 'null', '[]', '{"recordType":"SOMETHING_ELSE","recordId":"x","time":"y"}'])(
    'that are no records are counted and passed over: %j',
    line => {
      expect(recordsIn([line, finished])).toMatchObject({
        records: [{ recordType: 'OPERATION_FINISHED' }],
        unreadable: 1,
      })
    },
  )

  test('never end in an error, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.json(), fc.constantFrom(finished, delivered))), lines => {
        const { records, repeated, unreadable } = recordsIn(lines)
        expect(records.length + repeated + unreadable).toBe(lines.length)
      }),
    )
  })
})
