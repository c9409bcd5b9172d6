import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns'
import { readSettings } from '../../../functions/config.ts'
import type { PreparableClient } from '../../../functions/runtime.ts'
import { buildAuditLog } from '../../../functions/services/auditLog.ts'
import { buildChannels, loadChannels } from '../../../functions/services/channels.ts'
import { buildDeadLetters } from '../../../functions/services/deadLetters.ts'
import { buildFlowOperations } from '../../../functions/services/flowOperations.ts'
import { buildLateFlowOperations } from '../../../functions/services/lateFlowOperations.ts'
import { buildLateWatchStarter } from '../../../functions/services/lateWatchStarter.ts'
import { buildRejectedEvents } from '../../../functions/services/rejectedEvents.ts'
import { buildRouting } from '../../../functions/services/routing.ts'
import { buildWatchStarter } from '../../../functions/services/watchStarter.ts'
import type { HttpAnswer, WireRequest } from '../../../local/model/wire/http.ts'
import { type Deadline, deadlineOf } from './virtualWorld.ts'
import { OutOfTime } from './wire.ts'

/** Every canary is a secret of the functions' surroundings that must reach no output. */
export const canaries = {
  secretAccessKey: 'CANARY-aws-secret-key',
  sessionToken: 'CANARY-aws-session-token',
} as const

type SdkRequest = {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}
type SendOptions = { readonly abortSignal?: AbortSignal }
type SdkAnswer = { readonly response: { statusCode: number; headers: object; body: Uint8Array } }
type AwsTransport = (request: WireRequest, deadline: Deadline | undefined) => Promise<HttpAnswer>

let transport: AwsTransport = () => Promise.reject(new TypeError('no world is there to call'))
const shared = new Map<string, PreparableClient>()

/** From now on every client's calls go this way. */
export function sendAwsCallsBy(newTransport: AwsTransport): void {
  transport = newTransport
}

/**
 * A client as a function gets it: the first of its kind that services.ts made in this process. The SDK's clients keep no state of
 * the calls they made, so that a crash of a function loses nothing with them; making one anew takes long.
 */
export function sharedClient<Client extends PreparableClient>(client: Client): Client {
  const kind = client.constructor.name
  const known = shared.get(kind)
  if (known) return known as Client
  Object.assign(client.config, {
    requestHandler: { metadata: { handlerProtocol: 'http/1.1' }, handle },
    credentials: async () => ({
      accessKeyId: 'local',
      secretAccessKey: canaries.secretAccessKey,
      sessionToken: canaries.sessionToken,
    }),
    signer: async () => ({ sign }),
  })
  for (const middleware of idleMiddlewares) (client.middlewareStack as Stack).remove(middleware)
  shared.set(kind, client)
  return client
}

type Stack = { remove(name: string): boolean }
/** What says who calls, and logs: a third of the time of a call, and nothing that any service answers to. */
const idleMiddlewares = [
  'getUserAgentMiddleware',
  'loggerMiddleware',
  'recursionDetectionMiddleware',
  'hostHeaderMiddleware',
]

/** Signing takes longer than everything else in a call, and the models only look whether it was done. */
async function sign(request: SdkRequest): Promise<SdkRequest> {
  const signature = {
    authorization: 'AWS4-HMAC-SHA256 in-memory',
    'x-amz-security-token': canaries.sessionToken,
  }
  return Object.assign(request, { headers: { ...request.headers, ...signature } })
}

async function handle(request: SdkRequest, { abortSignal }: SendOptions = {}): Promise<SdkAnswer> {
  const { method, path, headers, body = '' } = request
  const bodyText = typeof body === 'string' ? body : new TextDecoder().decode(body)
  try {
    const answer = await transport({ method, path, query: '', headers, bodyText }, deadlineOf(abortSignal))
    const { status: statusCode, headers: answerHeaders } = answer
    return { response: { statusCode, headers: answerHeaders, body: Buffer.from(answer.body) } }
  } catch (error) {
    if (error instanceof OutOfTime) throw abortError()
    throw error
  }
}

/** As the SDK's own handler for Node says it (@smithy/node-http-handler, buildAbortError). */
function abortError(): Error {
  const error = new Error('Request aborted')
  error.name = 'AbortError'
  return error
}

/**
 * Makes one client of each kind by services.ts and one call with it, in real time: on its first call a client looks for settings
 * in files, which takes time that no virtual clock knows of, and so does the loading of what is loaded late.
 */
export async function warmUpClients(): Promise<void> {
  process.env['AWS_REGION'] ??= 'eu-west-1'
  sendAwsCallsBy(async () => ({ status: 200, headers: {}, body: '{}' }))
  const arn = 'arn:aws:network-firewall:eu-west-1:123456789012:firewall/edge'
  const scope = {
    firewallArn: arn,
    availabilityZone: null,
    vpcEndpointAssociationArn: null,
    vpcEndpointId: null,
  }
  const clock = { nowMilliseconds: () => Date.now() }
  const runtime = {
    settings: readSettings(warmUpSettings, []),
    clock,
    ingestionClock: clock,
    random: () => 0,
    log: () => undefined,
    prepareClient: sharedClient,
  }
  await loadChannels(runtime.settings)
  const { channel } = buildChannels(runtime)
  const started = { document: { notice: 'STARTED' } } as never
  const publish = new PublishCommand({ TopicArn: warmUpSettings.FLOWBELL_TOPIC_ARN, Message: 'warm-up' })
  await channel('sns')
    ?.deliver(started)
    .catch(() => undefined)
  await Promise.allSettled([
    buildFlowOperations(runtime).list(scope, null),
    buildAuditLog(runtime).write('warm-up', [{} as never]),
    buildWatchStarter(runtime).start({ watchKey: 'warm-up' } as never),
    buildLateFlowOperations(runtime).list(scope, null),
    buildLateWatchStarter(runtime).start({ watchKey: 'warm-up' } as never),
    buildRejectedEvents(runtime).report({}, 'warm-up'),
    buildDeadLetters(runtime)?.park({} as never),
    buildRouting(runtime).read(),
    channel('eventbridge')?.deliver(started),
    channel('slack')?.deliver(started),
    (shared.get('SNSClient') as SNSClient | undefined)?.send(publish),
  ])
}

const warmUpSettings = {
  FLOWBELL_TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:topic',
  FLOWBELL_SLACK_SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack',
  FLOWBELL_EVENT_BUS_NAME: 'bus',
  FLOWBELL_AUDIT_LOG_GROUP: '/flowbell/audit',
  FLOWBELL_DEAD_LETTER_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/123456789012/letters',
  FLOWBELL_STATE_MACHINE_ARN: 'arn:aws:states:eu-west-1:123456789012:stateMachine:watch',
  FLOWBELL_ROUTES_PARAMETER: '/flowbell/routes',
}
