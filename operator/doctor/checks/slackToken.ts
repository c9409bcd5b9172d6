import type { Check } from '../check.ts'
import { fault, unknown, well } from '../finding.ts'

export const slackTokenCheck: Check = {
  name: 'slack-token',
  words: 'Slack takes the token',
  async examine({ slack }) {
    const access = await slack.access()
    if (access === null) return well('Slack is not configured')
    if (access.kind === 'WEBHOOK')
      return well('not needed: a webhook has none, and cannot be tried without a message')
    const answer = await slack.tokenRefusal(access.botToken)
    switch (answer.kind) {
      case 'ACCEPTED':
        return well('auth.test is ok')
      case 'REFUSED':
        return fault(
          `Slack refuses the token: ${answer.reason}`,
          'Install the app in the workspace again, and put its new bot token into the secret',
        )
      case 'NO_ANSWER':
        return unknown(`could not be asked: ${answer.reason}`, 'Check the way to Slack, and run this again')
    }
  },
}
