import { retryAfterSeconds } from '../../domain/deliveryRetry.ts'
import type { HttpAnswer } from '../httpPost.ts'
import type { Refusal } from './refusedError.ts'

/** Errors that pass by themselves (Slack's chat.postMessage reference; `rollup_error` is a webhook's). */
const transientErrors = new Set([
  'fatal_error',
  'internal_error',
  'org_login_required',
  'request_timeout',
  'rollup_error',
  'service_unavailable',
  'team_added_to_org',
  'update_failed',
])

const rateLimitErrors = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded'])

/** Slack did not like the message's form: the same text without formatting may pass. */
const messageErrors = new Set([
  'invalid_arguments',
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_payload',
  'msg_blocks_too_long',
  'msg_too_long',
  'no_text',
  'too_many_attachments',
])

/** The access may have been rotated since it was read. */
const accessErrors = new Set([
  'account_inactive',
  'invalid_auth',
  'invalid_token',
  'missing_scope',
  'no_active_hooks',
  'no_service',
  'no_service_id',
  'not_allowed_token_type',
  'not_authed',
  'token_expired',
  'token_revoked',
])

/** The message cannot be edited any more, so a new one takes its place. */
const lostCardErrors = new Set([
  'block_mismatch',
  'cant_update_message',
  'edit_window_closed',
  'is_inactive',
  'message_not_found',
])

/** The card takes no reply any more: it was deleted, or its thread was locked (Slack's chat.postMessage reference). */
const lostThreadErrors = new Set([
  'cannot_reply_to_message',
  'message_not_found',
  'restricted_action_non_threadable_channel',
  'restricted_action_thread_locked',
  'thread_not_found',
])

/** The channel where the card stands cannot be reached any more, at least not with this token. */
const lostChannelErrors = new Set(['channel_not_found', 'is_archived', 'not_in_channel'])

/** `isElsewhere`: messages go to another channel by now, since the secret names another one, or another workspace's. */
export function isCardLost(errorName: string, isElsewhere: boolean): boolean {
  return lostCardErrors.has(errorName) || (isElsewhere && lostChannelErrors.has(errorName))
}

/** The same for a reply to the card. */
export function isThreadLost(errorName: string, isElsewhere: boolean): boolean {
  return lostThreadErrors.has(errorName) || (isElsewhere && lostChannelErrors.has(errorName))
}

/** Reads a webhook's answer: null when the message arrived, which only status 200 with the body `ok` says. */
export function webhookRefusal(answer: HttpAnswer): Refusal | null {
  const body = answer.body.trim()
  if (answer.status === 200 && body === 'ok') return null
  return refusalOf(answer, jsonError(body) ?? body)
}

/** Reads a Web API answer: the parsed body when `ok` is true in it, whatever the status says. */
export function apiResult(answer: HttpAnswer): ApiResult | Refusal {
  const body = parsedObject(answer.body)
  if (answer.status === 200 && body?.['ok'] === true) {
    return { channel: idMember(body, 'channel'), ts: idMember(body, 'ts') }
  }
  return refusalOf(answer, textMember(body, 'error') ?? answer.body.trim())
}

export type ApiResult = { readonly channel: string | null; readonly ts: string | null }

export function isRefusal(result: ApiResult | Refusal): result is Refusal {
  return 'kind' in result
}

function refusalOf(answer: HttpAnswer, errorName: string): Refusal {
  const { status } = answer
  return {
    kind: kindOf(status, errorName),
    errorName: shownName(errorName),
    status,
    retryAfterSeconds: retryAfterSeconds(answer.retryAfter),
  }
}

/**
 * Slack's errors are words with underscores. Whatever else is answered comes from something before Slack, and may quote the
 * request: a webhook's address, or the token. It must not reach a log, a record or a reader, so nothing of it is shown.
 */
function shownName(errorName: string): string {
  if (/^[a-z][a-z_]{1,63}$/u.test(errorName)) return errorName
  return errorName === '' ? 'empty answer' : 'no Slack answer'
}

/** By the body first: the statuses of Slack's errors are not uniform (facts of the webhook error catalogue). */
function kindOf(status: number, errorName: string): Refusal['kind'] {
  if (status === 429 || rateLimitErrors.has(errorName)) return 'RATE_LIMITED'
  if (status === 410) return 'REJECTED'
  if (messageErrors.has(errorName)) return 'MESSAGE_REFUSED'
  if (status === 401 || status === 403 || status === 404 || accessErrors.has(errorName))
    return 'ACCESS_REFUSED'
  if (status >= 500 || status === 408 || transientErrors.has(errorName)) return 'TRANSIENT'
  return 'REJECTED'
}

function jsonError(body: string): string | null {
  return textMember(parsedObject(body), 'error')
}

function parsedObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

const idForms = { channel: /^[A-Z][A-Z0-9]{1,31}$/u, ts: /^\d{1,20}(?:\.\d{1,20})?$/u } as const

/** An id goes into records and into the state of the watch, so it must look like one. */
function idMember(body: Record<string, unknown>, key: keyof typeof idForms): string | null {
  const id = textMember(body, key)
  return id !== null && idForms[key].test(id) ? id : null
}

function textMember(body: Record<string, unknown> | null, key: string): string | null {
  const member = body?.[key]
  return typeof member === 'string' ? member : null
}
