import { describe, expect, test } from '@jest/globals'
import { completed, deliveryError, namedError, serviceError } from './facts.ts'
import { type Watched, type World, watchIn } from './watchBed.ts'

/** Slack fails with the outcome message before it takes it; the operation is over at once. */
function slackFailing(times: number, failure: () => Error): World {
  return {
    describe: () => completed,
    deliver: {
      slack: (notice, { call }) => {
        if (notice === 'OUTCOME' && call <= times) throw failure()
      },
    },
  }
}

const always = Number.POSITIVE_INFINITY
const transient = () => deliveryError('TRANSIENT')
const rejected = () => deliveryError('REJECTED')

const outcomesTo = (channel: string, { tried }: Watched) =>
  tried.filter(sent => sent.notice === 'OUTCOME' && sent.channel === channel)
const timesOf = (channel: string, watched: Watched) => outcomesTo(channel, watched).map(({ at }) => at)
const deliveryTo = (channel: string, { result }: Watched) =>
  result.deliveries.find(delivery => delivery.channel === channel)
const undelivered = { executionStatus: 'FAILED', error: 'NotificationUndelivered', outcome: 'COMPLETED' }

describe('a channel that fails twice', () => {
  test('is tried again after growing waits; the others are told at once and once', async () => {
    const watched = await watchIn(slackFailing(2, transient))

    expect(timesOf('slack', watched)).toEqual([0, 1, 3])
    expect(timesOf('sns', watched)).toEqual([0])
    expect(timesOf('eventbridge', watched)).toEqual([0])
    expect(watched.result.executionStatus).toBe('SUCCEEDED')
    expect(deliveryTo('slack', watched)).toMatchObject({ status: 'DELIVERED', failures: 2, attempts: 3 })
    expect(watched.letters).toEqual([])
  })

  test('is recorded as delivered, once', async () => {
    const { records } = await watchIn(slackFailing(2, transient))

    expect(records.filter(({ recordId }) => recordId.endsWith('/OUTCOME/slack'))).toEqual([
      expect.objectContaining({ recordType: 'NOTIFICATION_DELIVERED', attempts: 3, receipt: 'slack-3' }),
    ])
  })
})

describe('a channel that refuses for good', () => {
  test('becomes a dead letter at once; the others are told; the execution ends red', async () => {
    const watched = await watchIn(slackFailing(always, rejected))

    expect(timesOf('slack', watched)).toEqual([0])
    expect(timesOf('sns', watched)).toEqual([0])
    expect(watched.letters).toEqual([
      expect.objectContaining({
        channel: 'slack',
        notice: 'OUTCOME',
        reason: expect.stringContaining('REJECTED'),
      }),
    ])
    expect(watched.letters[0]?.document).toEqual(watched.result.document)
    expect(watched.result).toMatchObject(undelivered)
    expect(deliveryTo('sns', watched)?.status).toBe('DELIVERED')
    expect(deliveryTo('slack', watched)).toMatchObject({ status: 'DEAD_LETTERED', parked: true })
  })

  test('is recorded as a dead letter with its reason, and the outcome as ever', async () => {
    const { records } = await watchIn(slackFailing(always, rejected))

    expect(records.map(({ recordType, channel }) => [recordType, channel])).toEqual([
      ['OPERATION_FINISHED', undefined],
      ['NOTIFICATION_DELIVERED', 'sns'],
      ['NOTIFICATION_DEAD_LETTERED', 'slack'],
      ['NOTIFICATION_DELIVERED', 'eventbridge'],
    ])
    expect(records[2]).toMatchObject({ reason: expect.stringContaining('REJECTED'), parked: true })
  })

  test('is never both delivered and a dead letter, whichever channel it is', async () => {
    for (const dead of ['sns', 'slack', 'eventbridge'] as const) {
      const { result, letters } = await watchIn({
        describe: () => completed,
        deliver: {
          [dead]: () => {
            throw rejected()
          },
        },
      })

      expect(letters.map(({ channel }) => channel)).toEqual([dead])
      expect(result.deliveries.filter(({ status }) => status === 'DELIVERED')).toHaveLength(2)
      expect(result).toMatchObject(undelivered)
    }
  })
})

test('a channel that fails for ever is given up after 12 rounds within 40 minutes', async () => {
  const watched = await watchIn({ ...slackFailing(always, transient), random: () => 1 - 2 ** -40 })

  expect(outcomesTo('slack', watched)).toHaveLength(12)
  expect(watched.endedAt).toBeLessThanOrEqual(40 * 60)
  expect(watched.letters).toHaveLength(1)
  expect(watched.result).toMatchObject(undelivered)
})

