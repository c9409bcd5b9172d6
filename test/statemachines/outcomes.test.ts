import { describe, expect, test } from '@jest/globals'
import type { Outcome } from '../../functions/domain/outcome.ts'
import {
  completed,
  flow,
  inProgress,
  memoryEnd,
  operation,
  refusedStart,
  serviceError,
  unidentifiedStart,
} from './facts.ts'
import { type Watched, type World, watchIn } from './watchBed.ts'

const notFound = () => {
  throw serviceError('ResourceNotFoundException')
}

const worlds: Record<Outcome, World> = {
  COMPLETED: { describe: () => completed },
  COMPLETED_WITH_ERRORS: { describe: () => operation('COMPLETED_WITH_ERRORS') },
  FAILED: { describe: () => operation('FAILED') },
  REFUSED: { watch: refusedStart },
  EXPIRED: { ageSeconds: 300, describe: notFound },
  TIMED_OUT: { ageSeconds: memoryEnd - 60, describe: () => inProgress },
  UNKNOWN: { describe: () => operation('CANCELLED') },
  WATCH_FAILED: {
    describe: () => {
      throw serviceError('InvalidRequestException')
    },
  },
}
const cases = Object.entries(worlds) as [Outcome, World][]

/** The state that stands for each outcome; a refused start has no operation to speak of. */
const verdicts: Readonly<Record<Outcome, string | undefined>> = {
  COMPLETED: 'OperationCompleted',
  COMPLETED_WITH_ERRORS: 'OperationCompletedWithErrors',
  FAILED: 'OperationFailed',
  REFUSED: undefined,
  EXPIRED: 'OperationExpired',
  TIMED_OUT: 'OperationTimedOut',
  UNKNOWN: 'OperationStatusUnknown',
  WATCH_FAILED: 'WatchFailed',
}

const recordIds = ({ records }: Watched) => records.map(({ recordId }) => recordId)

describe.each(cases)('a watch that ends %s', (outcome, world) => {
  const watchKey = world.watch?.watchKey ?? 'a1b2c3d4-5678-4abc-8def-0123456789ab'

  test('reports this outcome on every channel, once', async () => {
    const { result, delivered } = await watchIn(world)

    expect(result.outcome).toBe(outcome)
    const told = delivered.filter(({ notice }) => notice === 'OUTCOME')
    expect(told.map(({ channel }) => channel).sort()).toEqual(['eventbridge', 'slack', 'sns'])
    expect(told.map(({ document }) => document.outcome)).toEqual([outcome, outcome, outcome])
    expect(told.map(({ document }) => document.auditRecorded)).toEqual([true, true, true])
  })

  test('has its verdict as a state of its own, so that the console shows it', async () => {
    const { states } = await watchIn(world)

    expect(states.findLast(state => /^(Operation|WatchFailed)/.test(state))).toBe(verdicts[outcome])
  })

  test('records the end once, before anybody is told, then each delivery once', async () => {
    const watched = await watchIn(world)

    const afterStart = watched.effects.filter(effect => !/STARTED|OVERDUE/.test(effect))
    expect(afterStart[0]).toBe('record OPERATION_FINISHED')
    expect(recordIds(watched).filter(id => !id.includes('OVERDUE'))).toEqual([
      `${watchKey}/OPERATION_FINISHED`,
      `${watchKey}/NOTIFICATION_DELIVERED/OUTCOME/sns`,
      `${watchKey}/NOTIFICATION_DELIVERED/OUTCOME/slack`,
      `${watchKey}/NOTIFICATION_DELIVERED/OUTCOME/eventbridge`,
    ])
    const finished = watched.records.find(({ recordType }) => recordType === 'OPERATION_FINISHED')
    expect(finished).toMatchObject({ outcome })
  })

  test('records what it tells', async () => {
    const { records, delivered } = await watchIn(world)

    const recorded = records.find(({ recordType }) => recordType === 'OPERATION_FINISHED')
    for (const { notice, document } of delivered) {
      if (notice === 'OUTCOME') expect(document).toEqual(recorded?.['document'])
    }
  })

  const isRed = outcome === 'WATCH_FAILED'
  test(isRed ? 'ends red, since how the operation ended is not known' : 'ends green', async () => {
    const { result } = await watchIn(world)

    expect(result.executionStatus).toBe(isRed ? 'FAILED' : 'SUCCEEDED')
    expect(result.error).toBe(isRed ? 'OutcomeUnobserved' : null)
  })

  const hasResults = outcome === 'COMPLETED' || outcome === 'COMPLETED_WITH_ERRORS'
  test(hasResults ? 'has the sums of its flows' : 'asks for no results and has none', async () => {
    const resultsPage = () => ({ flows: [flow(40), flow(2)], nextToken: null })
    const { result, pageTokens } = await watchIn({ ...world, resultsPage })

    expect(pageTokens).toEqual(hasResults ? [null] : [])
    expect(result.document?.results ?? null).toEqual(
      hasResults
        ? expect.objectContaining({ flowCount: 2, byteCount: 42, complete: outcome === 'COMPLETED' })
        : null,
    )
  })
})

