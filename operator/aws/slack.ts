import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { postOnce } from '../../functions/adapters/channels/channelTransport.ts'
import { apiResult, isRefusal } from '../../functions/adapters/channels/slackAnswer.ts'
import { readSlackAccess } from '../../functions/adapters/channels/slackSecret.ts'
import { secretsManager } from '../../functions/adapters/secretsManager.ts'
import type { Settings } from '../../functions/config.ts'
import { DeliveryError } from '../../functions/domain/deliveryFailure.ts'
import { allowedApiUrl } from '../../functions/domain/slackOrigins.ts'
import type { Clock } from '../../functions/ports.ts'
import type { SlackQuestions, TokenAnswer } from '../doctor/check.ts'
import { once } from '../once.ts'
import { clientSettings } from './clientSettings.ts'

const maxAnswerBytes = 65_536

/** Slack as the product reaches it: the same secret, read the same way, and the same addresses. */
export function slackQuestions(settings: () => Promise<Settings>, clock: Clock): SlackQuestions {
  const secrets = secretsManager(new SecretsManagerClient(clientSettings), clock)
  return {
    access: once(async () => {
      const { slackSecretArn } = await settings()
      return slackSecretArn === null ? null : readSlackAccess(secrets, slackSecretArn, true)
    }),
    tokenRefusal: async botToken => askSlack(await settings(), botToken),
  }
}

/** `auth.test` needs no scope and sends nothing to anybody. */
async function askSlack({ slackApiUrl, slackOrigins }: Settings, botToken: string): Promise<TokenAnswer> {
  const base = allowedApiUrl(slackApiUrl, slackOrigins)
  if (base === null) return { kind: 'NO_ANSWER', reason: 'FLOWBELL_SLACK_API_URL is not allowed' }
  const url = new URL('auth.test', base)
  const headers = { authorization: `Bearer ${botToken}` }
  const nothing = { attempts: 0, card: null }
  try {
    const post = { url, headers, body: '{}', maxAnswerBytes }
    const result = apiResult(await postOnce(post, 'Slack auth.test', nothing))
    if (!isRefusal(result)) return { kind: 'ACCEPTED' }
    const isPassing = result.kind === 'RATE_LIMITED' || result.kind === 'TRANSIENT'
    // Slack's own errors are single words; all else was answered by something before it.
    const isSlacksWord = !result.errorName.includes(' ')
    return { kind: isSlacksWord && !isPassing ? 'REFUSED' : 'NO_ANSWER', reason: result.errorName }
  } catch (error) {
    if (error instanceof DeliveryError) return { kind: 'NO_ANSWER', reason: error.message }
    throw error
  }
}
