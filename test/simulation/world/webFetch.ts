import type { HttpAnswer, WireRequest } from '../../../local/model/wire/http.ts'
import type { Doors } from './network.ts'
import { deadlineOf } from './virtualWorld.ts'
import { OutOfTime, SocketError, type Wire } from './wire.ts'

/** Where the Teams flow lies in the simulated world. */
export const teamsOrigin = 'https://prod-01.westeurope.logic.azure.com'
const slackOrigins = ['https://hooks.slack.com', 'https://slack.com']

/** A `fetch` that reaches Slack's and Teams' models and nothing else. */
export function worldFetch(doors: Doors, wire: Wire): typeof fetch {
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const request = wireRequest(url, init)
    const target = slackOrigins.includes(url.origin)
      ? doors.slack(request)
      : url.origin === teamsOrigin && doors.teams(request)
    if (!target) throw new TypeError(`fetch failed: the simulated world has no ${url.origin}`)
    try {
      return responseOf(await wire.exchange({ ...target, request, deadline: deadlineOf(init.signal) }))
    } catch (error) {
      if (error instanceof OutOfTime) throw timeoutError()
      if (error instanceof SocketError) throw new TypeError('fetch failed', { cause: error })
      throw error
    }
  }
}

function wireRequest(url: URL, { method = 'GET', headers, body }: RequestInit): WireRequest {
  const lowerCase = Object.entries((headers ?? {}) as Record<string, string>).map(
    ([name, value]) => [name.toLowerCase(), value] as const,
  )
  return {
    method,
    path: url.pathname,
    query: url.search.slice(1),
    headers: Object.fromEntries(lowerCase),
    bodyText: typeof body === 'string' ? body : '',
  }
}

/** As much of a Response as a post needs, without its streams, which take longer than the rest of the call. */
function responseOf({ status, headers, body }: HttpAnswer): Response {
  const bytes = Buffer.from(body)
  const response = {
    status,
    headers: { get: (name: string) => headers[name.toLowerCase()] ?? null },
    body: bytes.length === 0 ? null : [bytes],
  }
  return response as unknown as Response
}

function timeoutError(): DOMException {
  return new DOMException('The operation was aborted due to timeout', 'TimeoutError')
}
