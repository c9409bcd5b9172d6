import type { NotificationChannel, Secrets } from '../../ports.ts'
import { channelWithRotation } from './secretRotation.ts'
import { deliverByBot } from './slackBot.ts'
import { readSlackAccess } from './slackSecret.ts'
import { deliverByWebhook } from './slackWebhook.ts'

/** `extraOrigins`: where messages may go besides Slack's own hosts. */
export type SlackSettings = {
  readonly secretArn: string
  readonly apiUrl: string
  readonly extraOrigins: readonly string[]
}

/** The Slack channel: by webhook or as a bot, whichever the secret holds. */
export function slackChannel(secrets: Secrets, settings: SlackSettings): NotificationChannel {
  return channelWithRotation({
    readAccess: fresh => readSlackAccess(secrets, settings.secretArn, fresh),
    deliverBy: (access, notification) =>
      access.kind === 'BOT'
        ? deliverByBot(access, notification, settings)
        : deliverByWebhook(access, notification, settings),
  })
}
