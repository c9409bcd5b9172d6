import { describe, expect, test } from '@jest/globals'
import {
  givenUpWhere,
  isOverdueNoticeDue,
  maxOverdueRounds,
  nextRound,
} from '../../functions/domain/overdueNotice.ts'
import { delivery, isoAfterStart, overdueNotice, secondsAfterStart, targets } from '../support/builders.ts'

const now = secondsAfterStart(3600)
const sent = delivery({ channel: 'sns', notice: 'OVERDUE', status: 'DELIVERED' })
const buried = delivery({ channel: 'eventbridge', notice: 'OVERDUE', status: 'DEAD_LETTERED' })
const waiting = (seconds: number) =>
  delivery({
    channel: 'slack',
    notice: 'OVERDUE',
    status: 'RETRY_LATER',
    retryAt: isoAfterStart(seconds),
    failures: 3,
  })

describe('the overdue notice is due', () => {
  test('until its first round', () => {
    expect(isOverdueNoticeDue(overdueNotice(), now)).toBe(true)
  })

  test('no more when every channel is settled', () => {
    expect(isOverdueNoticeDue(overdueNotice({ isSent: true, deliveries: [sent, buried] }), now)).toBe(false)
    expect(isOverdueNoticeDue(overdueNotice({ isSent: true }), now)).toBe(false)
  })

  test('again when the time of one channel has come, not a millisecond before', () => {
    const notice = overdueNotice({ isSent: true, deliveries: [sent, waiting(3600)] })
    expect(isOverdueNoticeDue(notice, now - 1)).toBe(false)
    expect(isOverdueNoticeDue(notice, now)).toBe(true)
  })

  test('again for a channel whose function could not run', () => {
    const untried = delivery({ notice: 'OVERDUE', status: 'DUE' })
    expect(isOverdueNoticeDue(overdueNotice({ isSent: true, deliveries: [untried] }), now)).toBe(true)
  })
})

describe('its next round', () => {
  test('the first one goes to every channel', () => {
    expect(nextRound(overdueNotice(), targets('sns', 'slack'), now)).toEqual([
      delivery({ channel: 'sns', notice: 'OVERDUE' }),
      delivery({ channel: 'slack', notice: 'OVERDUE' }),
    ])
  })

  test('later ones go only to channels whose time has come; nothing settled is sent again', () => {
    const notice = overdueNotice({ isSent: true, deliveries: [sent, buried, waiting(3600)] })
    expect(nextRound(notice, targets('sns', 'slack', 'eventbridge'), now)).toEqual([
      sent,
      buried,
      { ...waiting(3600), status: 'DUE' },
    ])
  })

  test('a channel that still waits stays as it is', () => {
    const notice = overdueNotice({ isSent: true, deliveries: [waiting(3601)] })
    expect(nextRound(notice, targets('slack'), now)).toEqual([waiting(3601)])
  })
})

describe('what it was to tell a channel that is not set any more', () => {
  const notice = overdueNotice({ isSent: true, deliveries: [sent, buried, waiting(3600)] })
  const givenUp = givenUpWhere(() => false, notice)

  test('is never due again, and stays as it is', () => {
    expect(isOverdueNoticeDue(givenUp, now)).toBe(false)
    expect(nextRound(givenUp, targets('slack'), now)).toEqual(givenUp.deliveries)
  })

  test('says why, and changes nothing that is settled', () => {
    const reason = 'the channel slack is no longer configured'
    expect(givenUp).toEqual({
      isSent: true,
      deliveries: [sent, buried, { ...waiting(3600), status: 'UNDELIVERABLE', retryAt: null, reason }],
    })
  })

  test('is no matter of those that are set', () => {
    expect(givenUpWhere(({ channel }) => channel === 'slack', notice)).toEqual(notice)
  })
})

test.each([
  [0, 285],
  [1, 148],
  [3, 75],
  [30, 9],
])('to %d targets it may take %d rounds, so that the history has room for the rest', (count, rounds) => {
  expect(maxOverdueRounds(count)).toBe(rounds)
})
