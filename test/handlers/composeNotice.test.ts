import { describe, expect, test } from '@jest/globals'
import { InvalidSettingError } from '../../functions/domain/errors.ts'
import { outcomeReport } from '../../functions/domain/report.ts'
import type { RoutingDocument } from '../../functions/domain/routingDocument.ts'
import { toldDocument } from '../../functions/domain/toldDocument.ts'
import { composeNotice } from '../../functions/handlers/composeNotice.ts'
import {
  card,
  collection,
  delivery,
  isoAfterStart,
  operationId,
  overdueNotice,
  refusedWatch,
  secondsAfterStart,
  serviceError,
  watchFacts,
  watchRequest,
} from '../support/builders.ts'
import { fakeRuntime, lambdaContext } from '../support/fakes.ts'

const everyChannel = {
  FLOWBELL_TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:flow-operations',
  FLOWBELL_SLACK_SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack',
  FLOWBELL_EVENT_BUS_NAME: 'default',
}
const input = {
  notice: 'OUTCOME',
  watch: watchRequest(),
  progress: watchFacts().progress,
  results: collection(),
  failure: { Error: '', Cause: '' },
  announcements: [],
  overdueNotice: overdueNotice(),
}

function compose(change: Record<string, unknown> = {}, environment: Record<string, string> = everyChannel) {
  const { runtime } = fakeRuntime(secondsAfterStart(42), environment)
  return composeNotice(() => runtime)({ ...input, ...change }, lambdaContext)
}