describe('the way to the end', () => {
  test('an operation that is over at the first poll is asked for once, without a wait', async () => {
    const watched = await watchIn({ describe: () => completed })

    expect(watched.polledAt).toEqual([0])
    expect(watched.endedAt).toBe(0)
    expect(watched.result.polls).toBe(1)
    expect(watched.states).not.toContain('WaitForNextPoll')
  })

  test('nothing is asked after the end was seen', async () => {
    const { polledAt } = await watchIn({
      describe: ({ call }) => (call === 3 ? operation('FAILED') : inProgress),
    })

    expect(polledAt).toEqual([0, 4, 6])
  })

  test('a final status stays, whatever the results call says', async () => {
    const { result } = await watchIn({ describe: () => completed, resultsPage: notFound })

    expect(result.outcome).toBe('COMPLETED')
    expect(result.document?.serviceStatus).toBe('COMPLETED')
  })

  test('without a channel the outcome is recorded all the same', async () => {
    const { result, effects } = await watchIn({ describe: () => completed, channels: [] })

    expect(effects).toEqual(['record OPERATION_FINISHED'])
    expect(result.executionStatus).toBe('SUCCEEDED')
  })
})

describe('a refused start', () => {
  test('is never polled, and announced to nobody', async () => {
    const { polledAt, invocations, delivered } = await watchIn({ watch: refusedStart })

    expect(polledAt).toEqual([])
    expect(invocations.map(({ functionName }) => functionName)).not.toContain('pollOperation')
    expect(delivered.map(({ notice }) => notice)).toEqual(['OUTCOME', 'OUTCOME', 'OUTCOME'])
  })

  test('is told with the reason of the service and without an operation', async () => {
    const { result } = await watchIn({ watch: refusedStart })

    expect(result.document).toMatchObject({ flowOperationId: null, refusal: refusedStart.refusal, polls: 0 })
  })
})

test('an accepted start whose operation nobody can name is never polled, and told as failed with the reason', async () => {
  const { polledAt, result, effects } = await watchIn({ watch: unidentifiedStart })

  expect(polledAt).toEqual([])
  expect(effects.slice(0, 2)).toEqual(['record OPERATION_FINISHED', 'sns OUTCOME'])
  expect(result).toMatchObject({ outcome: 'WATCH_FAILED', error: 'OutcomeUnobserved' })
  expect(result.document?.failure).toEqual(unidentifiedStart.lookUpFailure)
})

describe('the announcement', () => {
  test('goes to channels with a card only, and the outcome edits that card', async () => {
    const card = { channelId: 'C1', ts: '1.1', hasOutcome: false }
    const { delivered } = await watchIn({ describe: () => completed, deliver: { slack: () => ({ card }) } })

    expect(delivered.filter(({ notice }) => notice === 'STARTED').map(({ channel }) => channel)).toEqual([
      'slack',
    ])
    const outcomes = delivered.filter(({ notice }) => notice === 'OUTCOME')
    expect(Object.fromEntries(outcomes.map(sent => [sent.channel, sent.notification.card]))).toEqual({
      sns: null,
      slack: card,
      eventbridge: null,
    })
  })

  test.each(['composeNotice', 'deliverNotification'])(
    'that fails in %s delays no poll; the outcome is told without a card',
    async broken => {
      const { polledAt, delivered, result } = await watchIn({
        describe: () => completed,
        invoke: (functionName, { call }) => {
          if (functionName === broken && call === 1) throw new TypeError('broken')
        },
      })

      expect(polledAt).toEqual([0])
      expect(delivered.map(({ notice }) => notice)).toEqual(['OUTCOME', 'OUTCOME', 'OUTCOME'])
      expect(result.executionStatus).toBe('SUCCEEDED')
    },
  )
})

test('an outcome that cannot be composed ends red after repeats, for nobody could be told', async () => {
  const { result, invocations, effects } = await watchIn({
    channels: ['sns'],
    describe: () => completed,
    invoke: functionName => {
      if (functionName === 'composeNotice') throw new TypeError('broken')
    },
  })

  expect(effects).toEqual([])
  expect(result).toMatchObject({ executionStatus: 'FAILED', error: 'OutcomeNotComposed', outcome: null })
  const tries = invocations.filter(({ functionName }) => functionName === 'composeNotice')
  expect(tries).toHaveLength(1 + 61)
})
