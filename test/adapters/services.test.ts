import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { readSettings } from '../../functions/config.ts'
import { eventRejected } from '../../functions/domain/auditRecord.ts'
import { deadLetter } from '../../functions/domain/deadLetter.ts'
import { InvalidSettingError } from '../../functions/domain/errors.ts'
import { throttledMetric } from '../../functions/domain/metrics.ts'
import { ServiceError } from '../../functions/domain/serviceError.ts'
import type { WatchRequest } from '../../functions/domain/watchRequest.ts'
import type { PreparableClient, Runtime } from '../../functions/runtime.ts'
import { buildAuditLog } from '../../functions/services/auditLog.ts'
import { buildChannels } from '../../functions/services/channels.ts'
import { buildDeadLetters } from '../../functions/services/deadLetters.ts'
import {
  buildFirewallDescriptions,
  buildFirewalls,
  buildFlushHistory,
} from '../../functions/services/firewalls.ts'
import { buildFlowOperations } from '../../functions/services/flowOperations.ts'
import { buildMetrics } from '../../functions/services/metrics.ts'
import { buildRejectedEvents } from '../../functions/services/rejectedEvents.ts'
import { buildRouting } from '../../functions/services/routing.ts'
import { buildWatchStarter } from '../../functions/services/watchStarter.ts'
import { startOfTestMilliseconds, useLocalAws } from '../local/model/localAwsFixture.ts'
import { anOperation } from './support/networkFirewallCalls.ts'
import { rejectionOf } from './support/rejection.ts'
import { completedReport, firewallArn, operationId } from './support/reports.ts'
import { outcomeNotification, putWebhookSecret, secretArn } from './support/slackChannels.ts'
import { putTeamsSecret, teamsSecretArn } from './support/teamsChannels.ts'

const fixture = useLocalAws()
let originalEnvironment: NodeJS.ProcessEnv
let prepared: PreparableClient[]
let logged: unknown[]

/** The clients find the model as they find AWS: by the standard variables. */
beforeEach(() => {
  originalEnvironment = { ...process.env }
  const { environment } = fixture().local
  const endpoint = String(environment['AWS_ENDPOINT_URL'])
  Object.assign(process.env, environment, { AWS_ENDPOINT_URL_SFN: endpoint, AWS_MAX_ATTEMPTS: '3' })
  prepared = []
  logged = []
})
afterEach(() => {
  for (const name of Object.keys(process.env)) {
    if (!(name in originalEnvironment)) delete process.env[name]
  }
  Object.assign(process.env, originalEnvironment)
})

function runtimeWith(variables: Record<string, string>): Runtime {
  const clock = { nowMilliseconds: () => fixture().clock.nowMilliseconds }
  return {
    settings: readSettings(variables, []),
    clock,
    ingestionClock: clock,
    random: () => 0,
    log: entry => logged.push(entry),
    prepareClient: client => {
      prepared.push(client)
      return client
    },
  }
}

const operations = () => fixture().local.requests.map(({ operation }) => operation)
const throttled = {
  kind: 'aws-error',
  httpStatus: 400,
  errorType: 'ThrottlingException',
  message: 'slow',
} as const

test('flow operations are asked for once a call: the state machine owns the retries', async () => {
  fixture().local.networkFirewall.failNext({
    operation: 'DescribeFlowOperation',
    fault: throttled,
    times: Infinity,
  })
  const flowOperations = buildFlowOperations(runtimeWith({}))
  await rejectionOf(ServiceError, flowOperations.describe(anOperation))
  expect(operations()).toEqual(['DescribeFlowOperation'])
  expect(prepared).toHaveLength(1)
})

test('firewalls are asked for once a call: whoever sweeps does it again later', async () => {
  fixture().local.networkFirewall.failNext({
    operation: 'ListFirewalls',
    fault: throttled,
    times: Infinity,
  })
  const firewalls = buildFirewalls(runtimeWith({}))
  await rejectionOf(ServiceError, firewalls.arns())
  expect(operations()).toEqual(['ListFirewalls'])
  expect(prepared).toHaveLength(1)
})