describe('composeNotice', () => {
  test('the document of what was gathered, and one delivery per configured channel', async () => {
    await expect(compose()).resolves.toEqual({
      document: outcomeReport(watchFacts()),
      deliveries: [
        delivery({ channel: 'sns' }),
        delivery({ channel: 'slack' }),
        delivery({ channel: 'eventbridge' }),
      ],
    })
  })

  test('without channels there is only the document', async () => {
    await expect(compose({}, {})).resolves.toMatchObject({
      document: { outcome: 'COMPLETED' },
      deliveries: [],
    })
  })

  test('the card of the announcement is taken along', async () => {
    const announcements = [delivery({ channel: 'slack', notice: 'STARTED', card: card() })]
    const { deliveries } = await compose({ announcements })
    expect(deliveries.map(one => one.card)).toEqual([null, card(), null])
  })

  test('the card in a channel that is not set any more is let go', async () => {
    const announcements = [delivery({ channel: 'slack', notice: 'STARTED', card: card() })]
    const { deliveries } = await compose(
      { announcements },
      { FLOWBELL_TOPIC_ARN: everyChannel.FLOWBELL_TOPIC_ARN },
    )
    expect(deliveries).toEqual([delivery({ channel: 'sns' })])
  })

  test('what a channel that is not set any more was still to be told is given up, and what it was told stays', async () => {
    const told = delivery({ channel: 'slack', notice: 'OVERDUE', status: 'DELIVERED' })
    const due = delivery({ channel: 'eventbridge', notice: 'OVERDUE', status: 'RETRY_LATER' })
    const waiting = { ...due, channel: 'sns' as const }
    const { deliveries } = await compose(
      { notice: 'OVERDUE', overdueNotice: overdueNotice({ isSent: true, deliveries: [told, due, waiting] }) },
      { FLOWBELL_TOPIC_ARN: everyChannel.FLOWBELL_TOPIC_ARN },
    )
    const reason = 'the channel eventbridge is no longer configured'
    expect(deliveries).toEqual([
      told,
      { ...due, status: 'UNDELIVERABLE', reason },
      { ...waiting, status: 'DUE' },
    ])
  })

  test('a refused start is told at once', async () => {
    const { document } = await compose({ watch: refusedWatch(), progress: null, results: null })
    expect(document).toMatchObject({ outcome: 'REFUSED', finishedAt: isoAfterStart(42) })
  })

  test.each(['COMPLETED', 'TIMED_OUT'] as const)(
    'an outcome is counted as it is composed: %s',
    async outcome => {
      const { runtime, logged } = fakeRuntime(secondsAfterStart(42), everyChannel)
      const progress = { ...watchFacts().progress, outcome }
      await composeNotice(() => runtime)({ ...input, progress }, lambdaContext)
      expect(logged).toEqual([
        expect.objectContaining({ OperationsFinished: 1, Outcome: outcome }),
        expect.objectContaining({ Polls: 8 }),
      ])
    },
  )

  test.each(['STARTED', 'OVERDUE'])('%s is no outcome, and counts none', async notice => {
    const { runtime, logged } = fakeRuntime(secondsAfterStart(42), everyChannel)
    await composeNotice(() => runtime)({ ...input, notice }, lambdaContext)
    expect(logged).toEqual([])
  })

  const context = {
    zones: ['eu-west-1a'],
    tags: [{ key: 'team', value: 'network' }],
    streamExceptionPolicy: 'REJECT',
    coverage: [],
  }

  test('what is known of the firewall stands in the document', async () => {
    const { document } = await compose({ context })
    expect(document).toMatchObject({ streamExceptionPolicy: 'REJECT', firewallTags: context.tags })
  })

  test.each([undefined, null, 5, {}, { ...context, zones: 5 }, { ...context, coverage: [{}] }])(
    'the outcome is told without it when it is %j',
    async broken => {
      const { document, deliveries } = await compose({ context: broken })
      expect(document).toMatchObject({ outcome: 'COMPLETED', streamExceptionPolicy: null, firewallTags: [] })
      expect(deliveries).toHaveLength(3)
    },
  )

  test('its tags decide on the route', async () => {
    const routes = JSON.stringify({
      schemaVersion: 1,
      routes: [{ name: 'team', when: { tags: { team: 'network' } }, to: [{ channel: 'slack' }] }],
      otherwise: [{ channel: 'sns' }],
    })
    const channelsOf = async (change: Record<string, unknown>) =>
      (await compose(change, { ...everyChannel, FLOWBELL_ROUTES: routes })).deliveries.map(
        ({ channel }) => channel,
      )
    expect(await channelsOf({ context })).toEqual(['slack'])
    expect(await channelsOf({ context: { ...context, tags: [] } })).toEqual(['sns'])
    // Not known, so that nobody who may be meant is left out.
    expect(await channelsOf({ context: null })).toEqual(['slack'])
    expect(await channelsOf({})).toEqual(['slack'])
  })

  test('STARTED and OVERDUE are composed from the same facts', async () => {
    const started = await compose({ notice: 'STARTED' })
    expect(started).toMatchObject({ document: { notice: 'STARTED', outcome: null } })
    expect(started.deliveries.map(({ channel }) => channel)).toEqual(['slack'])
    const overdue = await compose({ notice: 'OVERDUE' })
    expect(overdue.deliveries).toHaveLength(3)
  })

  test('a known time decides which overdue deliveries are due', async () => {
    const waiting = delivery({ notice: 'OVERDUE', status: 'RETRY_LATER', retryAt: isoAfterStart(42) })
    const { deliveries } = await compose({
      notice: 'OVERDUE',
      overdueNotice: overdueNotice({ isSent: true, deliveries: [waiting] }),
    })
    expect(deliveries).toEqual([{ ...waiting, status: 'DUE' }])
  })
})

describe('a failure that the state machine caught', () => {
  const failureOf = async (failure: unknown) => (await compose({ progress: null, failure })).document.failure

  test.each<[unknown, string]>([
    [{ Error: 'X', Cause: '{"errorMessage":"told by the error","errorType":"X"}' }, 'told by the error'],
    [{ Error: 'X', Cause: 'not JSON' }, 'not JSON'],
    [{ Error: 'X', Cause: '{"another":1}' }, '{"another":1}'],
    [{ Error: 'X', Cause: 'null' }, 'null'],
    [{ Error: 'X', Cause: '"text"' }, '"text"'],
    [{ Error: 'X', Cause: '{"errorMessage":5}' }, '5'],
    [{ Error: 'X' }, ''],
  ])('%j', async (failure, message) => {
    await expect(failureOf(failure)).resolves.toEqual({ error: 'X', message })
  })

  test('is cut, since it goes into the state', async () => {
    const failure = await failureOf({ Error: 'X', Cause: 'x'.repeat(5000) })
    expect(failure?.message).toHaveLength(1024)
  })

  test('an empty Error stands for none', async () => {
    await expect(failureOf({ Error: '', Cause: 'x' })).resolves.toMatchObject({ error: 'WatchEndedEarly' })
  })

  test('does not take an outcome away that was seen', async () => {
    const { document } = await compose({ failure: { Error: 'X' } })
    expect(document).toMatchObject({ outcome: 'COMPLETED', failure: null })
  })
})

