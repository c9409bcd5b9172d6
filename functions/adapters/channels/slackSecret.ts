import * as z from 'zod/mini'
import { DeliveryError } from '../../domain/deliveryFailure.ts'
import type { Secrets } from '../../ports.ts'
import { readSecretJson } from './channelSecret.ts'

/** How to reach Slack: by an incoming webhook, or as a bot. */
export type SlackAccess =
  | { readonly kind: 'WEBHOOK'; readonly webhookUrl: string }
  | { readonly kind: 'BOT'; readonly botToken: string; readonly channel: string }

const trimmed = z.string().check(z.trim(), z.minLength(1))
/** A token goes into a header: only what a token is made of may stand in it. */
const token = z.string().check(z.trim(), z.regex(/^[A-Za-z0-9._-]+$/u))
const BotSecret = z.object({ botToken: token, channel: trimmed })
const WebhookSecret = z.object({ webhookUrl: trimmed })

/** Reads and parses the Slack secret. Throws DeliveryError; no error tells anything of the value. */
export async function readSlackAccess(
  secrets: Secrets,
  secretArn: string,
  fresh: boolean,
): Promise<SlackAccess> {
  return parseSlackSecret(await readSecretJson(secrets, { secretArn, what: 'the Slack secret', fresh }))
}

function parseSlackSecret(value: unknown): SlackAccess {
  const bot = BotSecret.safeParse(value)
  if (bot.success) return { kind: 'BOT', ...bot.data }
  const webhook = WebhookSecret.safeParse(value)
  if (webhook.success) return { kind: 'WEBHOOK', ...webhook.data }
  throw new DeliveryError(
    'the Slack secret is malformed: it must be JSON with "webhookUrl", or with "botToken" and "channel"',
    { kind: 'REJECTED', attempts: 0 },
  )
}
