import type { SlackModel } from '../slack.ts'
import { replyUnderFault } from '../wire/faults.ts'
import type { Reply, WireRequest } from '../wire/http.ts'
import { parseJsonObject } from '../wire/jsonObject.ts'
import type { RequestLog } from '../wire/requestLog.ts'

const webhookPrefix = '/services/'
const apiPrefix = '/api/'

/** The front door of the Slack model: records each request and answers it under the planned faults. */
export function slackGateway(slack: SlackModel, log: RequestLog): (request: WireRequest) => Reply {
  return request => {
    const operation = operationOf(request.path)
    const body = parseJsonObject(request.bodyText)
    log.record('slack', { operation, body: body ?? { unreadable: request.bodyText } }, request)
    const perform = () => slack.answer(operation, request, body)
    return replyUnderFault(slack.takeFault(operation), perform, noAwsErrors)
  }
}

function operationOf(path: string): string {
  if (path.startsWith(webhookPrefix)) return 'webhook'
  return path.startsWith(apiPrefix) ? path.slice(apiPrefix.length) : path
}

function noAwsErrors(): never {
  throw new Error('Slack has no AWS errors: plan a raw answer')
}