describe('routing', () => {
  const topicArn = 'arn:aws:sns:eu-west-1:123456789012:incidents'
  const document: RoutingDocument = {
    schemaVersion: 1,
    minimumSeverity: {},
    routes: [
      {
        name: 'incidents',
        when: {},
        minimumSeverity: 'info',
        to: [
          { channel: 'slack', slackChannel: 'C0INCIDENT' },
          { channel: 'sns', topicArn },
        ],
      },
    ],
  }

  async function composeRouted(read: () => Promise<RoutingDocument>, change: Record<string, unknown> = {}) {
    const { runtime, logged } = fakeRuntime(secondsAfterStart(42), everyChannel)
    const result = await composeNotice(() => runtime, { routing: { read } })(
      { ...input, ...change },
      lambdaContext,
    )
    return { deliveries: result.deliveries, logged }
  }

  test('one delivery per target of the routes that fit', async () => {
    const { deliveries } = await composeRouted(async () => document)
    expect(deliveries).toEqual([
      delivery({ channel: 'slack', target: 'C0INCIDENT' }),
      delivery({ channel: 'sns', target: topicArn }),
    ])
  })

  test('none to a target that asks for graver news only', async () => {
    const critical = { ...document, minimumSeverity: { sns: 'critical' } } as const
    const { deliveries } = await composeRouted(async () => critical)
    expect(deliveries.map(({ channel }) => channel)).toEqual(['slack'])
  })

  test('the outcome takes the card of its own target', async () => {
    const announcements = [
      delivery({ channel: 'slack', notice: 'STARTED', card: card({ ts: '1.0' }) }),
      delivery({ channel: 'slack', target: 'C0INCIDENT', notice: 'STARTED', card: card({ ts: '2.0' }) }),
    ]
    const { deliveries } = await composeRouted(async () => document, { announcements })
    expect(deliveries[0]?.card).toEqual(card({ ts: '2.0' }))
  })

  test('a card is ended where it stands, though the route of the outcome leads elsewhere', async () => {
    const announcements = [delivery({ channel: 'slack', notice: 'STARTED', card: card() })]
    const { deliveries } = await composeRouted(async () => document, { announcements })
    expect(deliveries.slice(2)).toEqual([delivery({ channel: 'slack', card: card() })])
  })

  test.each([
    ['cannot be read', serviceError('AccessDeniedException')],
    ['is not valid', new InvalidSettingError('the routing document is not JSON')],
  ])(
    'a document that %s keeps nobody in the dark: everybody is told, and it is counted',
    async (_name, failure) => {
      const { deliveries, logged } = await composeRouted(() => Promise.reject(failure))
      expect(deliveries.map(({ channel }) => channel)).toEqual(['sns', 'slack', 'eventbridge'])
      expect(logged).toContainEqual(expect.objectContaining({ RoutingUnreadable: 1 }))
      expect(logged).toContainEqual(expect.objectContaining({ level: 'ERROR', error: failure.name }))
    },
  )

  test('not even a defect of the reader does', async () => {
    const { deliveries, logged } = await composeRouted(() => Promise.reject(new TypeError('defect')))
    expect(deliveries).toHaveLength(3)
    expect(logged).toContainEqual(expect.objectContaining({ level: 'ERROR', error: 'TypeError' }))
  })

  test('routes that lead to no channel that is set are counted apart, and everybody is told', async () => {
    const { runtime, logged } = fakeRuntime(secondsAfterStart(42), {
      FLOWBELL_EVENT_BUS_NAME: everyChannel.FLOWBELL_EVENT_BUS_NAME,
    })
    const routing = { read: async () => document }
    const { deliveries } = await composeNotice(() => runtime, { routing })(input, lambdaContext)
    expect(deliveries.map(({ channel }) => channel)).toEqual(['eventbridge'])
    expect(logged).toContainEqual(expect.objectContaining({ RoutesLeadNowhere: 1 }))
    expect(logged).toContainEqual({
      level: 'ERROR',
      error: 'RoutesLeadNowhere',
      message: 'the routes that fit name only channels that are not set: every channel that is set is told',
    })
    expect(logged).not.toContainEqual(expect.objectContaining({ RoutingUnreadable: 1 }))
  })
})

