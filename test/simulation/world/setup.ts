import type { AwsModels } from '../../../local/model/awsModels.ts'
import { accountId, region } from '../../../local/startEvent.ts'
import type { Doors } from './network.ts'
import type { ChannelSetup, Scenario } from './scenario.ts'
import { teamsOrigin } from './webFetch.ts'
import type { Names } from './world.ts'

const slackSecretArn = `arn:aws:secretsmanager:${region}:${accountId}:secret:slack-AbCdEf`
const teamsSecretArn = `arn:aws:secretsmanager:${region}:${accountId}:secret:teams-AbCdEf`
const slackChannelId = 'C0123456789'

/** Every secret of a channel holds this word, and no output may. */
export const channelCanary = 'CANARY'

/** The environment that serverless.yml gives the functions. */
export function settingsOf(
  { channels, overdueMinutes = 60, routes }: Scenario,
  names: Names,
): Record<string, string> {
  const has = (channel: ChannelSetup) => channels.includes(channel)
  return {
    FLOWBELL_STACK_NAME: 'flowbell',
    FLOWBELL_AUDIT_LOG_GROUP: names.auditLogGroup,
    FLOWBELL_DEAD_LETTER_QUEUE_URL: names.deadLetterQueueUrl,
    FLOWBELL_STATE_MACHINE_ARN: names.stateMachineArn,
    FLOWBELL_OVERDUE_MINUTES: String(overdueMinutes),
    ...(has('sns') ? { FLOWBELL_TOPIC_ARN: names.topicArn } : {}),
    ...(has('slack-webhook') || has('slack-bot') ? { FLOWBELL_SLACK_SECRET_ARN: slackSecretArn } : {}),
    ...(has('eventbridge') ? { FLOWBELL_EVENT_BUS_NAME: 'flowbell' } : {}),
    ...(has('teams') ? { FLOWBELL_TEAMS_SECRET_ARN: teamsSecretArn } : {}),
    ...(routes === undefined ? {} : { FLOWBELL_ROUTES_PARAMETER: names.routesParameter }),
  }
}

/** Secrets and routes at the beginning of the world. */
export function prepareSecrets(scenario: Scenario, models: AwsModels, doors: Doors, names: Names): void {
  const { slackModel, teamsModel } = doors
  slackModel.webhookPath = `/services/T000/B000/${channelCanary}-1`
  slackModel.botToken = `xoxb-${channelCanary}-1`
  teamsModel.flowAddress = flowAddress(1)
  putSlackSecret(scenario, models, doors)
  putTeamsSecret(models, doors)
  if (scenario.routes !== undefined) models.systemsManager.put(names.routesParameter, scenario.routes)
}

export function putSlackSecret({ channels }: Scenario, { secrets }: AwsModels, { slackModel }: Doors): void {
  const webhookUrl = `https://hooks.slack.com${slackModel.webhookPath}`
  const bot = { botToken: slackModel.botToken, channel: slackChannelId }
  secrets.put(slackSecretArn, JSON.stringify(channels.includes('slack-bot') ? bot : { webhookUrl }))
}

export function putTeamsSecret({ secrets }: AwsModels, { teamsModel }: Doors): void {
  secrets.put(teamsSecretArn, JSON.stringify({ webhookUrl: `${teamsOrigin}${teamsModel.flowAddress}` }))
}

export function putSecretText(models: AwsModels, channel: 'slack' | 'teams', text: string): void {
  models.secrets.put(channel === 'slack' ? slackSecretArn : teamsSecretArn, text)
}

/** The address of the Teams flow after so many rotations. */
export function flowAddress(version: number): string {
  const query = `api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=${channelCanary}-${version}`
  return `/workflows/0a1b2c3d/triggers/manual/paths/invoke?${query}`
}
