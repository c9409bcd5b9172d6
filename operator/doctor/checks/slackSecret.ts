import type { SlackAccess } from '../../../functions/adapters/channels/slackSecret.ts'
import { DeliveryError } from '../../../functions/domain/deliveryFailure.ts'
import { ServiceError } from '../../../functions/domain/serviceError.ts'
import { QuestionError } from '../../questionError.ts'
import { shell } from '../../shellLine.ts'
import type { Check } from '../check.ts'
import { type Finding, fault, well } from '../finding.ts'
import { unanswered } from '../notAsked.ts'

const form =
  '{"webhookUrl": "https://hooks.slack.com/services/..."} or {"botToken": "xoxb-...", "channel": "C..."}'

export const slackSecretCheck: Check = {
  name: 'slack-secret',
  words: 'The Slack secret can be used',
  async examine({ settings, slack }) {
    const { slackSecretArn } = await settings()
    if (slackSecretArn === null) return well('Slack is not configured')
    try {
      return well(wayOf(await slack.access()))
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error
      return secretFault(error, slackSecretArn)
    }
  },
}

function wayOf(access: SlackAccess | null): string {
  return access?.kind === 'BOT' ? 'it holds a bot token and a channel' : 'it holds a webhook'
}

function secretFault({ message, cause }: DeliveryError, secretArn: string): Finding {
  const put = shell`aws secretsmanager put-secret-value --secret-id ${secretArn} --secret-string file://slack-secret.json`
  if (!(cause instanceof ServiceError)) return fault(message, `Put ${form} into slack-secret.json`, put)
  const isMarkedAsDeleted = cause.kind === 'INVALID_REQUEST'
  if (isMarkedAsDeleted) {
    const restore = shell`aws secretsmanager restore-secret --secret-id ${secretArn}`
    return fault(`${message}; it may be marked for deletion`, 'Restore it', restore)
  }
  if (cause.kind !== 'NOT_FOUND' && cause.serviceErrorName !== 'EmptySecret')
    return unanswered(
      new QuestionError('secretsmanager:GetSecretValue (and kms:Decrypt for a key of your own)', cause),
    )
  return fault(`the secret does not exist or holds no value yet`, `Put ${form} into slack-secret.json`, put)
}
