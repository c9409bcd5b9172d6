import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { InvocationOutcome } from './run.ts'

export type Routes = {
  /** Lambda's Invoke. */
  readonly invoke: (functionName: string, payload: unknown) => Promise<InvocationOutcome>
  /** The execution's time, in seconds since its start. */
  readonly setTime: (seconds: number) => void
}

const invokePath = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/u

/**
 * What moto's interpreter calls while it runs an execution, on 127.0.0.1: Lambda's Invoke, as Lambda answers it, with the launcher's
 * `x-virtual-seconds`, and the launcher's own `/ended`. Anything else is answered 501.
 */
export async function startRouter({ invoke, setTime }: Routes) {
  let tellEnded: () => void = () => undefined
  const ended = new Promise<void>(resolve => {
    tellEnded = resolve
  })
  const answer = async ({ url = '', headers }: IncomingMessage, body: string): Promise<Answer> => {
    const [, functionName] = invokePath.exec(url) ?? []
    if (functionName) {
      setTime(secondsIn(headers['x-virtual-seconds']))
      const name = decodeURIComponent(functionName).split(':').at(-1) ?? ''
      return lambdaAnswer(await invoke(name, JSON.parse(body)))
    }
    if (url !== '/ended') return { status: 501, headers: {}, body: `nothing here answers ${url}` }
    tellEnded()
    return { status: 204, headers: {}, body: '' }
  }
  const server = createServer((request, response) => {
    void reply(request, response, answer)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    ended,
    close: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

function secondsIn(header: string | string[] | undefined): number {
  const seconds = Number(header)
  if (header === undefined || Number.isNaN(seconds))
    throw new TypeError('the invocation does not say what time it is')
  return seconds
}

type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

async function reply(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (request: IncomingMessage, body: string) => Promise<Answer>,
): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const { status, headers, body } = await answer(request, Buffer.concat(chunks).toString('utf8')).catch(
    (error: unknown) => ({ status: 500, headers: {}, body: String(error) }),
  )
  response.writeHead(status, headers).end(body)
}

/** Lambda's Invoke answers 200 for a function that failed, and says so in a header. */
function lambdaAnswer(outcome: InvocationOutcome): Answer {
  const json = { 'content-type': 'application/json' }
  if ('result' in outcome) {
    return {
      status: 200,
      headers: { ...json, 'x-amz-executed-version': '$LATEST' },
      body: JSON.stringify(outcome.result),
    }
  }
  if ('functionError' in outcome) {
    return {
      status: 200,
      headers: { ...json, 'x-amz-executed-version': '$LATEST', 'x-amz-function-error': 'Unhandled' },
      body: JSON.stringify({ ...outcome.functionError, trace: [] }),
    }
  }
  const { errorType, httpStatus } = outcome.serviceError
  return {
    status: httpStatus,
    headers: { ...json, 'x-amzn-errortype': errorType, 'x-amzn-requestid': 'bed' },
    body: JSON.stringify({ message: 'planned by the scenario' }),
  }
}
