import type { SlackBlock } from './slack/blocks.ts'
import { Conversations, type SlackCard } from './slack/conversations.ts'
import { readContent } from './slack/messageContent.ts'
import { type ApiMethod, type ApiResult, apiMethods } from './slack/webApi.ts'
import type { ChatFault } from './wire/faults.ts'
import { FaultyService } from './wire/faultyService.ts'
import type { HttpAnswer, WireRequest } from './wire/http.ts'
import type { JsonObject } from './wire/jsonObject.ts'

export type SlackOperation = 'webhook' | ApiMethod

/** One message that the incoming webhook took. */
export type WebhookPost = {
  /** For example `/services/T000/B000/local`. */
  readonly path: string
  readonly text: string | null
  readonly blocks: readonly SlackBlock[]
  /** The whole post. */
  readonly body: JsonObject
}

/** One call of the Web API that the model carried out or refused by its own rules. */
export type ApiCall = { readonly method: ApiMethod; readonly body: JsonObject; readonly error: string | null }

/** Slack: one incoming webhook and the part of the Web API that posts and updates messages. */
export class SlackModel extends FaultyService<SlackOperation, ChatFault> {
  /** The only bot token that the Web API takes; change it to play a rotation. */
  botToken = 'xoxb-local'
  /** The only webhook that exists; change it to play a rotation: other paths answer 404. */
  webhookPath = '/services/T000/B000/local'
  readonly webhookPosts: WebhookPost[] = []
  readonly apiCalls: ApiCall[] = []
  readonly #conversations: Conversations

  /** @param now milliseconds since the epoch */
  constructor(now: () => number) {
    super()
    this.#conversations = new Conversations(now)
  }

  /** The messages posted through the Web API as they stand now, with their threads. */
  get cards(): readonly SlackCard[] {
    return this.#conversations.cards()
  }

  /** Deletes a message, as a person in the channel might. */
  deleteMessage(channelId: string, ts: string): void {
    this.#conversations.remove(channelId, ts)
  }

  /** Answers one request. @param body undefined when the request's body is no JSON object */
  answer(operation: string, request: WireRequest, body: JsonObject | undefined): HttpAnswer {
    if (operation === 'webhook') return this.#answerWebhook(request.path, body)
    if (!isApiMethod(operation)) return jsonAnswer({ ok: false, error: 'unknown_method' })
    const result = this.#callApi(operation, request.headers['authorization'], body)
    this.apiCalls.push({ method: operation, body: body ?? {}, error: result.ok ? null : result.error })
    return jsonAnswer(result)
  }

  #answerWebhook(path: string, body: JsonObject | undefined): HttpAnswer {
    if (path !== this.webhookPath) return textAnswer(404, 'no_service')
    if (!body) return textAnswer(400, 'invalid_payload')
    const content = readContent(body)
    if ('error' in content) return textAnswer(400, content.error)
    this.webhookPosts.push({ path, text: content.text ?? null, blocks: content.blocks ?? [], body })
    return textAnswer(200, 'ok')
  }

  #callApi(method: ApiMethod, authorization: string | undefined, body: JsonObject | undefined): ApiResult {
    if (!authorization) return { ok: false, error: 'not_authed' }
    if (authorization !== `Bearer ${this.botToken}`) return { ok: false, error: 'invalid_auth' }
    return apiMethods[method](this.#conversations, body ?? {})
  }
}

function isApiMethod(operation: string): operation is ApiMethod {
  return Object.hasOwn(apiMethods, operation)
}

function textAnswer(status: number, body: string): HttpAnswer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body }
}

function jsonAnswer(body: object): HttpAnswer {
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  }
}
