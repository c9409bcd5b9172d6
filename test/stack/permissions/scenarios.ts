import {
  associationArn,
  collection,
  delivery,
  firewallArn,
  operationId,
  overdueNotice,
  refusedEvent,
  report,
  startEvent,
  watchFacts,
  watchRequest,
} from '../../support/builders.ts'
import type { Outcome } from './runHandler.ts'
import { hasRoutedTopics, routedTopicArns, slackSecretArnOf, type World } from './world.ts'

/** One event for one function. The outcome tells whether the function got as far as it was meant to. */
export type Scenario = {
  readonly name: string
  readonly isPossible?: (world: World) => boolean
  readonly prepare?: (world: World) => void
  readonly event: unknown
  readonly outcome: Partial<Outcome> | { readonly result: object | string }
}

const zone = { AvailabilityZone: 'eu-west-1a' }
const zoneAndEndpoint = { ...zone, VpcEndpointId: 'vpce-0a1b2c3d4e5f67890' }
const running = { durationSeconds: Infinity, finalStatus: 'COMPLETED' }
const finished = { durationSeconds: 0, finalStatus: 'COMPLETED', flowCount: 150 }
const tenMinutesMilliseconds = 600_000

const throttling = {
  kind: 'aws-error',
  httpStatus: 400,
  errorType: 'ThrottlingException',
  message: 'synthetic',
} as const

function runningElsewhere({ aws }: World): void {
  aws.networkFirewall.addOperation({ firewallArn, selectors: zone, script: running })
}

function finishedOperation({ aws }: World): void {
  aws.networkFirewall.addOperation({
    firewallArn,
    selectors: zone,
    flowOperationId: operationId,
    script: finished,
  })
}

/** Two operations that nobody watches; two lists name the second, so that it has to be asked for where it belongs. */
function lostOperations({ aws: { networkFirewall } }: World): void {
  const startedAtMilliseconds = Date.now() - tenMinutesMilliseconds
  networkFirewall.addFirewall({
    firewallArn,
    endpointIdByZone: { [zone.AvailabilityZone]: zoneAndEndpoint.VpcEndpointId },
    vpcEndpointAssociationArns: [associationArn],
  })
  for (const selectors of [zone, zoneAndEndpoint]) {
    networkFirewall.addOperation({ firewallArn, selectors, startedAtMilliseconds, script: running })
  }
}

/** Another zone, with a flush that has to be asked for its filters. */
function flushedZones({ aws: { networkFirewall } }: World): void {
  const endpointIdByZone = { 'eu-west-1a': 'vpce-0a1b2c3d4e5f67890', 'eu-west-1b': null }
  networkFirewall.addFirewall({ firewallArn, endpointIdByZone })
  const selectors = { AvailabilityZone: 'eu-west-1b' }
  networkFirewall.addOperation({ firewallArn, selectors, script: finished })
}

const slackSecret = (secretOf: (world: World) => object) => (world: World) => {
  world.aws.secrets.put(String(slackSecretArnOf(world)), JSON.stringify(secretOf(world)))
}
const webhook = slackSecret(({ aws }) => ({ webhookUrl: aws.webhookUrl }))
const bot = slackSecret(({ aws }) => ({ botToken: aws.slack.botToken, channel: 'C0123456789' }))

const hasSlack = (world: World) => slackSecretArnOf(world) !== undefined
const hasTeams = ({ stack }: World) => stack.parameter('TeamsSecretArn') !== ''
const hasEventBus = ({ stack }: World) => stack.parameter('EventBusName') !== ''

const deliveryOf = (change: Parameters<typeof delivery>[0]) => ({
  delivery: delivery(change),
  document: report(),
  auditRecorded: true,
})
const delivered = { result: { status: 'DELIVERED' } }

const watch = watchRequest()
const composition = {
  watch,
  progress: watchFacts().progress,
  results: collection(),
  failure: { Error: '' },
  announcements: [],
  overdueNotice: overdueNotice(),
}
const audit = { document: report(), overdueDeliveries: [], deliveries: [] }
const sentToSns = delivery({ status: 'DELIVERED', settledAt: '2026-11-02T09:16:00.000Z' })
const recorded = { result: { recorded: true } }

