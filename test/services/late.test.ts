import { describe, expect, test } from '@jest/globals'
import { systemPause } from '../../functions/adapters/systemPause.ts'
import { readSettings } from '../../functions/config.ts'
import type { Runtime } from '../../functions/runtime.ts'
import { buildChannels } from '../../functions/services/channels.ts'
import { buildEventBridgeChannel } from '../../functions/services/eventBridgeChannel.ts'
import { buildLateFlowOperations } from '../../functions/services/lateFlowOperations.ts'
import { buildLateWatchStarter } from '../../functions/services/lateWatchStarter.ts'
import { once } from '../../functions/services/once.ts'
import { buildPause } from '../../functions/services/pause.ts'
import { buildSlackChannel } from '../../functions/services/slackChannel.ts'
import { buildSnsChannel } from '../../functions/services/snsChannel.ts'
import { buildTeamsChannel } from '../../functions/services/teamsChannel.ts'
import { jsonAnswer, Wire } from '../fuzz/support/awsWire.ts'
import { operationId, report, watchRequest } from '../support/builders.ts'
import { fakeRuntime } from '../support/fakes.ts'
import { wholeFirewall } from '../support/sweepWorld.ts'

const stateMachineArn = 'arn:aws:states:eu-west-1:123456789012:stateMachine:watch'

describe('what is made late', () => {
  test('is made when it is first asked for, and once', async () => {
    let made = 0
    const value = once(async () => (made += 1))
    expect(made).toBe(0)
    expect([await value(), await value()]).toEqual([1, 1])
  })

  test('is made by the next who asks, after it could not be made', async () => {
    let tries = 0
    const value = once(async () => {
      tries += 1
      if (tries === 1) throw new Error('not yet')
      return tries
    })
    await expect(value()).rejects.toThrow('not yet')
    await expect(value()).resolves.toBe(2)
  })
})

describe('services that are loaded by their first call', () => {
  const wire = new Wire({ FLOWBELL_STATE_MACHINE_ARN: stateMachineArn }, 0)
  const operation = { ...wholeFirewall, flowOperationId: operationId }

  test('flow operations can do all that they can elsewhere', async () => {
    const operations = buildLateFlowOperations(wire.runtime())
    wire.answer = () => jsonAnswer({ FlowOperationStatus: 'COMPLETED' })
    await expect(operations.describe(operation)).resolves.toMatchObject({ status: 'COMPLETED' })
    wire.answer = () => jsonAnswer({ FlowOperations: [{ FlowOperationId: operationId }] })
    await expect(operations.list(wholeFirewall, null)).resolves.toMatchObject([
      { flowOperationId: operationId },
    ])
    wire.answer = () => jsonAnswer({ Flows: [{}], NextToken: 'two' })
    await expect(operations.resultsPage(operation, null)).resolves.toMatchObject({ nextToken: 'two' })
  })

  test('a watch is started', async () => {
    wire.answer = () => jsonAnswer({ executionArn: 'arn', startDate: Date.now() / 1000 })
    await expect(buildLateWatchStarter(wire.runtime()).start(watchRequest())).resolves.toBe('STARTED')
  })
})

test('the pause is one in real time', () => {
  expect(buildPause()).toBe(systemPause)
})

describe('a service without its setting says at once which one it is', () => {
  const { runtime } = fakeRuntime(0)

  test.each<[string, (runtime: Runtime) => unknown]>([
    ['FLOWBELL_STATE_MACHINE_ARN', buildLateWatchStarter],
    ['FLOWBELL_TOPIC_ARN', buildSnsChannel],
    ['FLOWBELL_SLACK_SECRET_ARN', buildSlackChannel],
    ['FLOWBELL_TEAMS_SECRET_ARN', buildTeamsChannel],
    ['FLOWBELL_EVENT_BUS_NAME', buildEventBridgeChannel],
  ])('%s', (name, build) => {
    expect(() => build(runtime)).toThrow(`${name} is missing: set it`)
  })
})

test('channels are those that are set, and no other can be had', () => {
  const { runtime } = fakeRuntime(0)
  const settings = readSettings({ FLOWBELL_EVENT_BUS_NAME: 'default' }, [])
  const channels = buildChannels({ ...runtime, settings })
  expect(channels.names).toEqual(['eventbridge'])
  expect(channels.channel('eventbridge')).not.toBeNull()
  expect(channels.channel('sns')).toBeNull()
})

describe('a channel that is loaded late delivers as any other', () => {
  const wire = new Wire(
    {
      FLOWBELL_EVENT_BUS_NAME: 'default',
      FLOWBELL_SLACK_SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack',
      FLOWBELL_TEAMS_SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:teams',
    },
    0,
  )
  const channels = buildChannels(wire.runtime())
  const notification = { document: report(), target: null, card: null, plainText: false }

  test('to the event bus', async () => {
    wire.answer = () => jsonAnswer({ FailedEntryCount: 0, Entries: [{ EventId: 'event-1' }] })
    await expect(channels.channel('eventbridge')?.deliver(notification)).resolves.toMatchObject({
      receipt: 'event-1',
    })
  })

  test.each([
    ['slack', 'the Slack secret is malformed'],
    ['teams', 'the Teams secret is malformed'],
  ] as const)('to %s, by its own secret', async (name, message) => {
    wire.answer = () => jsonAnswer({ SecretString: '{}' })
    await expect(channels.channel(name)?.deliver(notification)).rejects.toThrow(message)
  })
})
