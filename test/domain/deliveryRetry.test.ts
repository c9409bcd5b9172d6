import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { DeliveryError, type DeliveryFailureFacts } from '../../functions/domain/deliveryFailure.ts'
import {
  accepted,
  type Chance,
  maxTransientTries,
  refused,
  retryAfterSeconds,
} from '../../functions/domain/deliveryRetry.ts'
import { maxRateLimitedTries } from '../../functions/domain/notification.ts'
import { card, delivery, isoAfterStart, secondsAfterStart } from '../support/builders.ts'

const chance = (random = 0): Chance => ({ nowMilliseconds: secondsAfterStart(100), random: () => random })
const failure = (facts: Partial<DeliveryFailureFacts>, message = 'synthetic failure') =>
  new DeliveryError(message, { kind: 'TRANSIENT', attempts: 1, ...facts })
const anyChance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

describe('Retry-After', () => {
  test.each<[string | null, number]>([
    ['0', 0],
    ['1', 1],
    ['30', 30],
    [' 45 ', 45],
    ['3600', 3600],
    ['3601', 3600],
    ['999999999999999', 3600],
    ['99999999999999999999', 3600],
    [null, 30],
    ['', 30],
    [' ', 30],
    ['-1', 30],
    ['+5', 30],
    ['1.5', 30],
    ['1e3', 30],
    ['0x10', 30],
    ['5 s', 30],
    ['5, 6', 30],
    ['soon', 30],
    ['NaN', 30],
    ['Infinity', 30],
    ['٣', 30],
    ['Wed, 21 Oct 2026 07:28:00 GMT', 30],
  ])('%j is %i s', (header, seconds) => {
    expect(retryAfterSeconds(header)).toBe(seconds)
  })

  test('is whole and from 0 to 3,600 for every header', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer().map(String), fc.double().map(String)), header => {
        const seconds = retryAfterSeconds(header)
        expect(Number.isInteger(seconds)).toBe(true)
        expect(seconds).toBeGreaterThanOrEqual(0)
        expect(seconds).toBeLessThanOrEqual(3600)
      }),
    )
  })

  test('whole seconds are honoured as they are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3600 }), seconds => retryAfterSeconds(`${seconds}`) === seconds),
    )
  })
})

describe('a message that a channel took', () => {
  test('is delivered now, with receipt and card, and no reason of an earlier failure', () => {
    const before = delivery({
      failures: 2,
      attempts: 3,
      reason: 'earlier',
      retryAt: isoAfterStart(99),
      status: 'DUE',
    })
    expect(accepted(before, { attempts: 2, receipt: 'id-1', card: card() }, chance())).toEqual({
      ...before,
      status: 'DELIVERED',
      attempts: 5,
      retryAt: null,
      settledAt: isoAfterStart(100),
      receipt: 'id-1',
      card: card(),
      reason: null,
    })
  })

  test.each([
    { attempts: 1, receipt: null },
    { attempts: 1, receipt: null, card: null },
  ])('keeps the card that it had when the answer brings none', acceptance => {
    expect(accepted(delivery({ card: card() }), acceptance, chance()).card).toEqual(card())
  })
})

describe('a message that a channel did not take', () => {
  test('counts the round and its requests, and keeps the reason, cut', () => {
    const after = refused(
      delivery({ failures: 1, attempts: 4 }),
      failure({ attempts: 2 }, 'x'.repeat(900)),
      chance(),
    )
    expect(after).toMatchObject({ failures: 2, attempts: 6, reason: 'x'.repeat(500), settledAt: null })
  })

  test('keeps the card that the round reached; null takes a lost one away', () => {
    const before = delivery({ card: card() })
    expect(refused(before, failure({}), chance()).card).toEqual(card())
    expect(refused(before, failure({ card: null }), chance()).card).toBeNull()
    const reached = card({ hasOutcome: true })
    expect(refused(before, failure({ card: reached }), chance()).card).toEqual(reached)
  })

  test('REJECTED is final at once', () => {
    expect(refused(delivery(), failure({ kind: 'REJECTED', attempts: 0 }), chance())).toMatchObject({
      status: 'UNDELIVERABLE',
      attempts: 0,
      retryAt: null,
    })
  })

  test('MESSAGE_REFUSED is sent once more as plain text, then given up', () => {
    const once = refused(delivery(), failure({ kind: 'MESSAGE_REFUSED' }), chance())
    expect(once).toMatchObject({
      status: 'RETRY_LATER',
      plainText: true,
      waitSeconds: 1,
      retryAt: isoAfterStart(101),
    })
    const twice = refused(once, failure({ kind: 'MESSAGE_REFUSED' }), chance())
    expect(twice).toMatchObject({ status: 'UNDELIVERABLE', plainText: true, retryAt: null })
  })
})