/** For every function enough events to make it do each call that it can make. */
export const scenarios: Readonly<Record<string, readonly Scenario[]>> = {
  startWatch: [
    { name: 'an accepted start', event: startEvent(), outcome: { result: { result: 'STARTED' } } },
    {
      name: 'the same start again, when its execution has ended',
      prepare: ({ aws }) =>
        aws.stepFunctions.executions.forEach(each => aws.stepFunctions.close(each.executionArn)),
      event: startEvent(),
      outcome: { result: { result: 'ALREADY_WATCHED' } },
    },
    {
      name: 'an accepted start without its answer',
      prepare: runningElsewhere,
      event: startEvent({ response: null }),
      outcome: { result: { result: 'STARTED' } },
    },
    { name: 'a refused start', event: refusedEvent(), outcome: { result: { result: 'STARTED' } } },
    {
      name: 'an event that cannot be understood',
      event: { source: 'synthetic' },
      outcome: { result: { result: 'REJECTED' } },
    },
  ],
  sweepOperations: [
    {
      name: 'lost operations',
      prepare: lostOperations,
      event: {},
      outcome: { result: { operationCount: 2 } },
    },
  ],
  pollOperation: [
    {
      name: 'an operation that is forgotten',
      event: { watch, progress: null, overdueNotice: overdueNotice() },
      outcome: {},
    },
    {
      name: 'a finished operation',
      prepare: finishedOperation,
      event: { watch, progress: null, overdueNotice: overdueNotice() },
      outcome: { result: { outcome: 'COMPLETED' } },
    },
    {
      name: 'a throttled poll',
      prepare: ({ aws }) =>
        aws.networkFirewall.failNext({ operation: 'DescribeFlowOperation', fault: throttling }),
      event: { watch, progress: null, overdueNotice: overdueNotice() },
      outcome: {},
    },
  ],
  collectResults: [
    {
      name: 'two pages',
      prepare: finishedOperation,
      event: { watch, results: null },
      outcome: { result: { next: 'DONE', flowCount: 150 } },
    },
  ],
  gatherContext: [
    {
      name: 'a flush beside another zone that was flushed too',
      prepare: flushedZones,
      event: { watch, progress: composition.progress },
      outcome: {
        result: { firewall: { zones: ['eu-west-1a', 'eu-west-1b'], streamExceptionPolicy: 'DROP' } },
      },
    },
  ],
  composeNotice: ['STARTED', 'OVERDUE', 'OUTCOME'].map(notice => ({
    name: notice,
    event: { ...composition, notice },
    outcome: { result: {} },
  })),
  recordAudit: [
    { name: 'an outcome', event: { ...audit, fact: 'OUTCOME' }, outcome: recorded },
    {
      name: 'overdue notices',
      event: { ...audit, fact: 'OVERDUE_DELIVERIES', overdueDeliveries: [sentToSns] },
      outcome: recorded,
    },
    {
      name: 'deliveries',
      event: { ...audit, fact: 'ALL_DELIVERIES', deliveries: [sentToSns] },
      outcome: recorded,
    },
  ],
  deliverNotification: [
    { name: 'SNS', event: deliveryOf({ channel: 'sns' }), outcome: delivered },
    ...routedTopicArns.map(target => ({
      name: `the topic ${target} of a route`,
      isPossible: hasRoutedTopics,
      event: deliveryOf({ channel: 'sns', target }),
      outcome: delivered,
    })),
    {
      name: 'EventBridge',
      isPossible: hasEventBus,
      event: deliveryOf({ channel: 'eventbridge' }),
      outcome: delivered,
    },
    {
      name: 'a Slack webhook',
      isPossible: hasSlack,
      prepare: webhook,
      event: deliveryOf({ channel: 'slack' }),
      outcome: delivered,
    },
    {
      name: 'Teams',
      isPossible: hasTeams,
      prepare: ({ aws, stack }) =>
        aws.secrets.put(
          stack.parameter('TeamsSecretArn'),
          JSON.stringify({ webhookUrl: aws.teamsWebhookUrl }),
        ),
      event: deliveryOf({ channel: 'teams' }),
      outcome: delivered,
    },
    {
      name: 'a Slack bot, after its secret was rotated',
      isPossible: hasSlack,
      prepare: world => {
        bot(world)
        world.aws.slack.failNext({
          operation: 'webhook',
          fault: { kind: 'raw-answer', status: 403, body: 'invalid_token' },
        })
      },
      event: deliveryOf({ channel: 'slack' }),
      outcome: delivered,
    },
  ],
  parkNotification: [
    {
      name: 'a notification that no channel took',
      event: { ...deliveryOf({}), crash: { Error: '' } },
      outcome: { result: { status: 'DEAD_LETTERED', parked: true } },
    },
  ],
}
