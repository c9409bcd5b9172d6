import { describe, expect, jest, test } from '@jest/globals'
import type { ResultsPage } from '../../functions/domain/flowOperation.ts'
import type { Notice } from '../../functions/domain/notification.ts'
import {
  completed,
  deliveryError,
  flow,
  hour,
  inProgress,
  memoryEnd,
  operation,
  refusedStart,
  seededRandom,
  serviceError,
  throttled,
} from './facts.ts'
import { eventBudget } from './historyEvents.ts'
import { type Call, type World, watchIn } from './watchBed.ts'

jest.setTimeout(30_000)

const shortestPollSteps = () => 1 - 2 ** -40

/** Throttles `times` before each answer, for ever in progress. */
function throttledBeforeEach(times: number) {
  return ({ call }: Call) => {
    if (call % (times + 1) !== 0) throw throttled()
    return inProgress
  }
}

describe('the count', () => {
  test('is that of AWS for a refused start that one channel is told of', async () => {
    const { historyEvents, states } = await watchIn({ watch: refusedStart, channels: ['sns'] })

    expect(states).toEqual([
      'IsThereAnOperation', // 2
      'LeaveContextUnknown', // 2
      'ComposeOutcome', // 5
      'RecordOutcome', // 5
      'NotifyEveryChannel', // 4 + 2
      'HasChannelAskedToWait', // 2
      'DeliverNotification', // 5
      'WasItDelivered', // 2
      'KeepDelivery', // 2
      'RecordDeliveries', // 5
      'IsEverythingDone', // 2
      'Done', // 2
    ])
    expect(historyEvents).toBe(2 + 2 + 2 + 5 + 5 + 6 + 2 + 5 + 2 + 2 + 5 + 2 + 2)
  })

  test('is 9 more for each poll and 3 more for each repeat', async () => {
    const after = (polls: number, failures: number) =>
      watchIn({
        describe: ({ call }) => {
          if (call <= failures) throw throttled()
          return call < polls + failures ? inProgress : completed
        },
      })
    const { historyEvents: base } = await after(1, 0)

    expect((await after(11, 0)).historyEvents).toBe(base + 10 * 9)
    expect((await after(1, 4)).historyEvents).toBe(base + 4 * 3)
  })
})

const worlds: Record<string, World> = {
  'never ends, with the shortest steps': { describe: () => inProgress, random: shortestPollSteps },
  'is throttled from its tenth second on': {
    describe: ({ at }) => {
      if (at > 10) throw throttled()
      return inProgress
    },
    retryRandom: seededRandom(2),
  },
  'meets server errors throughout': {
    describe: () => {
      throw serviceError('InternalServerError', { httpStatusCode: 500 })
    },
    retryRandom: seededRandom(3),
  },
  'never ends, on channels that are rate-limited for ever': {
    describe: () => inProgress,
    random: shortestPollSteps,
    deliver: Object.fromEntries(
      ['sns', 'slack', 'eventbridge'].map(channel => [
        channel,
        () => {
          throw deliveryError('RATE_LIMITED', { retryAfterSeconds: 1 })
        },
      ]),
    ),
  },
  'never ends, with nothing but its polls working': {
    describe: () => inProgress,
    random: shortestPollSteps,
    retryRandom: seededRandom(4),
    invoke: functionName => {
      if (functionName !== 'pollOperation') throw new TypeError('a defect')
    },
  },
  'never ends, between crashes of the poll': {
    describe: () => inProgress,
    random: shortestPollSteps,
    retryRandom: seededRandom(5),
    invoke: (functionName, { call }) => {
      if (functionName === 'pollOperation' && call % 4 !== 0) throw new TypeError('a defect')
    },
  },
  'never ends, between as many crashes of the poll as it survives': {
    describe: () => inProgress,
    random: shortestPollSteps,
    retryRandom: seededRandom(6),
    invoke: (functionName, { call }) => {
      if (functionName === 'pollOperation' && call % 21 !== 0) throw new TypeError('a defect')
    },
  },
}

describe('the history', () => {
  test.each(Object.entries(worlds))('of a watch that %s stays below 20,000 events', async (_name, world) => {
    const { historyEvents, endedAt } = await watchIn(world)

    expect(endedAt).toBeGreaterThanOrEqual(memoryEnd)
    expect(historyEvents).toBeLessThan(eventBudget)
  })

  test.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
    'of a watch that is throttled %i times before each answer stays below 20,000 events',
    async times => {
      const { historyEvents, result } = await watchIn({
        describe: throttledBeforeEach(times),
        random: seededRandom(times),
        retryRandom: seededRandom(times + 50),
      })

      expect(result.outcome).toBe('TIMED_OUT')
      expect(historyEvents).toBeLessThan(eventBudget)
    },
  )

  test('of such a watch stays below 20,000 events with the unluckiest draws of all', async () => {
    const { historyEvents } = await watchIn({
      describe: throttledBeforeEach(8),
      random: shortestPollSteps,
      retryRandom: () => 0,
    })

    expect(historyEvents).toBeLessThan(eventBudget)
  })

  test('of a watch whose service leaves the status out of five answers of six stays below 20,000 events', async () => {
    const { historyEvents } = await watchIn({
      describe: ({ call }) => (call % 6 === 0 ? inProgress : operation(null)),
      random: seededRandom(11),
    })

    expect(historyEvents).toBeLessThan(eventBudget)
  })

  test('of a throttled watch whose overdue notice cannot be composed stays below 20,000 events', async () => {
    const { historyEvents, result } = await watchIn({
      describe: () => {
        throw throttled()
      },
      retryRandom: seededRandom(12),
      invoke: (functionName, _call, payload) => {
        const isOverdue = (payload as { notice?: string }).notice === 'OVERDUE'
        if (functionName === 'composeNotice' && isOverdue) throw new TypeError('a defect')
      },
    })

    expect(result.outcome).toBe('WATCH_FAILED')
    expect(historyEvents).toBeLessThan(eventBudget)
  })

  test.each([1, 3])(
    'of reading 2,000 pages of results with %i throttled calls after each stays below 20,000 events',
    async times => {
      const { historyEvents, result } = await watchIn({
        describe: () => completed,
        retryRandom: seededRandom(13),
        resultsPage: throttledAfterEachPage(times),
      })

      expect(result.executionStatus).toBe('SUCCEEDED')
      expect(historyEvents).toBeLessThan(eventBudget)
    },
  )
})

