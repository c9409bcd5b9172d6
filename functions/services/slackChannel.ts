import { slackChannel } from '../adapters/channels/slack.ts'
import type { NotificationChannel } from '../ports.ts'
import type { Runtime } from '../runtime.ts'
import { demanded } from './demanded.ts'
import { buildSecrets } from './secrets.ts'

export function buildSlackChannel(runtime: Runtime): NotificationChannel {
  const { slackSecretArn, slackApiUrl: apiUrl, slackOrigins: extraOrigins } = runtime.settings
  const secretArn = demanded(slackSecretArn, 'FLOWBELL_SLACK_SECRET_ARN')
  return slackChannel(buildSecrets(runtime), { secretArn, apiUrl, extraOrigins })
}