test('a firewall and its flushes are asked for once a call: the outcome does not wait for them', async () => {
  for (const operation of ['DescribeFirewall', 'ListFlowOperations'] as const) {
    fixture().local.networkFirewall.failNext({ operation, fault: throttled, times: Infinity })
  }
  await rejectionOf(ServiceError, buildFirewallDescriptions(runtimeWith({})).describe(firewallArn))
  await rejectionOf(ServiceError, buildFlushHistory(runtimeWith({})).listFlushes(anOperation))
  expect(operations()).toEqual(['DescribeFirewall', 'ListFlowOperations'])
  expect(prepared).toHaveLength(2)
})

test('the routes of a parameter are asked for once a call, and go before those of the settings', async () => {
  const routes = (eventbridge: string) =>
    JSON.stringify({ schemaVersion: 1, routes: [], minimumSeverity: { eventbridge } })
  const variables = { FLOWBELL_ROUTES: routes('info'), FLOWBELL_ROUTES_PARAMETER: '/flowbell/routes' }
  fixture().local.systemsManager.put('/flowbell/routes', routes('critical'))
  fixture().local.systemsManager.failNext({ operation: 'GetParameter', fault: throttled })

  const routing = buildRouting(runtimeWith(variables))
  await rejectionOf(ServiceError, routing.read())
  await expect(routing.read()).resolves.toMatchObject({ minimumSeverity: { eventbridge: 'critical' } })
  expect(operations()).toEqual(['GetParameter', 'GetParameter'])
  expect(prepared).toHaveLength(1)
})

test('without a parameter the routes are those of the settings, and nobody is asked', async () => {
  const variables = { FLOWBELL_ROUTES: '{"schemaVersion":1,"routes":[],"otherwise":[]}' }

  await expect(buildRouting(runtimeWith(variables)).read()).resolves.toMatchObject({ otherwise: [] })
  expect(operations()).toEqual([])
})

test.each([
  [{}, 'flowbell'],
  [{ FLOWBELL_STACK_NAME: 'flowbell-prod' }, 'flowbell-prod'],
])('metrics of %j are lines of the log, of the stack of the settings', (variables, stackName) => {
  buildMetrics(runtimeWith(variables)).record([throttledMetric])
  expect(logged).toMatchObject([
    { _aws: { Timestamp: startOfTestMilliseconds }, Stack: stackName, Throttles: 1 },
  ])
})

test('the audit log goes to the group of the settings, at the ingestion clock', async () => {
  fixture().local.logs.createGroup('audit')
  const runtime = runtimeWith({ FLOWBELL_AUDIT_LOG_GROUP: 'audit' })
  const nowMilliseconds = startOfTestMilliseconds - 5
  const auditLog = buildAuditLog({ ...runtime, ingestionClock: { nowMilliseconds: () => nowMilliseconds } })
  await auditLog.write('key', [eventRejected('key', 'why', 'now')])
  expect(fixture().local.logs.events('audit')).toMatchObject([{ timestamp: nowMilliseconds }])
  expect(prepared).toHaveLength(1)
})

test('rejected events go to the log and the audit log', async () => {
  fixture().local.logs.createGroup('audit')
  await buildRejectedEvents(runtimeWith({ FLOWBELL_AUDIT_LOG_GROUP: 'audit' })).report({}, 'why')
  expect(logged).toMatchObject([{ EventsRejected: 1 }])
  expect(fixture().local.logs.records('audit')).toMatchObject([
    { recordType: 'EVENT_REJECTED', time: new Date(startOfTestMilliseconds).toISOString() },
  ])
})

