import { isDeepStrictEqual } from 'node:util'
import { DeliveryError, type DeliveryFailureKind } from '../../domain/deliveryFailure.ts'
import type { Acceptance } from '../../domain/deliveryRetry.ts'
import type { Notification, NotificationChannel, Secrets } from '../../ports.ts'
import { deliverByBot } from './slackBot.ts'
import { SlackRefusedError } from './slackRefusedError.ts'
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
      const access = await readSlackAccess(secrets, settings.secretArn, notification.freshSecret)
      try {
        return await deliverBy(access, notification, settings)
      } catch (error) {
        if (!(error instanceof SlackRefusedError)) throw error
        const isRotated =
          error.refusal.kind === 'ACCESS_REFUSED' && (await hasChanged(access, secrets, settings))
        throw deliveryErrorOf(error, isRotated)
      }
    },
  }
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

/** A refused access may be an old one: the secret is read once more, past what is remembered. */
async function hasChanged(
  access: SlackAccess,
  secrets: Secrets,
  { secretArn }: SlackSettings,
): Promise<boolean> {
  return !isDeepStrictEqual(await readSlackAccess(secrets, secretArn, true), access)
}

function deliveryErrorOf(error: SlackRefusedError, isRotated: boolean): DeliveryError {
  const { refusal, progress } = error
  return new DeliveryError(
    error.message,
    {
      kind: kindOf(refusal.kind, isRotated),
      attempts: progress.attempts,
      retryAfterSeconds: refusal.retryAfterSeconds,
      card: progress.card,
    },
    { cause: error },
  )
}

function kindOf(kind: SlackRefusedError['refusal']['kind'], isRotated: boolean): DeliveryFailureKind {
  if (kind !== 'ACCESS_REFUSED') return kind
  return isRotated ? 'SECRET_ROTATED' : 'REJECTED'
}
