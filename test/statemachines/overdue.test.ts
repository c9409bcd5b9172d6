import { describe, expect, jest, test } from '@jest/globals'
import type { Notice } from '../../functions/domain/notification.ts'
import {
  acceptedStart,
  completed,
  completedAt,
  deliveryError,
  hour,
  inProgress,
  serviceError,
} from './facts.ts'
import { type Call, type Watched, type World, watchIn } from './watchBed.ts'

jest.setTimeout(30_000)

/** Ends well two hours after its start, one hour late. */
const late: World = { describe: completedAt(2 * hour) }

const overdueOf = ({ delivered }: Watched) => delivered.filter(({ notice }) => notice === 'OVERDUE')
const recordsOf = ({ records }: Watched) => records.filter(({ recordId }) => recordId.includes('/OVERDUE/'))

function slackOverdue(reaction: (call: Call) => void) {
  return {
    slack: (notice: Notice, call: Call) => {
      if (notice === 'OVERDUE') reaction(call)
    },
  }
}

describe('an overdue operation', () => {
  test('is told of once per channel, when it is an hour old', async () => {
    const watched = await watchIn(late)

    expect(overdueOf(watched).map(({ channel, at }) => [channel, at])).toEqual([
      ['sns', hour],
      ['slack', hour],
      ['eventbridge', hour],
    ])
  })

  test('has a notice without an outcome, and ends like any other', async () => {
    const watched = await watchIn(late)

    for (const { document } of overdueOf(watched)) {
      expect(document).toMatchObject({ notice: 'OVERDUE', outcome: null, severity: 'warning', results: null })
      // Nothing is to be recorded before it, so nothing is missing.
      expect(document.auditRecorded).toBe(true)
    }
    expect(watched.result).toMatchObject({ outcome: 'COMPLETED', executionStatus: 'SUCCEEDED' })
  })

  test('has each notice recorded once, and no second OPERATION_FINISHED', async () => {
    const watched = await watchIn(late)

    expect(recordsOf(watched).map(({ recordType, channel }) => [recordType, channel])).toEqual([
      ['NOTIFICATION_DELIVERED', 'sns'],
      ['NOTIFICATION_DELIVERED', 'slack'],
      ['NOTIFICATION_DELIVERED', 'eventbridge'],
    ])
    expect(recordsOf(watched).map(({ at }) => at)).toEqual([hour, hour, hour])
    const { watchKey, flowOperationId } = acceptedStart(0)
    expect(recordsOf(watched)).toMatchObject(
      ['sns', 'slack', 'eventbridge'].map(channel => ({
        recordId: `${watchKey}/NOTIFICATION_DELIVERED/OVERDUE/${channel}`,
        flowOperationId,
      })),
    )
    expect(watched.records.filter(({ recordType }) => recordType === 'OPERATION_FINISHED')).toHaveLength(1)
  })

  test('is overdue when the setting says so', async () => {
    const watched = await watchIn({ ...late, overdueMinutes: 2 })

    expect(new Set(overdueOf(watched).map(({ at }) => at))).toEqual(new Set([120]))
  })

  test('does not delay the polls', async () => {
    const { polledAt } = await watchIn(late)

    expect(polledAt.filter(at => at >= hour - 60 && at <= hour + 120)).toEqual([3540, 3600, 3720])
  })
})

test('an operation that ends in time is never called overdue', async () => {
  expect(overdueOf(await watchIn({ describe: completedAt(hour - 1) }))).toEqual([])
})

test('an operation that is over is not called overdue, however old it is', async () => {
  expect(overdueOf(await watchIn({ ageSeconds: 3 * hour, describe: completedAt(0) }))).toEqual([])
})