describe('an outcome whose facts are spoilt', () => {
  async function composeSpoilt(change: Record<string, unknown>, overrides = {}) {
    const { runtime, logged } = fakeRuntime(secondsAfterStart(42), everyChannel)
    const handler = composeNotice(() => runtime, overrides)
    return { logged, ...(await handler({ ...input, ...change }, lambdaContext)) }
  }
  const everybody = ['sns', 'slack', 'eventbridge']

  test('is told with what can be read, counted, and logged by name alone', async () => {
    const progress = { ...watchFacts().progress, polls: 'many', outcome: 'FAILED' }
    const spoilt = { progress, results: 'secret', announcements: [{}], failure: 7 }
    const { document, deliveries, logged } = await composeSpoilt(spoilt)

    expect(document).toMatchObject({ outcome: 'FAILED', flowOperationId: operationId, polls: 0 })
    expect(deliveries.map(({ channel }) => channel)).toEqual(everybody)
    expect(logged).toContainEqual(expect.objectContaining({ DocumentsInvalid: 1 }))
    expect(logged).toContainEqual({
      level: 'ERROR',
      error: 'InvalidInputError',
      message:
        'composeNotice: what was gathered cannot be read and counts as unknown: failure, progress, results, announcements',
    })
  })

  test.each(['watch', 'progress', 'results', 'failure', 'announcements', 'overdueNotice', 'context'])(
    'is told whatever has become of its %s',
    async name => {
      for (const value of [undefined, 5, 'text', [], [5], {}, { watchKey: 5, outcome: 5, deliveries: 5 }]) {
        // oxlint-disable-next-line no-await-in-loop -- each is a world of its own
        const { document, deliveries } = await composeSpoilt({ [name]: value })
        expect(document.notice).toBe('OUTCOME')
        expect(toldDocument(document, 'OUTCOME').unfit).toEqual([])
        expect(deliveries).toHaveLength(3)
      }
    },
  )

  test('is told barely and to everybody where a defect keeps it from being composed', async () => {
    const unreadable = {
      schemaVersion: 1,
      minimumSeverity: {},
      get routes(): never {
        throw new TypeError('a defect')
      },
    }
    const routing = { read: async () => unreadable }
    const { document, deliveries, logged } = await composeSpoilt({}, { routing })

    expect(document).toMatchObject({
      outcome: 'COMPLETED',
      results: { complete: false },
      flowOperation: null,
    })
    expect(deliveries.map(({ channel, target }) => [channel, target])).toEqual(
      everybody.map(channel => [channel, null]),
    )
    expect(logged).toContainEqual(expect.objectContaining({ level: 'ERROR', error: 'TypeError' }))
    expect(logged).toContainEqual(expect.objectContaining({ DocumentsInvalid: 1 }))
    expect(logged).toContainEqual(expect.objectContaining({ OperationsFinished: 1 }))
  })

  test.each(['STARTED', 'OVERDUE'])(
    'is another matter than %s, which the watch can do without',
    async notice => {
      await expect(composeSpoilt({ notice, results: 'spoilt' })).rejects.toMatchObject({
        name: 'InvalidInputError',
      })
    },
  )

  test('must at least be known for one', async () => {
    await expect(composeSpoilt({ notice: 'NEWS' })).rejects.toMatchObject({ name: 'InvalidInputError' })
  })
})
