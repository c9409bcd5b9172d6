import { type LocalAws, startLocalAws } from '../../../local/model/localAws.ts'
import type { Template } from '../../packaging/packageStack.ts'
import { accountId, region } from '../../support/builders.ts'
import { DeployedStack } from './deployedStack.ts'

/** The stack, deployed into the local model of AWS: everything its functions refer to is there. */
export type World = { readonly aws: LocalAws; readonly stack: DeployedStack }

/** One way to deploy: what is given, and what is set. */
export type Deployment = {
  readonly name: string
  readonly parameters: Readonly<Record<string, string>>
  /** Every channel, and routes: then each function makes all of its calls. */
  readonly hasEverything: boolean
}

const arnOf = (service: string, resource: string) => `arn:aws:${service}:${region}:${accountId}:${resource}`

const given = {
  TopicArn: arnOf('sns', 'given-topic'),
  TopicKmsKeyArn: arnOf('kms', 'key/0000aaaa-topic'),
  KmsKeyArn: arnOf('kms', 'key/0000bbbb-stack'),
  SlackSecretArn: arnOf('secretsmanager', 'secret:given-AbCdEf'),
  SlackSecretKmsKeyArn: arnOf('kms', 'key/0000cccc-secret'),
  RoutesParameter: '/security/routes',
  TeamsSecretArn: arnOf('secretsmanager', 'secret:teams-AbCdEf'),
  TeamsSecretKmsKeyArn: arnOf('kms', 'key/0000dddd-teams'),
}
/** The topics that routes may name besides the stack's own, where they are given. */
export const routedTopicArns = ['incidents', 'network'].map(name => arnOf('sns', name))
const routes = JSON.stringify({ schemaVersion: 1, routes: [] })

/** All that is optional absent, made by the stack, or given from outside. */
export const deployments: readonly Deployment[] = [
  { name: 'with defaults', parameters: {}, hasEverything: false },
  {
    name: 'with everything made',
    parameters: { CreateSlackSecret: 'true', EventBusName: 'security', RoutesDocument: routes },
    hasEverything: true,
  },
  {
    name: 'with everything given',
    parameters: { ...given, EventBusName: 'security', RoutedTopicArns: routedTopicArns.join(',') },
    hasEverything: true,
  },
  {
    name: 'with a topic and a secret without keys of their own',
    parameters: { TopicArn: given.TopicArn, SlackSecretArn: given.SlackSecretArn },
    hasEverything: false,
  },
]

export async function startWorld(template: Template, { parameters }: Deployment): Promise<World> {
  const aws = await startLocalAws({ now: () => Date.now(), region, accountId })
  const place = {
    partition: 'aws',
    region,
    accountId,
    stackName: 'flowbell-dev',
    queueOrigin: String(aws.environment['AWS_ENDPOINT_URL']),
  }
  const stack = new DeployedStack(template, place, parameters)
  createResources({ aws, stack })
  return { aws, stack }
}

function createResources({ aws, stack }: World): void {
  const lastPart = (arn: unknown) => String(arn).split(':').at(-1) ?? ''
  const ref = (id: string) => String(stack.resolve({ Ref: id }))
  for (const id of stack.ids('AWS::Logs::LogGroup')) aws.logs.createGroup(ref(id))
  for (const id of stack.ids('AWS::SQS::Queue')) aws.sqs.createQueue(lastPart(stack.arnOf(id)))
  for (const id of stack.ids('AWS::SNS::Topic')) aws.sns.createTopic(lastPart(stack.arnOf(id)))
  for (const id of stack.ids('AWS::StepFunctions::StateMachine')) {
    aws.stepFunctions.createStateMachine(lastPart(stack.arnOf(id)))
  }
  if (stack.parameter('TopicArn') !== '') aws.sns.createTopic(lastPart(stack.parameter('TopicArn')))
  if (hasRoutedTopics({ stack })) for (const arn of routedTopicArns) aws.sns.createTopic(lastPart(arn))
  for (const id of stack.ids('AWS::SSM::Parameter')) {
    aws.systemsManager.put(ref(id), String(stack.property(id, 'Value')))
  }
  if (stack.parameter('RoutesParameter') !== '') {
    aws.systemsManager.put(stack.parameter('RoutesParameter'), routes)
  }
}

export function hasRoutedTopics({ stack }: Pick<World, 'stack'>): boolean {
  return stack.parameter('RoutedTopicArns') !== ''
}

/** The environment of a function: its own from the template, and what leads its calls to the model. */
export function environmentOf({ aws, stack }: World, functionId: string): Readonly<Record<string, string>> {
  const own = stack.property(functionId, 'Environment') as { Variables: Record<string, string> } | undefined
  return {
    ...own?.Variables,
    FLOWBELL_SLACK_API_URL: aws.slackApiUrl,
    FLOWBELL_SLACK_ORIGINS: aws.slackOrigin,
    FLOWBELL_TEAMS_ORIGINS: aws.teamsOrigin,
    ...aws.environment,
  }
}

/** The secret with which Slack messages are sent, if the deployment has one. */
export function slackSecretArnOf({ stack }: World): string | undefined {
  const [made] = stack.ids('AWS::SecretsManager::Secret')
  return made === undefined ? stack.parameter('SlackSecretArn') || undefined : stack.arnOf(made)
}