describe('a rate-limited channel', () => {
  const limited = (retryAfterSeconds: number) => () => deliveryError('RATE_LIMITED', { retryAfterSeconds })

  test.each([1, 37, 3600])('with Retry-After %i is asked again exactly then', async seconds => {
    const watched = await watchIn(slackFailing(1, limited(seconds)))

    expect(timesOf('slack', watched)).toEqual([0, seconds])
    expect(timesOf('sns', watched)).toEqual([0])
    expect(watched.result.executionStatus).toBe('SUCCEEDED')
  })

  test('is never asked before the named second, however often it refuses', async () => {
    const watched = await watchIn({ ...slackFailing(10, limited(30)), random: () => 0.999 })
    const times = timesOf('slack', watched)
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0))

    expect(Math.min(...gaps)).toBe(30)
    expect(watched.result.executionStatus).toBe('SUCCEEDED')
  })

  test('that never takes it ends as a dead letter', async () => {
    const watched = await watchIn(slackFailing(always, limited(3600)))

    expect(outcomesTo('slack', watched)).toHaveLength(40)
    expect(watched.letters).toHaveLength(1)
    expect(watched.result).toMatchObject(undelivered)
  })
})

test('a message whose form is refused goes once more as plain text, then nowhere', async () => {
  const watched = await watchIn(slackFailing(always, () => deliveryError('MESSAGE_REFUSED')))

  expect(outcomesTo('slack', watched).map(({ notification }) => notification.plainText)).toEqual([
    false,
    true,
  ])
  expect(watched.result).toMatchObject(undelivered)
})

test('what a round reached is handed to the next, so that no second card is posted', async () => {
  const card = { channelId: 'C1', ts: '2.2', hasOutcome: true }
  const watched = await watchIn(slackFailing(1, () => deliveryError('TRANSIENT', { card })))

  expect(outcomesTo('slack', watched).map(({ notification }) => notification.card)).toEqual([null, card])
})

describe('a dead-letter queue that refuses', () => {
  const dead = slackFailing(always, rejected)

  test('twice takes the letter in the end', async () => {
    const watched = await watchIn({
      ...dead,
      park: (_letter, { call }) => {
        if (call <= 2) throw serviceError('ServiceUnavailable')
      },
    })

    expect(watched.letters).toHaveLength(1)
    expect(watched.endedAt).toBe(2 + 4)
    expect(deliveryTo('slack', watched)).toMatchObject({ status: 'DEAD_LETTERED', parked: true })
    expect(watched.result).toMatchObject(undelivered)
  })

  test.each([
    ['for a while too long', () => serviceError('ServiceUnavailable'), 9],
    ['for good', () => serviceError('QueueDoesNotExist', { httpStatusCode: 400 }), 1],
  ])('%s leaves the message to the audit log, and the end is red', async (_name, failure, calls) => {
    let parkings = 0
    const watched = await watchIn({
      ...dead,
      park: () => {
        parkings += 1
        throw failure()
      },
    })

    expect(parkings).toBe(calls)
    expect(watched.letters).toEqual([])
    expect(deliveryTo('slack', watched)).toMatchObject({
      status: 'DEAD_LETTERED',
      parked: false,
      reason: expect.stringContaining('REJECTED'),
    })
    expect(watched.records.find(({ recordId }) => recordId.endsWith('OUTCOME/slack'))).toMatchObject({
      recordType: 'NOTIFICATION_DEAD_LETTERED',
      parked: false,
    })
    expect(deliveryTo('sns', watched)?.status).toBe('DELIVERED')
    expect(watched.result).toMatchObject(undelivered)
  })
})

describe('a delivering function that cannot run', () => {
  const channelOf = (payload: unknown) =>
    (payload as { delivery: { channel: string; notice: string } }).delivery
  const slackFunctionFails = (times: number, name: string): World => {
    let failures = 0
    return {
      describe: () => completed,
      invoke: (functionName, _call, payload) => {
        if (functionName !== 'deliverNotification') return
        const { channel, notice } = channelOf(payload)
        if (channel !== 'slack' || notice !== 'OUTCOME' || failures >= times) return
        failures += 1
        throw namedError(name)
      },
    }
  }

  test('is called again; no other channel is told twice', async () => {
    const watched = await watchIn(slackFunctionFails(2, 'Runtime.ExitError'))

    expect(timesOf('slack', watched)).toEqual([6])
    expect(timesOf('sns', watched)).toEqual([0])
    expect(watched.result.executionStatus).toBe('SUCCEEDED')
  })

  test('after three crashes leaves a dead letter that names the crash', async () => {
    const watched = await watchIn(slackFunctionFails(always, 'Runtime.ExitError'))

    expect(watched.letters).toEqual([
      expect.objectContaining({
        channel: 'slack',
        reason: 'the delivering function failed: Runtime.ExitError',
      }),
    ])
    expect(watched.endedAt).toBe(6)
    expect(watched.result).toMatchObject(undelivered)
  })

  test('for want of concurrency is waited for much longer', async () => {
    const watched = await watchIn(slackFunctionFails(60, 'Lambda.TooManyRequestsException'))

    expect(timesOf('slack', watched)).toHaveLength(1)
    expect(watched.endedAt).toBeGreaterThan(50 * 60)
    expect(timesOf('sns', watched)).toEqual([0])
    expect(watched.result.executionStatus).toBe('SUCCEEDED')
  })
})
