import type { FlowOperationReport } from '../../functions/domain/report.ts'
import type { EventEntry } from './checkers/eventBridgeFindings.ts'
import type { SlackPayload } from './checkers/slackFindings.ts'
import type { PublishInput } from './checkers/snsFindings.ts'
import type { TeamsPayload } from './checkers/teamsFindings.ts'
import { deliveryOf, type ShippedHandlers, shippedHandlers, withFetch } from './shippedHandlers.ts'

/** Everything that leaves for one document, through the shipped handlers and adapters, as it stands on the wire. */
export type EverythingSent = {
  /** Each body with the way it took, for example `webhook plain`. */
  readonly slack: readonly { readonly way: string; readonly json: string; readonly payload: SlackPayload }[]
  /** Nothing at the start of a watch, else with and without a look. */
  readonly teams: readonly TeamsPayload[]
  readonly sns: PublishInput
  readonly eventBridge: EventEntry
  readonly auditLines: readonly string[]
  readonly deadLetters: readonly string[]
}

const card = { channelId: 'C0123456789', ts: '1762074904.000100', hasOutcome: false }
const webhook = shippedHandlers({ webhookUrl: 'https://hooks.slack.com/services/T000/B000/XXXX' })
const bot = shippedHandlers({ botToken: 'xoxb-1-2', channel: 'C0123456789' })

const flow = shippedHandlers({
  webhookUrl:
    'https://prod-1.westeurope.logic.azure.com:443/workflows/0a1b/triggers/manual/paths/invoke?sig=x',
})

/** Each way that a message to Slack can take. */
const ways = {
  webhook: [webhook, {}],
  'webhook plain': [webhook, { plainText: true }],
  bot: [bot, {}],
  'bot plain': [bot, { plainText: true }],
  'bot edit': [bot, { card }],
  'bot edit plain': [bot, { card, plainText: true }],
} as const
export type SlackWay = keyof typeof ways
export const slackWays = Object.keys(ways) as readonly SlackWay[]

export async function everythingSent(
  document: FlowOperationReport,
  chosenWays: readonly SlackWay[] = slackWays,
): Promise<EverythingSent> {
  const { notice } = document
  webhook.calls.length = 0
  const slack = await sentToSlack(document, chosenWays)
  for (const channel of ['sns', 'eventbridge']) {
    await webhook.deliver({ delivery: deliveryOf(channel, notice), document, auditRecorded: false })
  }
  await recordedAndParked(webhook, document)
  const inputsOf = <Input>(command: string) =>
    webhook.calls.filter(call => call.command === command).map(({ input }) => input as Input)
  const [entries] = inputsOf<{ Entries: EventEntry[] }>('PutEventsCommand')
  return {
    slack,
    teams: await sentToTeams(document),
    sns: inputsOf<PublishInput>('PublishCommand')[0] ?? {},
    eventBridge: entries?.Entries[0] ?? {},
    auditLines: inputsOf<{ logEvents: { message: string }[] }>('PutLogEventsCommand').flatMap(
      ({ logEvents }) => logEvents.map(({ message }) => message),
    ),
    deadLetters: inputsOf<{ MessageBody: string }>('SendMessageCommand').map(
      ({ MessageBody }) => MessageBody,
    ),
  }
}

async function sentToSlack(
  document: FlowOperationReport,
  chosenWays: readonly SlackWay[],
): Promise<EverythingSent['slack']> {
  const sent: { way: string; json: string; payload: SlackPayload }[] = []
  for (const way of chosenWays) {
    const [handlers, members] = ways[way]
    const delivery = deliveryOf('slack', document.notice, members)
    const answer: typeof fetch = (url, init) => {
      const json = String(init?.body)
      sent.push({ way, json, payload: JSON.parse(json) as SlackPayload })
      return Promise.resolve(slackAnswer(String(url)))
    }
    await withFetch(answer, () => handlers.deliver({ delivery, document, auditRecorded: true }))
  }
  return sent
}

async function sentToTeams(document: FlowOperationReport): Promise<TeamsPayload[]> {
  const sent: TeamsPayload[] = []
  const answer: typeof fetch = (_url, init) => {
    sent.push(JSON.parse(String(init?.body)) as TeamsPayload)
    return Promise.resolve(new Response(null, { status: 202 }))
  }
  for (const plainText of [false, true]) {
    const delivery = deliveryOf('teams', document.notice, { plainText })
    await withFetch(answer, () => flow.deliver({ delivery, document, auditRecorded: true }))
  }
  return sent
}

function slackAnswer(url: string): Response {
  return new Response(url.includes('/services/') ? 'ok' : '{"ok":true,"channel":"C0123456789","ts":"1.2"}')
}

/** The reasons that deliveries carry quote what a service or a gateway said: foreign text as well. */
async function recordedAndParked(handlers: ShippedHandlers, document: FlowOperationReport): Promise<void> {
  const reason = document.statusMessage ?? 'no reason'
  const lost = { status: 'UNDELIVERABLE', reason, receipt: reason }
  const deliveries = [
    deliveryOf('slack', 'OUTCOME', { ...lost, status: 'DEAD_LETTERED' }),
    deliveryOf('sns', 'OUTCOME', { ...lost, status: 'DELIVERED' }),
  ]
  await handlers.record({ fact: 'OUTCOME', document, overdueDeliveries: [], deliveries: [] })
  await handlers.record({ fact: 'ALL_DELIVERIES', document, overdueDeliveries: [], deliveries })
  const crash = { Error: '', Cause: '' }
  await handlers.park({ delivery: deliveryOf('slack', document.notice, lost), document, crash })
}
