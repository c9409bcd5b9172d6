import { DeliveryError } from '../../domain/deliveryFailure.ts'
import type { Acceptance } from '../../domain/deliveryRetry.ts'
import { allowedWebhook } from '../../domain/slackOrigins.ts'
import type { Notification } from '../../ports.ts'
import { postOnce } from './channelTransport.ts'
import { RefusedError } from './refusedError.ts'
import { webhookRefusal } from './slackAnswer.ts'
import { slackMessage } from './slackMessage.ts'

const where = 'the Slack webhook'
/** A webhook answers with one word. */
const maxAnswerBytes = 4096

/** Posts one complete message to the incoming webhook; it gives no receipt. Throws RefusedError or DeliveryError. */
export async function deliverByWebhook(
  access: { readonly webhookUrl: string },
  { document, target, card, plainText }: Notification,
  { extraOrigins }: { readonly extraOrigins: readonly string[] },
): Promise<Acceptance> {
  // A webhook keeps no card, so there is nothing to announce.
  if (document.notice === 'STARTED') return { attempts: 0, receipt: null }
  if (target !== null) {
    throw new DeliveryError(
      'a webhook cannot choose its Slack channel: routes to one need a bot token in the secret',
      { kind: 'REJECTED', attempts: 0 },
    )
  }
  const url = allowedWebhook(access.webhookUrl, extraOrigins)
  if (url === null) {
    throw new DeliveryError(
      "the secret's webhook address is not one of Slack's, nor of FLOWBELL_SLACK_ORIGINS",
      {
        kind: 'REJECTED',
        attempts: 0,
      },
    )
  }
  const body = JSON.stringify(slackMessage(document, { plainText, withDetails: true }))
  const progress = { attempts: 1, card }
  const refusal = webhookRefusal(await postOnce({ url, headers: {}, body, maxAnswerBytes }, where, progress))
  if (refusal) throw new RefusedError(refusal, where, progress)
  return { attempts: 1, receipt: null }
}
