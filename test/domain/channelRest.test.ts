import { describe, expect, test } from '@jest/globals'
import { afterRest, isResting } from '../../functions/domain/channelRest.ts'
import { delivery, isoAfterStart, secondsAfterStart } from '../support/builders.ts'

const now = secondsAfterStart(100)
const slack = { channel: 'slack', target: null } as const
const refused = (untilSeconds: number, change: Parameters<typeof delivery>[0] = {}) =>
  delivery({
    ...slack,
    notice: 'STARTED',
    status: 'RETRY_LATER',
    rateLimits: 1,
    retryAt: isoAfterStart(untilSeconds + 900),
    restUntil: isoAfterStart(untilSeconds),
    reason: 'Slack chat.update answered 429: ratelimited',
    ...change,
  })
const outcome = delivery(slack)

describe('a channel rests', () => {
  test('until the time that it named, and not a millisecond longer', () => {
    expect(isResting(slack, [refused(100.001)], now)).toBe(true)
    expect(isResting(slack, [refused(100)], now)).toBe(false)
  })

  test('alone: another Slack channel and another way do not', () => {
    expect(isResting({ channel: 'slack', target: 'C0INCIDENT' }, [refused(160)], now)).toBe(false)
    expect(isResting({ channel: 'teams', target: null }, [refused(160)], now)).toBe(false)
  })

  test('not for as long as the message itself waits, which it chose by itself', () => {
    expect(isResting(slack, [refused(160, { restUntil: null, failures: 1 })], now)).toBe(false)
  })

  test('not where nothing was tried', () => {
    expect(isResting(slack, [], now)).toBe(false)
    expect(isResting(slack, [delivery({ ...slack, status: 'DELIVERED', rateLimits: 2 })], now)).toBe(false)
  })
})

describe('a new message', () => {
  test('to a channel that rests waits for the rest of it, with the reason that was given', () => {
    expect(afterRest(outcome, [refused(130.5)], now)).toEqual({
      ...outcome,
      status: 'RETRY_LATER',
      rateLimits: 1,
      waitSeconds: 31,
      retryAt: isoAfterStart(130.5),
      reason: 'Slack chat.update answered 429: ratelimited',
    })
  })

  test('waits for the longest of several waits', () => {
    const earlier = [refused(130), refused(170, { notice: 'OVERDUE' }), refused(150)]
    expect(afterRest(outcome, earlier, now).waitSeconds).toBe(70)
  })

  test('keeps its own count of refusals', () => {
    expect(afterRest({ ...outcome, rateLimits: 7 }, [refused(130)], now).rateLimits).toBe(7)
  })

  test('to any other channel is left as it is', () => {
    const sns = delivery({ channel: 'sns' })
    expect(afterRest(sns, [refused(130)], now)).toBe(sns)
  })
})
