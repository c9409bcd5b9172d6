import { expect, jest, test } from '@jest/globals'
import { httpPost } from '../../functions/adapters/httpPost.ts'
import { routeMessage } from '../../functions/domain/routing.ts'
import { parseRouting } from '../../functions/domain/routingDocument.ts'
import { collectResults } from '../../functions/handlers/collectResults.ts'
import { sweepOperations } from '../../functions/handlers/sweepOperations.ts'
import { useRawServers } from '../adapters/support/rawServer.ts'
import { jsonAnswer, Wire } from '../fuzz/support/awsWire.ts'
import { completed, deliveryError, operation } from '../statemachines/facts.ts'
import { watchIn } from '../statemachines/watchBed.ts'
import {
  firewallArn,
  operationId,
  report,
  secondsAfterStart,
  startEvent,
  watchRequest,
} from '../support/builders.ts'
import { FakeWatchStarter, lambdaContext } from '../support/fakes.ts'
import { startedBy } from './support/startedBy.ts'

const startServer = useRawServers()

test('T24: an event larger or deeper than any of EventBridge is put aside', async () => {
  const large = startEvent({ detail: { userAgent: 'x'.repeat(300_000) } })
  const deep: unknown = JSON.parse(`${'['.repeat(50_000)}1${']'.repeat(50_000)}`)
  for (const event of [large, startEvent({ detail: { userIdentity: deep } })]) {
    expect(await startedBy(event)).toMatchObject({ answer: { result: 'REJECTED' }, started: [] })
  }
})

test('T25: an answer without an end is read no further than needed', async () => {
  const { origin } = await startServer(response => {
    const more = () => {
      while (response.write('x'.repeat(16_384)));
      response.once('drain', more)
    }
    more()
  })
  const answer = await httpPost({ url: new URL(origin), headers: {}, body: '{}', maxAnswerBytes: 4096 })
  expect(answer.body.length).toBe(4096)
})

test('T26: a channel that never takes a message holds up no other one', async () => {
  const { tried, result, letters } = await watchIn({
    describe: () => completed,
    deliver: {
      slack: () => {
        throw deliveryError('RATE_LIMITED')
      },
    },
  })
  for (const name of ['sns', 'eventbridge']) {
    const outcome = tried.filter(({ channel, notice }) => channel === name && notice === 'OUTCOME')
    expect(outcome.map(({ at }) => at)).toEqual([0])
  }
  expect(tried.filter(({ channel }) => channel === 'slack').length).toBeLessThan(100)
  expect(letters.map(({ channel }) => channel)).toContain('slack')
  expect(result.outcome).toBe('COMPLETED')
})

test('T27: results without an end are read to a bound', async () => {
  const wire = new Wire({}, secondsAfterStart(60))
  let pages = 0
  wire.answer = () => jsonAnswer({ Flows: [{ ByteCount: 1 }], NextToken: `page-${(pages += 1)}` })
  const collect = collectResults(wire.runtime)
  let results = await collect({ watch: watchRequest(), results: null }, lambdaContext)
  for (let calls = 1; results.next === 'MORE' && calls < 100; calls += 1) {
    results = await collect({ watch: watchRequest(), results }, lambdaContext)
  }
  expect(results).toMatchObject({ next: 'DONE', exhausted: false })
  expect(pages).toBeLessThanOrEqual(2000)
})

test('T28: an operation that never ends is asked about for twelve hours, at most 1,000 times', async () => {
  const { polledAt, result, historyEvents } = await watchIn({ describe: () => operation('IN_PROGRESS') })
  expect(result.outcome).toBe('TIMED_OUT')
  expect(polledAt.length).toBeLessThan(1000)
  expect(Math.max(...polledAt)).toBeLessThanOrEqual(12 * 3600 + 600)
  expect(historyEvents).toBeLessThan(20_000)
})

test('T29: an operation whose event was kept back is found all the same', async () => {
  const wire = new Wire({}, secondsAfterStart(3600))
  const answers: Readonly<Record<string, object>> = {
    ListFirewalls: { Firewalls: [{ FirewallArn: firewallArn }] },
    DescribeFirewall: { FirewallStatus: { SyncStates: { 'eu-west-1a': {} } } },
    ListFlowOperations: {
      FlowOperations: [
        {
          FlowOperationId: operationId,
          FlowOperationType: 'FLOW_FLUSH',
          FlowOperationStatus: 'COMPLETED',
          FlowRequestTimestamp: secondsAfterStart(3000) / 1000,
        },
      ],
    },
  }
  wire.answer = name => jsonAnswer(answers[name] ?? {})
  const watchStarter = new FakeWatchStarter()
  await sweepOperations(wire.runtime, { watchStarter })({}, lambdaContext)
  expect(watchStarter.started).toMatchObject([{ watchKey: operationId, recoveredLate: true }])
})

test('T30: no pattern of a route takes long to compare', () => {
  const named = firewallArn.replace('edge', 'a'.repeat(128))
  const message = { ...report(), firewallArn: named, tags: null }
  const routes = Array.from({ length: 30 }, (_, index) => ({
    name: `route ${index}`,
    when: { firewalls: ['a*a*a*a*b'] },
    to: [{ channel: 'sns' }],
  }))
  const routing = parseRouting(JSON.stringify({ schemaVersion: 1, routes }))
  const search = jest.spyOn(String.prototype, 'indexOf')
  routeMessage(routing, message, ['sns'])
  const searches = search.mock.calls.filter(([piece]) => piece === 'a').length
  search.mockRestore()
  // Each piece between two stars is looked for once. By trying every way to place them it would be millions of times.
  expect(searches).toBeGreaterThan(0)
  expect(searches).toBeLessThanOrEqual(30 * 4)
})
