import type { JsonObject } from '../wire/jsonObject.ts'
import type { Conversations } from './conversations.ts'
import { readContent } from './messageContent.ts'

/** An answer of the Web API: HTTP 200 in either case, success or failure is in the body. */
export type ApiResult =
  | { readonly ok: true; readonly [member: string]: unknown }
  | { readonly ok: false; readonly error: string }

export type ApiMethod = 'chat.postMessage' | 'chat.update' | 'auth.test'

/** The modelled methods, by name; the token has been checked before. */
export const apiMethods: Readonly<Record<ApiMethod, (to: Conversations, body: JsonObject) => ApiResult>> = {
  'auth.test': () => ({ ok: true, team: 'Local', user: 'flowbell', team_id: 'T000', user_id: 'U000' }),
  'chat.postMessage': postMessage,
  'chat.update': updateMessage,
}

function postMessage(conversations: Conversations, body: JsonObject): ApiResult {
  const { channel, thread_ts: threadTs } = body
  if (typeof channel !== 'string' || channel === '') return { ok: false, error: 'channel_not_found' }
  const content = readContent(body)
  if ('error' in content) return { ok: false, error: content.error }
  const message = conversations.post(channel, typeof threadTs === 'string' ? threadTs : null, content)
  return {
    ok: true,
    channel: message.channel,
    ts: message.ts,
    message: { type: 'message', text: message.text },
  }
}

function updateMessage(conversations: Conversations, body: JsonObject): ApiResult {
  const { channel, ts } = body
  if (typeof channel !== 'string' || channel === '') return { ok: false, error: 'channel_not_found' }
  const content = readContent(body)
  if ('error' in content) return { ok: false, error: content.error }
  const message = conversations.update(channel, String(ts), content)
  if (!message) return { ok: false, error: 'message_not_found' }
  return { ok: true, channel: message.channel, ts: message.ts, text: message.text }
}
