import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { eventRejected, notificationRecords, operationFinished } from '../../functions/domain/auditRecord.ts'
import { deadLetter } from '../../functions/domain/deadLetter.ts'
import { channelNames } from '../../functions/domain/notification.ts'
import { outcomeReport } from '../../functions/domain/report.ts'
import {
  delivery,
  eventId,
  firewallArn,
  isoAfterStart,
  operationId,
  refusedWatch,
  report,
  watchFacts,
} from '../support/builders.ts'

const now = isoAfterStart(99)
const head = { schemaVersion: 1, flowOperationId: operationId, firewallArn }
const delivered = delivery({
  channel: 'sns',
  status: 'DELIVERED',
  attempts: 2,
  receipt: 'message-1',
  settledAt: isoAfterStart(50),
})
const buried = delivery({
  channel: 'slack',
  notice: 'OVERDUE',
  status: 'DEAD_LETTERED',
  attempts: 4,
  reason: 'no_service',
  parked: true,
  settledAt: isoAfterStart(60),
})

describe('the record that an operation is over', () => {
  test('carries the whole document, at the moment when the end was seen', () => {
    expect(operationFinished(report(), now)).toEqual({
      ...head,
      recordId: `${operationId}/OPERATION_FINISHED`,
      recordType: 'OPERATION_FINISHED',
      time: isoAfterStart(40),
      outcome: 'COMPLETED',
      severity: 'info',
      document: report(),
    })
  })

  test('of a refused start is named by the event, and has no operation', () => {
    const document = outcomeReport(watchFacts({ watch: refusedWatch(), progress: null }))
    expect(operationFinished(document, now)).toMatchObject({
      recordId: `${eventId}/OPERATION_FINISHED`,
      flowOperationId: null,
      firewallArn,
      outcome: 'REFUSED',
    })
  })

  test('has the same id whenever it is written, and whatever the outcome', () => {
    const one = operationFinished(report({ finishedAt: null }), now)
    const other = operationFinished(report({ outcome: 'FAILED', polls: 99 }), isoAfterStart(500))
    expect(other.recordId).toBe(one.recordId)
    expect(one.time).toBe(now)
  })
})

describe('the records of a notice', () => {
  test('delivered: channel, notice, attempts and receipt, at the moment of the delivery', () => {
    expect(notificationRecords(report(), [delivered], now)).toEqual([
      {
        ...head,
        recordId: `${operationId}/NOTIFICATION_DELIVERED/OUTCOME/sns`,
        recordType: 'NOTIFICATION_DELIVERED',
        time: isoAfterStart(50),
        channel: 'sns',
        notice: 'OUTCOME',
        attempts: 2,
        receipt: 'message-1',
      },
    ])
  })

  test('routed to a target of its own: the record names it, and has an id of its own', () => {
    const [record] = notificationRecords(report(), [{ ...delivered, target: 'C0INCIDENT' }], now)
    expect(record).toMatchObject({
      recordId: `${operationId}/NOTIFICATION_DELIVERED/OUTCOME/sns/C0INCIDENT`,
      target: 'C0INCIDENT',
    })
  })

  test('a webhook gives no receipt: null', () => {
    const [record] = notificationRecords(report(), [delivery({ channel: 'slack', status: 'DELIVERED' })], now)
    expect(record).toMatchObject({ receipt: null, time: now })
  })

  test('dead: the reason, and whether the letter lies in the queue', () => {
    expect(notificationRecords(report(), [buried], now)).toEqual([
      {
        ...head,
        recordId: `${operationId}/NOTIFICATION_DEAD_LETTERED/OVERDUE/slack`,
        recordType: 'NOTIFICATION_DEAD_LETTERED',
        time: isoAfterStart(60),
        channel: 'slack',
        notice: 'OVERDUE',
        attempts: 4,
        reason: 'no_service',
        parked: true,
      },
    ])
  })

  test('dead without a known reason: the function could not run', () => {
    const [record] = notificationRecords(report(), [{ ...buried, reason: null, parked: false }], now)
    expect(record).toMatchObject({ reason: 'the function that delivers could not run', parked: false })
  })

  test.each(['DUE', 'RETRY_LATER', 'UNDELIVERABLE'] as const)('%s at the end: it was superseded', status => {
    const [record] = notificationRecords(
      report(),
      [delivery({ notice: 'OVERDUE', status, reason: 'busy' })],
      now,
    )
    expect(record).toMatchObject({
      recordId: `${operationId}/NOTIFICATION_SUPERSEDED/OVERDUE/sns`,
      recordType: 'NOTIFICATION_SUPERSEDED',
      reason: 'busy',
      time: now,
    })
  })

  test('ids are the same at every writing, and differ by fact, notice and channel', () => {
    const every = channelNames.flatMap(channel =>
      (['OVERDUE', 'OUTCOME'] as const).flatMap(notice =>
        (['DELIVERED', 'DEAD_LETTERED'] as const).map(status => delivery({ channel, notice, status })),
      ),
    )
    const idsAt = (time: string, attempts: number) =>
      notificationRecords(
        report(),
        every.map(one => ({ ...one, attempts, settledAt: time })),
        time,
      ).map(({ recordId }) => recordId)
    const ids = idsAt(now, 1)
    expect(new Set(ids).size).toBe(every.length)
    fc.assert(
      fc.property(fc.nat(1e6), fc.nat(40), (seconds, attempts) => {
        expect(idsAt(isoAfterStart(seconds), attempts)).toEqual(ids)
      }),
    )
  })
})

describe('the record of a rejected event', () => {
  test('names no operation and says why', () => {
    expect(eventRejected('abc', 'source is missing', now)).toEqual({
      schemaVersion: 1,
      recordId: 'abc/EVENT_REJECTED',
      recordType: 'EVENT_REJECTED',
      flowOperationId: null,
      firewallArn: null,
      time: now,
      reason: 'source is missing',
    })
  })
})

describe('a dead letter', () => {
  test('holds all that is needed to send the message again', () => {
    const facts = { channel: 'slack', target: null, notice: 'OUTCOME', reason: 'no_service' } as const
    const { target: _, ...told } = facts
    expect(deadLetter(facts, report())).toEqual({
      schemaVersion: 1,
      ...told,
      flowOperationId: operationId,
      document: report(),
    })
    expect(deadLetter(facts, report({ flowOperationId: null })).flowOperationId).toBeNull()
    expect(deadLetter({ ...facts, target: 'C0INCIDENT' }, report())).toMatchObject({ target: 'C0INCIDENT' })
  })
})