describe('a channel that asks to wait with the overdue notice', () => {
  const limited = (times: number, retryAfterSeconds: number): World => ({
    ...late,
    deliver: slackOverdue(({ call }) => {
      if (call <= times) throw deliveryError('RATE_LIMITED', { retryAfterSeconds })
    }),
  })

  test('gets it after that time, at the next poll, and the others get it once', async () => {
    const watched = await watchIn(limited(1, 610))

    expect(overdueOf(watched).map(({ channel, at }) => [channel, at])).toEqual([
      ['sns', hour],
      ['eventbridge', hour],
      ['slack', hour + 720],
    ])
    expect(recordsOf(watched)).toHaveLength(3)
  })

  test('never keeps the watch from polling', async () => {
    const { polledAt } = await watchIn(limited(1, 610))
    const { polledAt: undisturbed } = await watchIn(late)

    expect(polledAt).toEqual(undisturbed)
  })

  test('past the end gets the outcome instead, and the record says so', async () => {
    const watched = await watchIn(limited(1, 3600))

    expect(overdueOf(watched).map(({ channel }) => channel)).toEqual(['sns', 'eventbridge'])
    expect(recordsOf(watched).map(({ recordType, channel }) => [recordType, channel])).toEqual([
      ['NOTIFICATION_DELIVERED', 'sns'],
      ['NOTIFICATION_DELIVERED', 'eventbridge'],
      ['NOTIFICATION_SUPERSEDED', 'slack'],
    ])
    expect(watched.result.executionStatus).toBe('SUCCEEDED')
    expect(watched.result.deliveries.map(({ status }) => status)).toEqual(Array(3).fill('DELIVERED'))
  })
})

test('a channel that asked the overdue notice to wait past the end is told the outcome no earlier than that', async () => {
  const watched = await watchIn({
    ...late,
    deliver: slackOverdue(() => {
      throw deliveryError('RATE_LIMITED', { retryAfterSeconds: 3590 })
    }),
    describe: completedAt(hour + 1800),
  })
  const outcomes = watched.delivered.filter(({ notice }) => notice === 'OUTCOME')

  expect(outcomes.map(({ channel, at }) => [channel, at])).toEqual([
    ['sns', hour + 1800],
    ['eventbridge', hour + 1800],
    ['slack', hour + 3590],
  ])
  expect(watched.result.executionStatus).toBe('SUCCEEDED')
})

test('a channel that the overdue notice was given up on is told the outcome no earlier than it asked for', async () => {
  const notBefore: number[] = []
  const watched = await watchIn({
    describe: () => (notBefore.length < 40 ? inProgress : completed),
    channels: ['slack'],
    deliver: slackOverdue(({ call, at }) => {
      const retryAfterSeconds = call < 40 ? 1 : 3600
      notBefore.push(at + retryAfterSeconds)
      throw deliveryError('RATE_LIMITED', { retryAfterSeconds })
    }),
    random: () => 0,
  })
  const [outcome] = watched.delivered.filter(({ notice }) => notice === 'OUTCOME')

  expect(watched.letters).toHaveLength(1)
  expect(outcome?.at).toBeGreaterThanOrEqual(Math.max(...notBefore))
})

test('how long the overdue notice itself waits, beyond what its channel asked for, does not hold the outcome', async () => {
  let refusals = 0
  const watched = await watchIn({
    describe: () => (refusals < 12 ? inProgress : completed),
    channels: ['slack'],
    deliver: slackOverdue(() => {
      refusals += 1
      throw deliveryError('RATE_LIMITED', { retryAfterSeconds: 1 })
    }),
    random: () => 0.99,
  })

  expect(watched.delivered.at(-1)).toMatchObject({ notice: 'OUTCOME', at: watched.polledAt.at(-1) })
  expect(watched.result.executionStatus).toBe('SUCCEEDED')
})

test('an overdue notice that a channel refuses is a dead letter; the outcome is told there too; the end is red', async () => {
  const watched = await watchIn({
    ...late,
    deliver: slackOverdue(() => {
      throw deliveryError('REJECTED')
    }),
  })

  expect(watched.letters).toEqual([
    expect.objectContaining({ channel: 'slack', notice: 'OVERDUE', reason: 'the channel said REJECTED' }),
  ])
  expect(watched.result).toMatchObject({ error: 'NotificationUndelivered', outcome: 'COMPLETED' })
  expect(watched.result.deliveries.map(({ status }) => status)).toEqual(Array(3).fill('DELIVERED'))
})

