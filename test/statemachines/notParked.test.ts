import { describe, expect, test } from '@jest/globals'
import type { Delivery, Notice } from '../../functions/domain/notification.ts'
import { completed, deliveryError, hour, inProgress, serviceError } from './facts.ts'
import { type Call, type World, watchIn } from './watchBed.ts'

const card = { channelId: 'C1', ts: '2.2', hasOutcome: true }
/** What Slack says to the rounds of a message, so that every number of its delivery is another one. */
const answers = [
  deliveryError('RATE_LIMITED', { retryAfterSeconds: 1, attempts: 1 }),
  deliveryError('TRANSIENT', { attempts: 1, card }),
  deliveryError('TRANSIENT', { attempts: 1 }),
  deliveryError('MESSAGE_REFUSED', { attempts: 1 }),
  deliveryError('REJECTED', { attempts: 1 }),
]

/** Slack answers this notice so, the queue refuses for good; and what the queue was asked to take is kept in `asked`. */
function unparkable(notice: Notice, asked: Delivery[], world: World): World {
  return {
    ...world,
    channels: ['slack'],
    deliver: {
      slack: (told: Notice, { call }: Call) => {
        if (told === notice) throw answers[call - 1] ?? new TypeError('Slack is asked no more')
      },
    },
    park: () => {
      throw serviceError('QueueDoesNotExist', { httpStatusCode: 400 })
    },
    invoke: (functionName, _call, payload) => {
      if (functionName === 'parkNotification') asked.push((payload as { delivery: Delivery }).delivery)
    },
  }
}

const reached = { failures: 2, rateLimits: 1, attempts: 5, plainText: true, card }

/** A dead letter that lies in no queue: all that was reached is kept, and nothing is waited for any more. */
function deadLetterOf(delivery: Delivery | undefined) {
  return { ...delivery, status: 'DEAD_LETTERED', retryAt: null, parked: false }
}

describe('a message that neither the channel nor the queue takes', () => {
  test('keeps all that its rounds reached: the outcome', async () => {
    const asked: Delivery[] = []
    const { result } = await watchIn(unparkable('OUTCOME', asked, { describe: () => completed }))

    expect(asked).toEqual([expect.objectContaining({ ...reached, reason: expect.any(String) })])
    expect(result.deliveries).toEqual([deadLetterOf(asked[0])])
  })

  test('keeps all that its rounds reached: the overdue notice, recorded at once', async () => {
    const asked: Delivery[] = []
    const { result } = await watchIn(
      unparkable('OVERDUE', asked, {
        describe: ({ at }) => (at >= 2 * hour ? completed : inProgress),
      }),
    )

    expect(asked).toEqual([expect.objectContaining({ ...reached, reason: expect.any(String) })])
    expect(result.overdueDeliveries).toEqual([
      { ...deadLetterOf(asked[0]), recorded: true, maxRateLimits: expect.any(Number) },
    ])
  })

  test.each([
    ['OUTCOME', { describe: () => completed }],
    ['OVERDUE', { describe: ({ at }: Call) => (at >= 2 * hour ? completed : inProgress) }],
  ] as const)(
    'waits for nothing any more, also when the last round of the %s crashed',
    async (notice, world) => {
      const refuses = unparkable(notice, [], world)
      let rounds = 0
      const { result } = await watchIn({
        ...refuses,
        invoke: (functionName, _call, payload) => {
          const { delivery } = payload as { delivery?: Delivery }
          if (functionName !== 'deliverNotification' || delivery?.notice !== notice) return
          rounds += 1
          if (rounds > 1) throw new TypeError('a defect')
        },
      })

      expect([...result.overdueDeliveries, ...result.deliveries]).toContainEqual(
        expect.objectContaining({
          notice,
          status: 'DEAD_LETTERED',
          rateLimits: 1,
          retryAt: null,
          parked: false,
        }),
      )
    },
  )
})

test.each([
  ['OUTCOME', { describe: () => completed }],
  ['OVERDUE', { describe: ({ at }: Call) => (at >= 2 * hour ? completed : inProgress) }],
] as const)('an %s that the queue took is not said to be lost', async (notice, world) => {
  const { states, letters } = await watchIn({
    ...world,
    channels: ['slack'],
    deliver: {
      slack: told => {
        if (told === notice) throw deliveryError('REJECTED')
      },
    },
  })

  expect(letters).toHaveLength(1)
  expect(states.filter(state => state.endsWith('NotParked'))).toEqual([])
})
