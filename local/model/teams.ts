import { type ChatFault, replyUnderFault } from './wire/faults.ts'
import { FaultyService } from './wire/faultyService.ts'
import type { HttpAnswer, Reply, WireRequest } from './wire/http.ts'
import { type JsonObject, parseJsonObject } from './wire/jsonObject.ts'
import type { RequestLog } from './wire/requestLog.ts'

/** One message that the flow took. */
export type FlowRun = { readonly card: JsonObject; readonly bytes: number; readonly body: JsonObject }

/** The connector's limit for a message, in bytes here. */
const maxMessageBytes = 28_000

/** Microsoft Teams: one flow with the trigger "When a Teams webhook request is received". It answers before it posts the card. */
export class TeamsModel extends FaultyService<'flow', ChatFault> {
  /** Path and query of the only flow that exists; change it to play a rotation: other paths answer 404, another `sig` 401. */
  flowAddress =
    '/workflows/0a1b2c3d/triggers/manual/paths/invoke?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=local-signature'
  readonly runs: FlowRun[] = []

  answer({ path, query, bodyText }: WireRequest, body: JsonObject | undefined): HttpAnswer {
    const [flowPath, flowQuery] = this.flowAddress.split('?')
    if (path !== flowPath) return errorAnswer(404, 'WorkflowNotFound')
    if (query !== flowQuery) return errorAnswer(401, 'DirectApiAuthorizationRequired')
    const bytes = Buffer.byteLength(bodyText)
    if (bytes > maxMessageBytes) return errorAnswer(413, 'RequestEntityTooLarge')
    const card = body && cardIn(body)
    if (!body || !card) return errorAnswer(400, 'TriggerInputSchemaMismatch')
    this.runs.push({ card, bytes, body })
    return { status: 202, headers: {}, body: '' }
  }
}

/** The front door of the model: records each request and answers it under the planned faults. */
export function teamsGateway(teams: TeamsModel, log: RequestLog): (request: WireRequest) => Reply {
  return request => {
    const body = parseJsonObject(request.bodyText)
    log.record('teams', { operation: 'flow', body: body ?? { unreadable: request.bodyText } }, request)
    return replyUnderFault(teams.takeFault('flow'), () => teams.answer(request, body), noAwsErrors)
  }
}

/** The card of a message in the trigger's form. */
function cardIn({ type, attachments }: JsonObject): JsonObject | undefined {
  if (type !== 'message' || !Array.isArray(attachments) || attachments.length !== 1) return undefined
  const { contentType, content } = (attachments[0] ?? {}) as JsonObject
  const isCard = contentType === 'application/vnd.microsoft.card.adaptive' && typeof content === 'object'
  return isCard && content !== null && 'body' in content ? content : undefined
}

function errorAnswer(status: number, code: string): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ error: { code, message: 'synthetic' } }),
  }
}

function noAwsErrors(): never {
  throw new Error('Teams has no AWS errors: plan a raw answer')
}
