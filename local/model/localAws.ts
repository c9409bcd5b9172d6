import { type AwsModels, newAwsModels } from './awsModels.ts'
import { slackGateway } from './slack/gateway.ts'
import { SlackModel } from './slack.ts'
import { TeamsModel, teamsGateway } from './teams.ts'
import { awsGateway } from './wire/awsGateway.ts'
import { startLoopbackServer } from './wire/loopbackServer.ts'
import { type RecordedRequest, RequestLog } from './wire/requestLog.ts'

/** AWS, Slack and Teams on loopback ports: what `flowbell demo` and the tests run against. */
export type LocalAws = AwsModels & {
  /** Endpoints, Region and dummy credentials: what the SDKs need to reach the model, and nothing else. */
  readonly environment: Readonly<Record<string, string>>
  /** For example `http://127.0.0.1:49153`. */
  readonly slackOrigin: string
  /** Base of the Web API, with a slash at the end. */
  readonly slackApiUrl: string
  /** The incoming webhook at the start; see `slack.webhookPath`. */
  readonly webhookUrl: string
  readonly slack: SlackModel
  /** For example `http://127.0.0.1:49154`. */
  readonly teamsOrigin: string
  /** The address of the flow at the start, secret query included; see `teams.flowAddress`. */
  readonly teamsWebhookUrl: string
  readonly teams: TeamsModel
  /** Every request to AWS, Slack and Teams, in order of arrival. */
  readonly requests: readonly RecordedRequest[]
  /** Stops the servers and releases hanging requests. */
  close(): Promise<void>
}

export type LocalAwsOptions = {
  /** The clock of every model, in milliseconds since the epoch; `Date.now` in the demo. */
  readonly now: () => number
  /** Default `eu-west-1`. */
  readonly region?: string
  /** Default `123456789012`. */
  readonly accountId?: string
}

const serviceVariables = [
  'NETWORK_FIREWALL',
  'SNS',
  'CLOUDWATCH_LOGS',
  'SECRETS_MANAGER',
  'EVENTBRIDGE',
  'SQS',
  'SFN',
  'SSM',
]

/** Starts the models; the caller closes them. */
export async function startLocalAws(options: LocalAwsOptions): Promise<LocalAws> {
  const { now, region = 'eu-west-1', accountId = '123456789012' } = options
  const [awsServer, slackServer, teamsServer] = await Promise.all([
    startLoopbackServer(),
    startLoopbackServer(),
    startLoopbackServer(),
  ])
  const aws = newAwsModels({ now, region, accountId, origin: awsServer.origin })
  const slack = new SlackModel(now)
  const teams = new TeamsModel()
  const log = new RequestLog(now)
  awsServer.answerWith(awsGateway(Object.values(aws), log))
  slackServer.answerWith(slackGateway(slack, log))
  teamsServer.answerWith(teamsGateway(teams, log))
  return {
    ...aws,
    slack,
    teams,
    environment: sdkEnvironment(awsServer.origin, region),
    slackOrigin: slackServer.origin,
    slackApiUrl: `${slackServer.origin}/api/`,
    webhookUrl: `${slackServer.origin}${slack.webhookPath}`,
    teamsOrigin: teamsServer.origin,
    teamsWebhookUrl: `${teamsServer.origin}${teams.flowAddress}`,
    requests: log.requests,
    close: async () => {
      await Promise.all([awsServer.close(), slackServer.close(), teamsServer.close()])
    },
  }
}

function sdkEnvironment(endpointUrl: string, region: string): Record<string, string> {
  const endpoints = serviceVariables.map(service => [`AWS_ENDPOINT_URL_${service}`, endpointUrl] as const)
  return {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL: endpointUrl,
    ...Object.fromEntries(endpoints),
  }
}
