import type { FaultAnswer } from '../../world/faultAnswers.ts'
import type { NetworkSite } from '../../world/faults.ts'
import type { Rule, Seen, SimulatedTrial } from '../support/row.ts'
import {
  deadLetters,
  ends,
  quiet,
  red,
  rings,
  toldOnce,
  unharmed,
  watches,
  within,
} from '../support/rules.ts'
import { type Crossing, crossed, scenarioOf, trialsOf } from '../support/scenarios.ts'

type Change = Parameters<typeof scenarioOf>[0]

/** The watch of {@link scenarioOf} ends now; the card of a bot was posted long before. */
export const endSeconds = 41
export const bot = { channels: ['sns', 'slack-bot', 'eventbridge', 'teams'] } as const

/** The three ways to people's chats: with the site that fails, and in which world. */
type Way = { readonly at: NetworkSite; readonly channel: 'slack' | 'teams'; readonly change: Change }
export const webhook: Way = { at: 'webhook', channel: 'slack', change: {} }
export const edit: Way = { at: 'chat.update', channel: 'slack', change: bot }
export const reply: Way = { at: 'chat.postMessage', channel: 'slack', change: bot }
export const flow: Way = { at: 'flow', channel: 'teams', change: {} }
export const everyWay = [webhook, edit, reply, flow] as const

const channels = ['sns', 'slack', 'eventbridge', 'teams'] as const

const othersThan = (channel: 'slack' | 'teams') => toldOnce(...channels.filter(each => each !== channel))

/** The channel's message is a dead letter, with an alarm; the others are told as ever. */
export function deadOn(channel: 'slack' | 'teams'): readonly Rule[] {
  return [
    watches(1),
    ends('COMPLETED'),
    red('NotificationUndelivered'),
    othersThan(channel),
    deadLetters(channel),
    rings('NotificationDeadLetters'),
  ]
}

export const arrives = [...unharmed, quiet()]

/** On every way, from the end of the operation on. */
export function atTheEnd(
  ways: readonly Way[],
  crossing: Omit<Crossing, 'at'>,
  holds: (way: Way) => readonly Rule[],
): SimulatedTrial[] {
  return ways.flatMap(way =>
    trialsOf(crossed({ fromSeconds: endSeconds, ...crossing, at: way.at }), holds(way), way.change),
  )
}

/** An answer of the Web API, which says in its body what is wrong. */
export const notOk = (error: string): FaultAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ ok: false, error }),
})

export const callsAt = (site: NetworkSite, count: number): Rule =>
  within(`calls of ${site} from the end on`, seen => exchangesAt(site, seen).length, count, count)

export function exchangesAt(site: NetworkSite, { run }: Seen) {
  return run.journal.exchanges.filter(exchange => exchange.site === site && exchange.at >= endSeconds * 1000)
}
