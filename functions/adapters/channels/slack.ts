import { isDeepStrictEqual } from 'node:util'
import { DeliveryError } from '../../domain/deliveryFailure.ts'
import type { Acceptance } from '../../domain/deliveryRetry.ts'
import type { Notification, NotificationChannel, Secrets } from '../../ports.ts'
import { deliverByBot } from './slackBot.ts'
import { type SlackProgress, SlackRefusedError } from './slackRefusedError.ts'
import { readSlackAccess, type SlackAccess } from './slackSecret.ts'
import { deliverByWebhook } from './slackWebhook.ts'

/** `extraOrigins`: where messages may go besides Slack's own hosts. */
export type SlackSettings = {
  readonly secretArn: string
  readonly apiUrl: string
  readonly extraOrigins: readonly string[]
}

/** The Slack channel: by webhook or as a bot, whichever the secret holds. */
export function slackChannel(secrets: Secrets, settings: SlackSettings): NotificationChannel {
  return {
    async deliver(notification) {
      try {
        return await deliverWithRotation(secrets, notification, settings)
      } catch (error) {
        throw error instanceof SlackRefusedError ? deliveryErrorOf(error) : error
      }
    },
  }
}

async function deliverWithRotation(
  secrets: Secrets,
  notification: Notification,
  settings: SlackSettings,
): Promise<Acceptance> {
  const access = await readSlackAccess(secrets, settings.secretArn, false)
  try {
    return await deliverBy(access, notification, settings)
  } catch (error) {
    const isAccessRefused = error instanceof SlackRefusedError && error.refusal.kind === 'ACCESS_REFUSED'
    if (!isAccessRefused) throw error
    return deliverWithFreshAccess(error, access, secrets, { notification, settings })
  }
}

/** A refused access may be an old one: the secret is read once more, and a new one is tried at once. */
async function deliverWithFreshAccess(
  refused: SlackRefusedError,
  access: SlackAccess,
  secrets: Secrets,
  { notification, settings }: { notification: Notification; settings: SlackSettings },
): Promise<Acceptance> {
  const { attempts, card } = refused.progress
  try {
    const freshAccess = await readSlackAccess(secrets, settings.secretArn, true)
    if (!isDeepStrictEqual(freshAccess, access)) {
      const acceptance = await deliverBy(freshAccess, { ...notification, card }, settings)
      return { ...acceptance, attempts: attempts + acceptance.attempts }
    }
  } catch (error) {
    throw withEarlierProgress(error, refused.progress)
  }
  throw refused
}

/** The failure of the second try, with what the first one had reached. */
function withEarlierProgress(error: unknown, { attempts, card }: SlackProgress): unknown {
  if (error instanceof SlackRefusedError) {
    const progress = { ...error.progress, attempts: attempts + error.progress.attempts }
    return new SlackRefusedError(error.refusal, error.where, progress)
  }
  if (!(error instanceof DeliveryError)) return error
  const { facts } = error
  return new DeliveryError(error.message, {
    ...facts,
    attempts: attempts + facts.attempts,
    card: facts.card ?? card,
  })
}

function deliverBy(
  access: SlackAccess,
  notification: Notification,
  settings: SlackSettings,
): Promise<Acceptance> {
  return access.kind === 'BOT'
    ? deliverByBot(access, notification, settings)
    : deliverByWebhook(access, notification, settings)
}

function deliveryErrorOf(error: SlackRefusedError): DeliveryError {
  const { kind, retryAfterSeconds } = error.refusal
  return new DeliveryError(
    error.message,
    { ...error.progress, kind: kind === 'ACCESS_REFUSED' ? 'REJECTED' : kind, retryAfterSeconds },
    { cause: error },
  )
}
