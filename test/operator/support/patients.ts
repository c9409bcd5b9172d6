/** Hand-written fakes of what the doctor asks: a healthy stack, of which a test changes one answer. */
import { ServiceError } from '../../../functions/domain/serviceError.ts'
import { deployedStack } from '../../../operator/deployed/deployedStack.ts'
import { functionLogicalId, functionNames } from '../../../operator/deployed/logicalIds.ts'
import type { Patient, SlackQuestions } from '../../../operator/doctor/check.ts'
import type { Cloud, FunctionFacts, StackResource } from '../../../operator/ports.ts'
import { QuestionError } from '../../../operator/questionError.ts'

export const nowMilliseconds = Date.UTC(2026, 10, 2, 12)
const arn = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:123456789012:${rest}`
const topicArn = arn('sns', 'flowbell')

export const environment: Readonly<Record<string, string>> = {
  FLOWBELL_TOPIC_ARN: topicArn,
  FLOWBELL_SLACK_SECRET_ARN: arn('secretsmanager', 'secret:slack-AbCdEf'),
  FLOWBELL_AUDIT_LOG_GROUP: 'audit',
  FLOWBELL_DEAD_LETTER_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/123456789012/letters',
  FLOWBELL_STACK_NAME: 'flowbell-dev',
}

const resources: readonly StackResource[] = [
  ...functionNames.map(name => resource(functionLogicalId(name), name, 'AWS::Lambda::Function')),
  resource('WatchStateMachine', arn('states', 'stateMachine:watch'), 'AWS::StepFunctions::StateMachine'),
  resource('FlowOperationStartedRule', 'started', 'AWS::Events::Rule'),
  resource('FlowOperationRefusedRule', 'refused', 'AWS::Events::Rule'),
  resource('SweepSchedule', 'sweep', 'AWS::Scheduler::Schedule'),
  resource('SweepOperationsLogGroup', 'sweep-log', 'AWS::Logs::LogGroup'),
  resource('OperationsTopic', arn('sns', 'operations'), 'AWS::SNS::Topic'),
  resource(
    'NotificationDeadLetterQueue',
    environment['FLOWBELL_DEAD_LETTER_QUEUE_URL'] ?? '',
    'AWS::SQS::Queue',
  ),
  resource('StartEventDeadLetterQueue', 'https://sqs.example/123456789012/events', 'AWS::SQS::Queue'),
  resource('SweepDeadLetterQueue', 'https://sqs.example/123456789012/sweeps', 'AWS::SQS::Queue'),
]

function resource(logicalId: string, physicalId: string, type: string): StackResource {
  return { logicalId, physicalId, type }
}

export function functionFacts(name: string, changes: Partial<FunctionFacts> = {}): FunctionFacts {
  return {
    arn: arn('lambda', `function:${name}`),
    roleArn: `arn:aws:iam::123456789012:role/${name}`,
    state: 'Active',
    lastUpdateStatus: 'Successful',
    reason: null,
    environment,
    environmentError: null,
    keyArn: arn('kms', 'key/stack'),
    ...changes,
  }
}

const healthyCloud: Cloud = {
  stack: async () => ({ id: 'id', status: 'UPDATE_COMPLETE', createdAtMilliseconds: 0, parameters: {} }),
  stackResources: async () => [...resources],
  functionFacts: async name => functionFacts(name),
  functionCallers: async () => [{ service: 'events.amazonaws.com', sourceArn: null }],
  stateMachine: async () => ({ status: 'ACTIVE', roleArn: 'arn:aws:iam::123456789012:role/machine' }),
  rule: async name => ({
    arn: arn('events', `rule/${name}`),
    isEnabled: true,
    targetArns: [arn('lambda', 'function:startWatch')],
  }),
  isEventBus: async () => true,
  schedule: async () => ({
    isEnabled: true,
    expression: 'rate(10 minutes)',
    roleArn: 'arn:aws:iam::123456789012:role/schedule',
  }),
  trails: async () => [
    {
      arn: arn('cloudtrail', 'trail/all'),
      name: 'all',
      isOrganizationTrail: false,
      hasCustomSelectors: false,
    },
  ],
  isTrailLogging: async () => true,
  trailSelectors: async () => ({ basic: [], advanced: [] }),
  isThereAnyFirewall: async () => true,
  isLogGroup: async () => true,
  parameter: async () => null,
  subscriptions: async () => [{ protocol: 'email', endpoint: 'dana@example.com', isConfirmed: true }],
  topicKey: async () => null,
  secretKey: async () => null,
  queueDepth: async () => ({ waiting: 0, inFlight: 0 }),
  newestMetric: async () => nowMilliseconds - 5 * 60_000,
  simulate: async (_role, actions) => actions.map(action => ({ action, verdict: 'ALLOWED', why: '' })),
}

const webhookUrl = 'https://hooks.slack.com/services/T0/B0/secret'
const healthySlack: SlackQuestions = {
  access: async () => ({ kind: 'WEBHOOK', webhookUrl }),
  tokenRefusal: async () => ({ kind: 'ACCEPTED' }),
}

export function patientWith(
  cloudChanges: Partial<Cloud> = {},
  slackChanges: Partial<SlackQuestions> = {},
): Patient {
  const cloud = { ...healthyCloud, ...cloudChanges }
  const stack = deployedStack(cloud, 'flowbell-dev')
  return {
    stack,
    cloud,
    clock: { nowMilliseconds: () => nowMilliseconds },
    settings: () => stack.settingsOf('deliverNotification'),
    slack: { ...healthySlack, ...slackChanges },
  }
}

/** AWS's answer to somebody without the right. */
export function denied(right: string): QuestionError {
  return new QuestionError(right, new ServiceError({ name: 'AccessDeniedException', message: 'not you' }))
}

/** The environment of every function with some variables changed. */
export function withEnvironment(changes: Readonly<Record<string, string>>): Pick<Cloud, 'functionFacts'> {
  return { functionFacts: async name => functionFacts(name, { environment: { ...environment, ...changes } }) }
}