describe('a rate limit', () => {
  const limited = (tries: number, named: number | undefined, random = 0) =>
    refused(
      delivery({ rateLimits: tries }),
      failure({ kind: 'RATE_LIMITED', ...(named === undefined ? {} : { retryAfterSeconds: named }) }),
      chance(random),
    )

  test('waits as long as the channel says', () => {
    expect(limited(0, 45)).toMatchObject({
      status: 'RETRY_LATER',
      waitSeconds: 45,
      retryAt: isoAfterStart(145),
    })
    expect(limited(0, 3600).waitSeconds).toBe(3600)
  })

  test('at least 1 s, and 30 s when it says nothing', () => {
    expect(limited(0, 0).waitSeconds).toBe(1)
    expect(limited(0, undefined).waitSeconds).toBe(30)
  })

  test('the first two refusals add nothing; from the third on a growing, bounded spread is added', () => {
    expect([0, 1, 2, 3, 4, 20].map(tries => limited(tries, 10, 0.999_999).waitSeconds)).toEqual([
      10, 10, 11, 13, 17, 4499,
    ])
    expect(limited(20, 10, 0).waitSeconds).toBe(10)
  })

  test(`is given up after ${maxRateLimitedTries} rounds`, () => {
    expect(limited(maxRateLimitedTries - 2, 10).status).toBe('RETRY_LATER')
    expect(limited(maxRateLimitedTries - 1, 10, 0.9)).toMatchObject({
      status: 'UNDELIVERABLE',
      retryAt: null,
    })
  })

  test('is given up earlier where a watch has so many targets that each has fewer', () => {
    const few = { maxRateLimits: 14 }
    const after = (rateLimits: number) =>
      refused(delivery({ rateLimits, ...few }), failure({ kind: 'RATE_LIMITED' }), chance())
    expect(after(12).status).toBe('RETRY_LATER')
    expect(after(13).status).toBe('UNDELIVERABLE')
  })

  test('tells until when the channel wants to be left alone, whatever this message waits and even when it is given up', () => {
    for (const tries of [0, 20, maxRateLimitedTries - 1])
      expect(limited(tries, 10, 0.9).restUntil).toBe(isoAfterStart(110))
    const later = { ...delivery(), restUntil: isoAfterStart(110) }
    expect(refused(later, failure({}), chance()).restUntil).toBeNull()
    expect(accepted(later, { attempts: 1, receipt: null }, chance()).restUntil).toBeNull()
  })

  test('the channel is never asked before the time that it named', () => {
    const rounds = fc.integer({ min: 0, max: maxRateLimitedTries - 2 })
    fc.assert(
      fc.property(rounds, fc.integer({ min: 0, max: 3600 }), anyChance, (tries, named, random) => {
        const { waitSeconds, retryAt } = limited(tries, named, random)
        expect(Number.isInteger(waitSeconds)).toBe(true)
        expect(waitSeconds).toBeGreaterThanOrEqual(Math.max(1, named))
        expect(waitSeconds).toBeLessThanOrEqual(4500)
        expect(retryAt).toBe(isoAfterStart(100 + waitSeconds))
      }),
    )
  })
})

describe('a passing failure', () => {
  const failed = (tries: number, random = 0) =>
    refused(delivery({ failures: tries }), failure({}), chance(random))

  test('waits twice as long each time, up to 600 s', () => {
    expect([0, 1, 2, 3, 8, 9, 10].map(tries => failed(tries, 0.999_999).waitSeconds)).toEqual([
      2, 4, 8, 16, 512, 600, 600,
    ])
  })

  test('jitter takes at most half of it', () => {
    expect([0, 1, 2, 3, 8, 9, 10].map(tries => failed(tries, 0).waitSeconds)).toEqual([
      1, 2, 4, 8, 256, 300, 300,
    ])
  })

  test(`is given up after ${maxTransientTries} rounds`, () => {
    expect(failed(maxTransientTries - 2).status).toBe('RETRY_LATER')
    expect(failed(maxTransientTries - 1)).toMatchObject({ status: 'UNDELIVERABLE', retryAt: null })
  })

  test('every wait is whole, positive and in the future', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: maxTransientTries - 2 }), anyChance, (tries, random) => {
        const { waitSeconds, retryAt } = failed(tries, random)
        expect(Number.isInteger(waitSeconds) && waitSeconds >= 1 && waitSeconds <= 600).toBe(true)
        expect(retryAt).toBe(isoAfterStart(100 + waitSeconds))
      }),
    )
  })
})

describe('the two budgets', () => {
  test('many rate limits leave the budget and the wait of a passing failure untouched', () => {
    const limitedOften = delivery({ rateLimits: maxRateLimitedTries - 1 })
    expect(refused(limitedOften, failure({}), chance())).toMatchObject({
      status: 'RETRY_LATER',
      waitSeconds: 1,
    })
  })

  test('many passing failures leave the budget of rate limits untouched', () => {
    const failedOften = delivery({ failures: maxTransientTries - 1 })
    const limit = failure({ kind: 'RATE_LIMITED', retryAfterSeconds: 7 })
    expect(refused(failedOften, limit, chance())).toMatchObject({ status: 'RETRY_LATER', waitSeconds: 7 })
  })
})

describe('for any course of failures', () => {
  const kind = fc.constantFrom(
    'RATE_LIMITED' as const,
    'TRANSIENT' as const,
    'MESSAGE_REFUSED' as const,
    'REJECTED' as const,
  )
  test('a delivery is given up after a bounded number of rounds', () => {
    fc.assert(
      fc.property(fc.infiniteStream(kind), anyChance, (kinds, random) => {
        let current = delivery()
        for (const next of kinds) {
          current = refused(current, failure({ kind: next }), chance(random))
          if (current.status === 'UNDELIVERABLE') break
          expect(current.status).toBe('RETRY_LATER')
        }
        // One budget for each kind that waits, one plain-text resend, and the round that ends it.
        expect(current.attempts).toBeLessThanOrEqual(maxRateLimitedTries + maxTransientTries + 1)
      }),
    )
  })
})
