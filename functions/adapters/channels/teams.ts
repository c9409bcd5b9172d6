import * as z from 'zod/mini'
import { DeliveryError } from '../../domain/deliveryFailure.ts'
import type { Acceptance } from '../../domain/deliveryRetry.ts'
import { allowedTeamsWebhook } from '../../domain/teamsAddresses.ts'
import type { Notification, NotificationChannel, Secrets } from '../../ports.ts'
import { readSecretJson } from './channelSecret.ts'
import { postOnce } from './channelTransport.ts'
import { RefusedError } from './refusedError.ts'
import { channelWithRotation } from './secretRotation.ts'
import { teamsRefusal } from './teamsAnswer.ts'
import { teamsMessage } from './teamsMessage.ts'

/** `extraOrigins`: where messages may go besides Microsoft's own hosts. */
export type TeamsSettings = { readonly secretArn: string; readonly extraOrigins: readonly string[] }

/** The whole address is the credential: its path and its query `sig` are never shown. */
type TeamsAccess = { readonly webhookUrl: string }

const TeamsSecret = z.object({ webhookUrl: z.string().check(z.trim(), z.minLength(1)) })
const where = 'the Teams webhook'
/** A flow answers with nothing, or with a short JSON error. */
const maxAnswerBytes = 4096

/** Microsoft Teams, through a flow with the trigger "When a Teams webhook request is received". */
export function teamsChannel(
  secrets: Secrets,
  { secretArn, extraOrigins }: TeamsSettings,
): NotificationChannel {
  return channelWithRotation({
    readAccess: fresh => readTeamsAccess(secrets, secretArn, fresh),
    deliverBy: (access, notification) => deliverByFlow(access, notification, extraOrigins),
  })
}

async function readTeamsAccess(secrets: Secrets, secretArn: string, fresh: boolean): Promise<TeamsAccess> {
  const value = await readSecretJson(secrets, { secretArn, what: 'the Teams secret', fresh })
  const parsed = TeamsSecret.safeParse(value)
  if (parsed.success) return parsed.data
  throw rejected('the Teams secret is malformed: it must be JSON with "webhookUrl"')
}

/** Posts one complete message; no card is kept, so there is nothing to announce at the start of a watch. */
async function deliverByFlow(
  { webhookUrl }: TeamsAccess,
  { document, card, plainText }: Notification,
  extraOrigins: readonly string[],
): Promise<Acceptance> {
  if (document.notice === 'STARTED') return { attempts: 0, receipt: null }
  const url = allowedTeamsWebhook(webhookUrl, extraOrigins)
  if (url === null) {
    throw rejected("the secret's webhook address is not one of Teams', nor of FLOWBELL_TEAMS_ORIGINS")
  }
  const body = JSON.stringify(teamsMessage(document, { plainText }))
  const progress = { attempts: 1, card }
  const refusal = teamsRefusal(await postOnce({ url, headers: {}, body, maxAnswerBytes }, where, progress))
  if (refusal) throw new RefusedError(refusal, where, progress)
  return { attempts: 1, receipt: null }
}

function rejected(message: string): DeliveryError {
  return new DeliveryError(message, { kind: 'REJECTED', attempts: 0 })
}
