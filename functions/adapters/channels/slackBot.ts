import { DeliveryError } from '../../domain/deliveryFailure.ts'
import type { Acceptance } from '../../domain/deliveryRetry.ts'
import type { Card } from '../../domain/notification.ts'
import { allowedApiUrl } from '../../domain/slackOrigins.ts'
import type { Notification } from '../../ports.ts'
import { postOnce } from './channelTransport.ts'
import { type Progress, RefusedError } from './refusedError.ts'
import { apiResult, isCardLost, isRefusal, isThreadLost } from './slackAnswer.ts'
import { type SlackMessage, slackDetails, slackMessage } from './slackMessage.ts'

export type BotAccess = { readonly botToken: string; readonly channel: string }
type ApiSettings = { readonly apiUrl: string; readonly extraOrigins: readonly string[] }
/**
 * One Web API call. The message that its answer names, or null when it names none, which is a success all the same.
 * `progress`: how far the delivery has come if this call fails.
 */
type Call = (
  method: 'chat.postMessage' | 'chat.update',
  message: object,
  progress: Progress,
) => Promise<Card | null>
/** `channel`: where new messages go. */
type Api = { readonly call: Call; readonly channel: string }
type Shown = Progress

/** The Web API echoes the whole message in its answer, a card of about 10,000 characters with its blocks at most. */
const maxAnswerBytes = 65_536

/**
 * Keeps one card per operation: posted when the watch starts, edited while it runs and when it ends, with the details in its
 * thread. What needs somebody's attention is a reply that the channel sees too, since nobody is told of an edit: an overdue
 * notice, and an end that is not well. Throws RefusedError or DeliveryError.
 */
export async function deliverByBot(
  access: BotAccess,
  notification: Notification,
  settings: ApiSettings,
): Promise<Acceptance> {
  const channel = notification.target ?? access.channel
  const api = { channel, call: apiCalls({ ...access, channel }, settings) }
  switch (notification.document.notice) {
    case 'STARTED':
      return acceptance(await showCard(api, notification))
    case 'OVERDUE':
      return replyOverdue(api, notification)
    case 'OUTCOME':
      return acceptance(await showOutcome(api, notification))
  }
}

async function post({ call }: Api, { document, plainText }: Notification, attempts: number): Promise<Shown> {
  const message = slackMessage(document, { plainText })
  return { attempts, card: await call('chat.postMessage', message, { attempts, card: null }) }
}

async function replyOverdue(api: Api, { document, plainText, card }: Notification): Promise<Acceptance> {
  const message = slackMessage(document, { plainText })
  const progress = { attempts: 1, card }
  if (card === null) {
    const posted = await api.call('chat.postMessage', message, progress)
    return { attempts: 1, receipt: posted?.ts ?? null, card }
  }
  const thread = { ...inThreadOf(card), reply_broadcast: true }
  const sent = await replyOrPost(api, { reply: { ...message, ...thread }, alone: message }, progress)
  return { attempts: sent.attempts, receipt: sent.posted?.ts ?? null, card }
}

function inThreadOf({ channelId, ts }: Card) {
  return { channel: channelId, thread_ts: ts }
}

/** Replies to the card; what its thread does not take stands alone in the channel, so that nobody misses it. */
async function replyOrPost(
  { call, channel }: Api,
  { reply, alone }: { readonly reply: object & { readonly channel: string }; readonly alone: SlackMessage },
  progress: Progress,
): Promise<{ readonly attempts: number; readonly posted: Card | null }> {
  try {
    return { attempts: progress.attempts, posted: await call('chat.postMessage', reply, progress) }
  } catch (error) {
    const isElsewhere = reply.channel !== channel
    if (!(error instanceof RefusedError) || !isThreadLost(error.refusal.errorName, isElsewhere)) throw error
    const attempts = progress.attempts + 1
    return { attempts, posted: await call('chat.postMessage', alone, { ...progress, attempts }) }
  }
}

async function showOutcome(api: Api, notification: Notification): Promise<Shown> {
  const { document, plainText } = notification
  const { attempts, card } = await outcomeCard(api, notification)
  // Without its id, a message has no thread to reply in.
  if (card === null) return { attempts, card }
  const shown = { attempts, card: { ...card, hasOutcome: true } }
  const wasEdited = notification.card?.ts === card.ts
  const reply = {
    ...slackDetails(document, { plainText }),
    ...inThreadOf(card),
    ...(wasEdited && needsAttention(document) ? { reply_broadcast: true } : {}),
  }
  const alone = slackMessage(document, { plainText, withDetails: true })
  const sent = await replyOrPost(api, { reply, alone }, shown)
  return { ...shown, attempts: sent.attempts }
}

/** An end that is not well, or that leaves a zone of which nobody can say that it is done. */
function needsAttention({ severity, zoneCoverage }: Notification['document']): boolean {
  return (
    severity !== 'info' || zoneCoverage.some(({ state }) => state === 'NOT_COVERED' || state === 'UNKNOWN')
  )
}

/** The card with the outcome; one that has it already stays as it is. */
async function outcomeCard(api: Api, notification: Notification): Promise<Shown> {
  const { card } = notification
  return card?.hasOutcome ? { attempts: 0, card } : showCard(api, notification)
}

/** Edits the card, or posts it anew when there was none or it is gone. */
async function showCard(api: Api, notification: Notification): Promise<Shown> {
  const { document, card, plainText } = notification
  if (card === null) return post(api, notification, 1)
  // Slack keeps the old blocks unless new ones, or none, are named.
  const message = {
    blocks: [],
    ...slackMessage(document, { plainText }),
    channel: card.channelId,
    ts: card.ts,
  }
  try {
    await api.call('chat.update', message, { attempts: 1, card })
    return { attempts: 1, card }
  } catch (error) {
    const isElsewhere = card.channelId !== api.channel
    const isLost = error instanceof RefusedError && isCardLost(error.refusal.errorName, isElsewhere)
    if (!isLost) throw error
    return post(api, notification, 2)
  }
}

function acceptance({ attempts, card }: Shown): Acceptance {
  return { attempts, receipt: card?.ts ?? null, card }
}

function apiCalls(access: BotAccess, { apiUrl, extraOrigins }: ApiSettings): Call {
  const base = allowedApiUrl(apiUrl, extraOrigins)
  if (base === null) {
    const message = "FLOWBELL_SLACK_API_URL is not one of Slack's addresses, nor of FLOWBELL_SLACK_ORIGINS"
    throw new DeliveryError(message, { kind: 'REJECTED', attempts: 0 })
  }
  return async (method, message, progress) => {
    const where = `Slack ${method}`
    const headers = { authorization: `Bearer ${access.botToken}` }
    const body = JSON.stringify({ channel: access.channel, ...message })
    const url = new URL(method, base)
    const result = apiResult(await postOnce({ url, headers, body, maxAnswerBytes }, where, progress))
    if (isRefusal(result)) throw new RefusedError(result, where, progress)
    if (result.ts === null) return null
    return { channelId: result.channel ?? access.channel, ts: result.ts, hasOutcome: false }
  }
}
