import { readSettings } from '../../../functions/config.ts'
import type { PreparableClient, Runtime } from '../../../functions/runtime.ts'
import { FakeClock } from '../../support/fakes.ts'

/** What an AWS service answers, byte by byte. */
export type RawAnswer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** The operation of an AWS request, such as DescribeFlowOperation. */
type Answer = (operation: string) => RawAnswer

type WireRequest = {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/** An answer as AWS gives it. */
export function jsonAnswer(value: unknown): RawAnswer {
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: Buffer.from(JSON.stringify(value)),
  }
}

/** The runtime of a function as in Lambda, with the real AWS clients, and what it logs. Only the network is replaced. */
export class Wire {
  /** What the services answer from now on. */
  answer: Answer = () => jsonAnswer({})
  /** Told of every request, with its body. */
  onRequest: (operation: string, body: string) => void = () => undefined
  readonly clock: FakeClock
  readonly logged: object[] = []
  readonly #environment: Readonly<Record<string, string>>

  constructor(environment: Readonly<Record<string, string>>, nowMilliseconds: number) {
    Object.assign(process.env, {
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'synthetic',
      AWS_SECRET_ACCESS_KEY: 'synthetic',
    })
    this.clock = new FakeClock(nowMilliseconds)
    this.#environment = environment
  }

  readonly runtime = (): Runtime => {
    const handle = async (request: WireRequest) => ({ response: this.#responseTo(request) })
    return {
      settings: readSettings(this.#environment, []),
      clock: this.clock,
      ingestionClock: this.clock,
      random: () => 0.5,
      log: entry => void this.logged.push(entry),
      prepareClient: <Client extends PreparableClient>(client: Client) => {
        Object.assign(client.config, { requestHandler: { handle } })
        return client
      },
    }
  }

  #responseTo({ headers = {}, body }: WireRequest): object {
    const operation = (headers['x-amz-target'] ?? '').replace(/^.*\./, '')
    this.onRequest(operation, typeof body === 'string' ? body : new TextDecoder().decode(body))
    const { status, headers: given, body: bytes } = this.answer(operation)
    // A copy, since the SDK makes something else of the bytes.
    return { statusCode: status, headers: given, body: Uint8Array.from(bytes) }
  }
}