describe('a watch that never ends', () => {
  test('ends when the memory of the service does, with at most 600 polls', async () => {
    const { result, endedAt, polledAt } = await watchIn({
      describe: () => inProgress,
      random: shortestPollSteps,
    })

    expect(result.outcome).toBe('TIMED_OUT')
    expect(endedAt).toBe(memoryEnd)
    expect(polledAt.length).toBeLessThanOrEqual(600)
  })

  test('ends for every age at which it begins', async () => {
    for (const ageSeconds of [11 * hour, memoryEnd - 11, memoryEnd - 10, memoryEnd - 1, memoryEnd]) {
      const { result, endedAt } = await watchIn({ ageSeconds, describe: () => inProgress })

      expect(result.outcome).toBe('TIMED_OUT')
      expect(endedAt).toBeLessThanOrEqual(memoryEnd - ageSeconds)
    }
  })

  test('ends too when neither the service nor a channel nor the log ever answers', async () => {
    const { result, endedAt } = await watchIn({
      describe: () => {
        throw throttled()
      },
      retryRandom: seededRandom(21),
      deliver: Object.fromEntries(
        ['sns', 'slack', 'eventbridge'].map(channel => [
          channel,
          () => {
            throw deliveryError('RATE_LIMITED', { retryAfterSeconds: 3600 })
          },
        ]),
      ),
      writeAudit: () => {
        throw serviceError('ServiceUnavailableException')
      },
      park: () => {
        throw serviceError('ServiceUnavailable')
      },
    })

    expect(result).toMatchObject({ executionStatus: 'FAILED', outcome: 'WATCH_FAILED' })
    expect(endedAt).toBeLessThan(72 * hour)
  })
})

/** 2,000 pages; after each one this many calls are throttled. */
function throttledAfterEachPage(times: number) {
  return (_token: string | null, { call }: Call): ResultsPage => {
    if ((call - 1) % (times + 1) !== 0) throw throttled()
    const page = (call - 1) / (times + 1) + 1
    return { flows: [flow(1)], nextToken: page < 2000 ? `page-${page}` : null }
  }
}

describe('the history of a watch with thirty targets', () => {
  const to = Array.from({ length: 30 }, (_, index) => ({
    channel: 'slack',
    slackChannel: `C01234567${10 + index}`,
  }))
  const routes = JSON.stringify({ schemaVersion: 1, routes: [{ name: 'all', to }] })
  const card = { channelId: 'C0123456710', ts: '1762074902.000100', hasOutcome: false }
  const answers: Record<string, (notice: Notice) => Error | null> = {
    'take everything': () => null,
    'ask the outcome to wait for ever': notice =>
      notice === 'OUTCOME' ? deliveryError('RATE_LIMITED', { retryAfterSeconds: 1 }) : null,
    'ask every message but the card to wait for ever': notice =>
      notice === 'STARTED' ? null : deliveryError('RATE_LIMITED', { retryAfterSeconds: 1 }),
    'fail with every message but the card': notice =>
      notice === 'STARTED' ? null : deliveryError('TRANSIENT'),
  }

  test.each(Object.entries(answers))('that %s stays below 20,000 events', async (_name, answer) => {
    const slack = (notice: Notice) => {
      const error = answer(notice)
      if (error) throw error
      return { card }
    }
    const { historyEvents, result } = await watchIn({
      routes,
      describe: () => inProgress,
      random: seededRandom(30),
      deliver: { slack },
    })

    expect(result.outcome).toBe('TIMED_OUT')
    expect(historyEvents).toBeLessThan(eventBudget)
  })

  test('is below 20,000 events even if the service throttles too', async () => {
    const { historyEvents } = await watchIn({
      routes,
      describe: throttledBeforeEach(4),
      random: seededRandom(31),
      retryRandom: seededRandom(32),
      deliver: {
        slack: notice => {
          if (notice !== 'STARTED') throw deliveryError('RATE_LIMITED', { retryAfterSeconds: 1 })
          return { card }
        },
      },
    })

    expect(historyEvents).toBeLessThan(eventBudget)
  })
})