test('watches are started on the state machine of the settings', async () => {
  const stateMachineArn = 'arn:aws:states:eu-west-1:123456789012:stateMachine:watch'
  const starter = buildWatchStarter(runtimeWith({ FLOWBELL_STATE_MACHINE_ARN: stateMachineArn }))
  const watch: WatchRequest = {
    kind: 'ACCEPTED_START',
    watchKey: operationId,
    flowOperationId: operationId,
    flowOperationType: 'FLOW_FLUSH',
    firewallArn,
    availabilityZone: null,
    vpcEndpointAssociationArn: null,
    vpcEndpointId: null,
    accountId: null,
    region: null,
    startedAt: null,
    startedBy: null,
    watchedSince: '2026-11-02T09:15:04.000Z',
    refusal: null,
    lookUpFailure: null,
    availabilityZoneId: null,
    recoveredLate: false,
    slotHolder: null,
  }
  // The model has no Step Functions: that the call arrived is what counts here.
  await rejectionOf(ServiceError, starter.start(watch))
  expect(fixture().local.requests).toMatchObject([
    { operation: 'StartExecution', body: { stateMachineArn, name: operationId } },
  ])
  expect(prepared).toHaveLength(1)
})

describe('dead letters', () => {
  test('go to the queue of the settings', async () => {
    const queueUrl = fixture().local.sqs.createQueue('letters')
    const deadLetters = buildDeadLetters(runtimeWith({ FLOWBELL_DEAD_LETTER_QUEUE_URL: queueUrl }))
    await deadLetters?.park(
      deadLetter({ channel: 'sns', target: null, notice: 'OUTCOME', reason: 'why' }, completedReport),
    )
    expect(fixture().local.sqs.messages(queueUrl)).toHaveLength(1)
  })

  test('have no place where no queue is set', () => {
    expect(buildDeadLetters(runtimeWith({}))).toBeNull()
    expect(prepared).toEqual([])
  })
})

describe('channels', () => {
  test('are those of the settings, each with its own client, made when first asked for', async () => {
    const { local } = fixture()
    putWebhookSecret(local)
    putTeamsSecret(local)
    const channels = buildChannels(
      runtimeWith({
        FLOWBELL_TOPIC_ARN: local.sns.createTopic('topic'),
        FLOWBELL_SLACK_SECRET_ARN: secretArn,
        FLOWBELL_SLACK_API_URL: local.slackApiUrl,
        FLOWBELL_SLACK_ORIGINS: local.slackOrigin,
        FLOWBELL_EVENT_BUS_NAME: 'security',
        FLOWBELL_TEAMS_SECRET_ARN: teamsSecretArn,
        FLOWBELL_TEAMS_ORIGINS: local.teamsOrigin,
      }),
    )
    expect(channels.names).toEqual(['sns', 'slack', 'eventbridge', 'teams'])
    expect(prepared).toEqual([])
    for (const name of channels.names) await channels.channel(name)?.deliver(outcomeNotification)
    expect(operations()).toEqual([
      'Publish',
      'GetSecretValue',
      'webhook',
      'PutEvents',
      'GetSecretValue',
      'flow',
    ])
    expect(prepared).toHaveLength(4)
    expect(local.eventBridge.entries).toMatchObject([{ eventBusName: 'security' }])
  })

  test('without settings there are none', () => {
    const channels = buildChannels(runtimeWith({}))
    expect(channels.names).toEqual([])
    expect(channels.channel('sns')).toBeNull()
    expect(channels.channel('slack')).toBeNull()
    expect(channels.channel('eventbridge')).toBeNull()
    expect(channels.channel('teams')).toBeNull()
  })
})

test.each([
  ['FLOWBELL_AUDIT_LOG_GROUP', buildAuditLog],
  ['FLOWBELL_AUDIT_LOG_GROUP', buildRejectedEvents],
  ['FLOWBELL_STATE_MACHINE_ARN', buildWatchStarter],
])('without %s %p is refused by the name of the setting', (name, build) => {
  expect(() => build(runtimeWith({}))).toThrow(InvalidSettingError)
  expect(() => build(runtimeWith({}))).toThrow(`${name} is missing`)
})