test('an overdue notice that became a dead letter is parked once, though another channel gets it later', async () => {
  const watched = await watchIn({
    ...late,
    deliver: {
      sns: notice => {
        if (notice === 'OVERDUE') throw deliveryError('REJECTED')
      },
      ...slackOverdue(({ call }) => {
        if (call === 1) throw deliveryError('RATE_LIMITED', { retryAfterSeconds: 610 })
      }),
    },
  })

  expect(watched.letters.map(({ channel }) => channel)).toEqual(['sns'])
  expect(overdueOf(watched).map(({ channel }) => channel)).toEqual(['eventbridge', 'slack'])
  expect(recordsOf(watched)).toMatchObject([
    { recordType: 'NOTIFICATION_DEAD_LETTERED', channel: 'sns', parked: true },
    { recordType: 'NOTIFICATION_DELIVERED', channel: 'eventbridge' },
    { recordType: 'NOTIFICATION_DELIVERED', channel: 'slack' },
  ])
})

test('a channel that the overdue notice was asked to wait for is waited for before the outcome, in one step', async () => {
  const { states } = await watchIn({
    describe: completedAt(hour + 600),
    channels: ['slack'],
    deliver: slackOverdue(() => {
      throw deliveryError('RATE_LIMITED', { retryAfterSeconds: 3600 })
    }),
  })
  const from = states.indexOf('HasChannelAskedToWait')

  expect(states.slice(from, from + 3)).toEqual([
    'HasChannelAskedToWait',
    'WaitBeforeRetry',
    'DeliverNotification',
  ])
})

test('an overdue notice that cannot even be parked is recorded as such, and the watch goes on', async () => {
  const watched = await watchIn({
    ...late,
    deliver: slackOverdue(() => {
      throw deliveryError('REJECTED')
    }),
    park: () => {
      throw serviceError('QueueDoesNotExist', { httpStatusCode: 400 })
    },
  })

  expect(recordsOf(watched).find(({ channel }) => channel === 'slack')).toMatchObject({
    recordType: 'NOTIFICATION_DEAD_LETTERED',
    parked: false,
  })
  expect(watched.result).toMatchObject({ error: 'NotificationUndelivered', outcome: 'COMPLETED' })
})

test('a delivering function that cannot run makes its overdue notice a dead letter, and no loop', async () => {
  const watched = await watchIn({
    ...late,
    invoke: (functionName, _call, payload) => {
      if (functionName !== 'deliverNotification') return
      const { channel, notice } = (payload as { delivery: { channel: string; notice: Notice } }).delivery
      if (channel === 'slack' && notice === 'OVERDUE') throw new TypeError('a defect')
    },
  })

  expect(watched.letters).toEqual([
    expect.objectContaining({ channel: 'slack', reason: 'the delivering function failed: TypeError' }),
  ])
  expect(watched.result.outcome).toBe('COMPLETED')
})

test('an overdue notice that cannot be composed is asked for again at the next poll', async () => {
  const watched = await watchIn({
    ...late,
    invoke: (functionName, { call }) => {
      if (functionName === 'composeNotice' && call === 2) throw new TypeError('a defect')
    },
  })

  expect(overdueOf(watched).map(({ at }) => at)).toEqual([3720, 3720, 3720])
  expect(watched.result.executionStatus).toBe('SUCCEEDED')
})

test('overdue deliveries that cannot be recorded then are recorded with the outcome, before its own', async () => {
  const watched = await watchIn({
    ...late,
    writeAudit: (_records, { call }) => {
      if (call === 1) throw serviceError('ServiceUnavailableException')
    },
  })

  expect(overdueOf(watched)).toHaveLength(3)
  expect(recordsOf(watched).map(({ recordType, at }) => [recordType, at])).toEqual(
    Array.from({ length: 3 }, () => ['NOTIFICATION_DELIVERED', 2 * hour]),
  )
  expect(watched.records.map(({ notice }) => notice ?? 'the end')).toEqual([
    'the end',
    ...Array<string>(3).fill('OVERDUE'),
    ...Array<string>(3).fill('OUTCOME'),
  ])
  expect(watched.result.executionStatus).toBe('SUCCEEDED')
})
