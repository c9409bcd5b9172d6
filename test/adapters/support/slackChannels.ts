import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { type SlackSettings, slackChannel } from '../../../functions/adapters/channels/slack.ts'
import { secretsManager } from '../../../functions/adapters/secretsManager.ts'
import type { Notification, NotificationChannel } from '../../../functions/ports.ts'
import type { LocalAws } from '../../../local/model/localAws.ts'
import type { ChatFault } from '../../../local/model/wire/faults.ts'
import { clientSettings } from '../../local/model/localAwsFixture.ts'
import { completedReport } from './reports.ts'

export const secretArn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack-AbCdEf'
export const outcomeNotification: Notification = {
  document: completedReport,
  target: null,
  card: null,
  plainText: false,
}
export const channelId = 'C0123456789'

/** The channel on real clients that talk to the model; only the model's Slack is allowed besides Slack itself. */
export function slackOf(local: LocalAws, settings: Partial<SlackSettings> = {}): NotificationChannel {
  const secrets = secretsManager(new SecretsManagerClient(clientSettings(local)), {
    nowMilliseconds: () => 0,
  })
  const { slackApiUrl: apiUrl, slackOrigin } = local
  return slackChannel(secrets, { secretArn, apiUrl, extraOrigins: [slackOrigin], ...settings })
}

export function putWebhookSecret(local: LocalAws, webhookUrl = local.webhookUrl): void {
  local.secrets.put(secretArn, JSON.stringify({ webhookUrl }))
}

export function putBotSecret(local: LocalAws, botToken = local.slack.botToken, channel = channelId): void {
  local.secrets.put(secretArn, JSON.stringify({ botToken, channel }))
}

/** An answer of Slack as it stands on the wire. */
export function slackAnswer(status: number, body: string, headers: Record<string, string> = {}): ChatFault {
  return { kind: 'raw-answer', status, body, headers }
}

/** The operations that reached Slack and Secrets Manager, in order. */
export function operationsOf(local: LocalAws): string[] {
  return local.requests.map(({ operation }) => operation)
}
