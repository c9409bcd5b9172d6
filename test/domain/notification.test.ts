import { describe, expect, test } from '@jest/globals'
import {
  channelsWithCard,
  isSameTarget,
  isSettled,
  newDelivery,
} from '../../functions/domain/notification.ts'
import { card, delivery } from '../support/builders.ts'

describe('a message on its way', () => {
  test('begins as one that nobody has tried to send', () => {
    expect(newDelivery({ channel: 'slack', target: 'C0INCIDENT' }, 'OUTCOME', card())).toEqual({
      channel: 'slack',
      target: 'C0INCIDENT',
      notice: 'OUTCOME',
      status: 'DUE',
      failures: 0,
      rateLimits: 0,
      maxRateLimits: 40,
      attempts: 0,
      waitSeconds: 1,
      retryAt: null,
      settledAt: null,
      receipt: null,
      reason: null,
      card: card(),
      plainText: false,
      recorded: false,
      parked: false,
      restUntil: null,
    })
  })

  test.each([
    ['DUE', false],
    ['RETRY_LATER', false],
    ['UNDELIVERABLE', false],
    ['DELIVERED', true],
    ['DEAD_LETTERED', true],
  ] as const)('is settled as %s: %s', (status, isOver) => {
    expect(isSettled(delivery({ status }))).toBe(isOver)
  })

  test('goes to the same place by channel and target', () => {
    const place = { channel: 'slack', target: 'C1' } as const
    expect(isSameTarget(place, { ...place })).toBe(true)
    expect(isSameTarget(place, { ...place, target: null })).toBe(false)
    expect(isSameTarget(place, { ...place, channel: 'sns' })).toBe(false)
  })

  test('has a card on Slack only', () => {
    expect(channelsWithCard).toEqual(['slack'])
  })
})
