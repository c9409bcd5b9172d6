import { systemClock } from '../../functions/adapters/systemClock.ts'
import { readSettings } from '../../functions/config.ts'
import { Delivery } from '../../functions/domain/notification.ts'
import { deliverNotification } from '../../functions/handlers/deliverNotification.ts'
import { parkNotification } from '../../functions/handlers/parkNotification.ts'
import { recordAudit } from '../../functions/handlers/recordAudit.ts'
import type { PreparableClient, Runtime } from '../../functions/runtime.ts'
import { invocation } from '../../local/shippedFunctions.ts'

/** One call of an AWS client: the command's name, and what it was given. */
type AwsCall = { readonly command: string; readonly input: unknown }

/** The handlers that send and record, with nothing replaced but the AWS clients' network. */
export type ShippedHandlers = {
  readonly deliver: (payload: unknown) => Promise<unknown>
  readonly record: (payload: unknown) => Promise<unknown>
  readonly park: (payload: unknown) => Promise<unknown>
  /** Every call so far, but for the reading of the secret. */
  readonly calls: AwsCall[]
}

/** What every setting is, unless a test wants another. */
export const ordinarySettings = {
  FLOWBELL_TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:topic',
  FLOWBELL_SLACK_SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack-AbCdEf',
  FLOWBELL_TEAMS_SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:teams-AbCdEf',
  FLOWBELL_EVENT_BUS_NAME: 'bus',
  FLOWBELL_AUDIT_LOG_GROUP: '/flowbell/audit',
  FLOWBELL_DEAD_LETTER_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/123456789012/letters',
}

/** Builds the handlers as Lambda does, on this runtime. Every secret holds this object. */
export function shippedHandlers(secret: object, changes: Partial<Runtime> = {}): ShippedHandlers {
  const calls: AwsCall[] = []
  const answers: Readonly<Record<string, object>> = {
    GetSecretValueCommand: { SecretString: JSON.stringify(secret) },
    PutEventsCommand: { FailedEntryCount: 0, Entries: [{ EventId: 'event' }] },
    PublishCommand: { MessageId: 'message' },
  }
  const send = (command: { readonly input: unknown }) => {
    const { name } = command.constructor
    if (name !== 'GetSecretValueCommand') calls.push({ command: name, input: command.input })
    return Promise.resolve(answers[name] ?? {})
  }
  const runtime: Runtime = {
    settings: readSettings(ordinarySettings, []),
    clock: systemClock,
    ingestionClock: systemClock,
    random: () => 0,
    log: () => undefined,
    ...changes,
    prepareClient: <Client extends PreparableClient>(client: Client) => Object.assign(client, { send }),
  }
  const of = () => runtime
  return {
    deliver: invocation('deliverNotification', deliverNotification(of)),
    record: invocation('recordAudit', recordAudit(of)),
    park: invocation('parkNotification', parkNotification(of)),
    calls,
  }
}

/** A message on its way, as the state machine carries it; members that come later have their defaults. */
export function deliveryOf(channel: string, notice: string, members: object = {}): Delivery {
  return Delivery.parse({
    channel,
    notice,
    status: 'DUE',
    failures: 0,
    rateLimits: 0,
    attempts: 0,
    waitSeconds: 1,
    retryAt: null,
    settledAt: null,
    receipt: null,
    reason: null,
    card: null,
    plainText: false,
    recorded: false,
    parked: false,
    ...members,
  })
}

/** Stands in for the network while `run` runs; every request is given to `answer`. */
export async function withFetch<Result>(answer: typeof fetch, run: () => Promise<Result>): Promise<Result> {
  const realFetch = globalThis.fetch
  globalThis.fetch = answer
  try {
    return await run()
  } finally {
    globalThis.fetch = realFetch
  }
}
