import { isDeepStrictEqual } from 'node:util'
import { DeliveryError } from '../../domain/deliveryFailure.ts'
import type { Acceptance } from '../../domain/deliveryRetry.ts'
import type { Notification, NotificationChannel } from '../../ports.ts'
import { type Progress, RefusedError } from './refusedError.ts'

/** What a channel with a secret does: read the secret, and deliver by what it holds. Both throw RefusedError or DeliveryError. */
export type SecretWay<Access> = {
  readonly readAccess: (fresh: boolean) => Promise<Access>
  readonly deliverBy: (access: Access, notification: Notification) => Promise<Acceptance>
}

/** A channel whose secret may be rotated at any time: a refused access is followed by one fresh look at it. */
export function channelWithRotation<Access>(way: SecretWay<Access>): NotificationChannel {
  return {
    async deliver(notification) {
      try {
        return await deliverWithRotation(way, notification)
      } catch (error) {
        throw error instanceof RefusedError ? deliveryErrorOf(error) : error
      }
    },
  }
}

async function deliverWithRotation<Access>(
  way: SecretWay<Access>,
  notification: Notification,
): Promise<Acceptance> {
  const access = await way.readAccess(false)
  try {
    return await way.deliverBy(access, notification)
  } catch (error) {
    const isAccessRefused = error instanceof RefusedError && error.refusal.kind === 'ACCESS_REFUSED'
    if (!isAccessRefused) throw error
    return deliverWithFreshAccess(error, access, way, notification)
  }
}

/** A refused access may be an old one: the secret is read once more, and a new one is tried at once. */
async function deliverWithFreshAccess<Access>(
  refused: RefusedError,
  access: Access,
  way: SecretWay<Access>,
  notification: Notification,
): Promise<Acceptance> {
  const { attempts, card } = refused.progress
  try {
    const freshAccess = await way.readAccess(true)
    if (!isDeepStrictEqual(freshAccess, access)) {
      const acceptance = await way.deliverBy(freshAccess, { ...notification, card })
      return { ...acceptance, attempts: attempts + acceptance.attempts }
    }
  } catch (error) {
    throw withEarlierProgress(error, refused.progress)
  }
  throw refused
}

/** The failure of the second try, with what the first one had reached. */
function withEarlierProgress(error: unknown, { attempts, card }: Progress): unknown {
  if (error instanceof RefusedError) {
    const progress = { ...error.progress, attempts: attempts + error.progress.attempts }
    return new RefusedError(error.refusal, error.where, progress)
  }
  if (!(error instanceof DeliveryError)) return error
  const { facts } = error
  return new DeliveryError(error.message, {
    ...facts,
    attempts: attempts + facts.attempts,
    card: facts.card ?? card,
  })
}

function deliveryErrorOf(error: RefusedError): DeliveryError {
  const { kind, retryAfterSeconds } = error.refusal
  return new DeliveryError(
    error.message,
    { ...error.progress, kind: kind === 'ACCESS_REFUSED' ? 'REJECTED' : kind, retryAfterSeconds },
    { cause: error },
  )
}
