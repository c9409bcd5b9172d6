import type { LocalAws } from '../../local/model/localAws.ts'
import {
  collection,
  delivery,
  firewallArn,
  operationId,
  overdueNotice,
  report,
  startEvent,
  watchFacts,
  watchRequest,
} from '../../test/support/builders.ts'

type Environment = Readonly<Record<string, string>>

/** A function as one stack has it, and the call that comes first. */
export type FirstCall = {
  readonly name: string
  /** The handler's file, and what is set for it besides what all functions have. */
  readonly functionName: string
  readonly settings: (aws: LocalAws) => Environment
  readonly prepare?: (aws: LocalAws) => void
  readonly event: unknown
  /** Members of the right answer: a call that failed must not be taken for a fast one. */
  readonly answer: object
}

const arn = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:123456789012:${resource}`
const none = () => ({})
const routesParameter = '/flowbell/routes'
const auditGroup = 'audit'
const slackSecretArn = arn('secretsmanager', 'secret:slack-AbCdEf')
const teamsSecretArn = arn('secretsmanager', 'secret:teams-AbCdEf')
const stateMachineArn = arn('states', 'stateMachine:watch')

function finishedOperation({ networkFirewall }: LocalAws): void {
  const script = { durationSeconds: 0, finalStatus: 'COMPLETED', flowCount: 150 }
  const selectors = { AvailabilityZone: 'eu-west-1a' }
  networkFirewall.addOperation({ firewallArn, selectors, flowOperationId: operationId, script })
}

function firewall({ networkFirewall }: LocalAws): void {
  const endpointIdByZone = { 'eu-west-1a': 'vpce-0a1b2c3d4e5f67890', 'eu-west-1b': null }
  networkFirewall.addFirewall({ firewallArn, endpointIdByZone })
}

/** What every stack has. */
export function createResources(aws: LocalAws): void {
  aws.logs.createGroup(auditGroup)
  aws.stepFunctions.createStateMachine('watch')
  aws.systemsManager.put(routesParameter, JSON.stringify({ schemaVersion: 1, routes: [] }))
  aws.secrets.put(slackSecretArn, JSON.stringify({ webhookUrl: aws.webhookUrl }))
  aws.secrets.put(teamsSecretArn, JSON.stringify({ webhookUrl: aws.teamsWebhookUrl }))
}

/** The settings that every function of a stack has by default. */
export function settingsOfAll(aws: LocalAws): Environment {
  return {
    FLOWBELL_STACK_NAME: 'flowbell-dev',
    FLOWBELL_TOPIC_ARN: aws.sns.createTopic('notifications'),
    FLOWBELL_AUDIT_LOG_GROUP: auditGroup,
    FLOWBELL_DEAD_LETTER_QUEUE_URL: aws.sqs.createQueue('letters'),
    FLOWBELL_OVERDUE_MINUTES: '60',
    FLOWBELL_SLACK_API_URL: aws.slackApiUrl,
    FLOWBELL_SLACK_ORIGINS: aws.slackOrigin,
    FLOWBELL_TEAMS_ORIGINS: aws.teamsOrigin,
  }
}

/** Every channel that there is. */
export const settingsOfChannels: Environment = {
  FLOWBELL_SLACK_SECRET_ARN: slackSecretArn,
  FLOWBELL_TEAMS_SECRET_ARN: teamsSecretArn,
  FLOWBELL_EVENT_BUS_NAME: 'security',
}

const watch = watchRequest()
const { progress } = watchFacts()
const starter = () => ({ FLOWBELL_STATE_MACHINE_ARN: stateMachineArn })
const polled = { watch, progress: null, overdueNotice: overdueNotice() }
const composed = {
  notice: 'OUTCOME',
  watch,
  progress,
  results: collection(),
  failure: { Error: '' },
  announcements: [],
  overdueNotice: overdueNotice(),
}
const audited = { document: report(), overdueDeliveries: [], deliveries: [], fact: 'OUTCOME' }
const delivered = { delivery: delivery({ channel: 'sns' }), document: report(), auditRecorded: true }

/** Every function as a stack by default has it, and two as a stack with everything has them. */
export const firstCalls: readonly FirstCall[] = [
  call('startWatch', { settings: starter, event: startEvent(), answer: { watchKey: operationId } }),
  call('sweepOperations', { settings: starter, prepare: firewall, event: {}, answer: { firewallCount: 1 } }),
  call('pollOperation', { prepare: finishedOperation, event: polled, answer: { outcome: 'COMPLETED' } }),
  call('collectResults', {
    prepare: finishedOperation,
    event: { watch, results: null },
    answer: { next: 'DONE', flowCount: 150 },
  }),
  call('gatherContext', { prepare: firewall, event: { watch, progress }, answer: { firewall: {} } }),
  call('composeNotice', { event: composed, answer: { document: { notice: 'OUTCOME' } } }),
  call('composeNotice', {
    name: 'composeNotice, with routes in a parameter',
    settings: () => ({ FLOWBELL_ROUTES_PARAMETER: routesParameter }),
    event: composed,
    answer: { document: { notice: 'OUTCOME' } },
  }),
  call('recordAudit', { event: audited, answer: { recorded: true } }),
  call('deliverNotification', { event: delivered, answer: { status: 'DELIVERED' } }),
  call('deliverNotification', {
    name: 'deliverNotification, with every channel',
    settings: () => settingsOfChannels,
    event: delivered,
    answer: { status: 'DELIVERED' },
  }),
  call('parkNotification', {
    event: { ...delivered, crash: { Error: '' } },
    answer: { status: 'DEAD_LETTERED', parked: true },
  }),
]

type Given = Pick<FirstCall, 'event' | 'answer'> & Partial<FirstCall>

function call(functionName: string, given: Given): FirstCall {
  return { name: functionName, functionName, settings: none, ...given }
}
