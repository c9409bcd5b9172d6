import { CloudTrailClient, CreateTrailCommand, StartLoggingCommand } from '@aws-sdk/client-cloudtrail'
import { CloudWatchClient, type MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import { CreateEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import { CreateFirewallCommand, NetworkFirewallClient } from '@aws-sdk/client-network-firewall'
import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler'
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns'
import { accountId, type ClientSettings, clientSettings, region } from './clients.ts'
import { deployPackagedStack, scheduleName, stackName, withSchedule } from './deployment.ts'
import { startMoto } from './motoServer.ts'
import { simulate } from './policySimulator.ts'
import { type Router, startRouter, type WireAnswer, type WireCall } from './router.ts'
import { startSlack } from './slackServer.ts'

/** In every text that may not be seen by anybody: the token, the webhook's path. */
export const marker = 'SECRET-MARKER'
const goodToken = `xoxb-${marker}`
export const trailName = 'management-events'
const eventBusName = 'security'
const secretText = JSON.stringify({ botToken: goodToken, channel: 'C0123456789' })

type Variables = Readonly<Record<string, string | null>>

/** A healthy account: the shipped template deployed, and around it what a user of Flowbell has. */
export type World = {
  readonly router: Router
  readonly settings: ClientSettings
  readonly slackOrigin: string
  readonly secretArn: string
  readonly secretText: string
  /** The physical id behind a logical one. */
  id(logicalId: string): string
  /** Answers one operation in moto's place until it is taken back. */
  answering(operation: string, answer: (call: WireCall) => WireAnswer): () => void
  /** Changes variables of deliverNotification; null takes one away. Returns what they were before. */
  setVariables(variables: Variables): Promise<Variables>
  close(): Promise<void>
}

export async function startWorld(): Promise<World> {
  const [moto, slack] = await Promise.all([startMoto(), startSlack(goodToken)])
  const router = await startRouter(moto.origin)
  const close = async () => {
    await Promise.all([router.close(), slack.close(), moto.close()])
  }
  try {
    return { ...(await furnishedWorld(router, slack.origin)), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function furnishedWorld(router: Router, slackOrigin: string): Promise<Omit<World, 'close'>> {
  const settings = clientSettings(router.origin)
  const secretArn = await makeSecret(settings)
  const ids = await deployPackagedStack(settings, { SlackSecretArn: secretArn, EventBusName: eventBusName })
  const id = (logicalId: string) => {
    const found = ids.get(logicalId)
    if (!found) throw new Error(`the stack has no ${logicalId}`)
    return found
  }
  const planted = standInFor(router)
  const setVariables = variablesOf(settings, id('DeliverNotificationLambdaFunction'))
  await furnish(settings, id)
  await setVariables({
    FLOWBELL_SLACK_API_URL: `${slackOrigin}/api/`,
    FLOWBELL_SLACK_ORIGINS: slackOrigin,
  })
  return {
    router,
    settings,
    slackOrigin,
    secretArn,
    secretText,
    id,
    setVariables,
    answering(operation, answer) {
      planted.set(operation, answer)
      return () => planted.delete(operation)
    },
  }
}

/** What moto does not know, and what a test plants before it. */
function standInFor(router: Router) {
  const planted = new Map<string, (call: WireCall) => WireAnswer>()
  const iam = new IAMClient(clientSettings(router.motoOrigin))
  router.afterwards.set('ListStackResources', withSchedule)
  router.inPlace = call => {
    const fault = planted.get(call.operation) ?? planted.get('*')
    if (fault) return fault(call)
    return call.operation === 'SimulatePrincipalPolicy' ? simulate(iam, new URLSearchParams(call.body)) : null
  }
  return planted
}

async function makeSecret(settings: ClientSettings): Promise<string> {
  const { ARN = '' } = await new SecretsManagerClient(settings).send(
    new CreateSecretCommand({ Name: 'slack', SecretString: secretText }),
  )
  return ARN
}

async function furnish(settings: ClientSettings, id: (logicalId: string) => string): Promise<void> {
  await Promise.all([
    makeTrail(settings, id('ServerlessDeploymentBucket')),
    makeSchedule(settings, id),
    new EventBridgeClient(settings).send(new CreateEventBusCommand({ Name: eventBusName })),
    new NetworkFirewallClient(settings).send(
      new CreateFirewallCommand({ FirewallName: 'edge', FirewallPolicyArn: 'policy' }),
    ),
    countSweep(settings, stackName, new Date()),
    ...['NotificationTopic', 'OperationsTopic'].map(topic =>
      new SNSClient(settings).send(
        new SubscribeCommand({ TopicArn: id(topic), Protocol: 'email', Endpoint: 'dana@example.com' }),
      ),
    ),
  ])
}

export async function makeTrail(settings: ClientSettings, S3BucketName: string): Promise<void> {
  const client = new CloudTrailClient(settings)
  await client.send(new CreateTrailCommand({ Name: trailName, S3BucketName, IsMultiRegionTrail: true }))
  await client.send(new StartLoggingCommand({ Name: trailName }))
}

async function makeSchedule(settings: ClientSettings, id: (logicalId: string) => string): Promise<void> {
  const { Role } = await new IAMClient(settings).send(
    new GetRoleCommand({ RoleName: id('SweepScheduleRole') }),
  )
  const functionName = id('SweepOperationsLambdaFunction')
  const create = new CreateScheduleCommand({
    Name: scheduleName,
    ScheduleExpression: 'rate(10 minutes)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Arn: `arn:aws:lambda:${region}:${accountId}:function:${functionName}`,
      RoleArn: Role?.Arn ?? '',
    },
  })
  await new SchedulerClient(settings).send(create)
}

/** A sweep that was completed at that time, as its metric tells. */
export async function countSweep(settings: ClientSettings, stack: string, Timestamp: Date): Promise<void> {
  const data: MetricDatum = {
    MetricName: 'SweepsCompleted',
    Dimensions: [{ Name: 'Stack', Value: stack }],
    Timestamp,
    Unit: 'Count',
    Value: 1,
  }
  await new CloudWatchClient(settings).send(
    new PutMetricDataCommand({ Namespace: 'Flowbell', MetricData: [data] }),
  )
}

function variablesOf(settings: ClientSettings, FunctionName: string) {
  const client = new LambdaClient(settings)
  return async (variables: Variables): Promise<Variables> => {
    const { Environment } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }))
    const all = { ...Environment?.Variables, ...variables }
    const Variables = Object.fromEntries(
      Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null),
    )
    await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }))
    return Object.fromEntries(
      Object.keys(variables).map(name => [name, Environment?.Variables?.[name] ?? null]),
    )
  }
}
