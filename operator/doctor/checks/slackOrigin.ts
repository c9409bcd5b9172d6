import { allowedWebhook } from '../../../functions/domain/slackOrigins.ts'
import type { Check } from '../check.ts'
import { fault, well } from '../finding.ts'

export const slackOriginCheck: Check = {
  name: 'slack-origin',
  words: "The Slack messages go to one of Slack's addresses",
  async examine({ settings, slack }) {
    const [access, { slackOrigins }] = await Promise.all([slack.access(), settings()])
    if (access === null) return well('Slack is not configured')
    // Where the Web API is was checked with the settings.
    if (access.kind === 'BOT') return well('the Web API')
    if (allowedWebhook(access.webhookUrl, slackOrigins) !== null) return well('the webhook')
    // The address is the secret itself: not even its host is shown.
    return fault(
      "the webhook in the secret is not at one of Slack's addresses, nor at one of FLOWBELL_SLACK_ORIGINS",
      'Put a webhook of https://hooks.slack.com/services/... into the secret; allow a gateway of your own with FLOWBELL_SLACK_ORIGINS',
    )
  },
}
