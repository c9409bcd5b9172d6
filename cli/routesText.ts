import { styleText } from 'node:util'
import { operationInWords } from '../functions/domain/humanMessage.ts'
import { inertText } from '../functions/domain/inertText.ts'
import type { ChannelName } from '../functions/domain/notification.ts'
import type { RouteDecision } from '../functions/domain/routing.ts'
import { firewallNameOf } from '../functions/domain/watchRequest.ts'
import { plural } from '../functions/domain/words.ts'
import { channelsNotSet, type RoutingTrial, type TrialFacts } from './routingTrial.ts'
import { wrapped } from './wrappedText.ts'

/** `areChannelsAssumed`: no channel is set, so that all of them were taken. */
export type RoutesReport = TrialFacts & {
  readonly source: string
  readonly areChannelsAssumed: boolean
  readonly trials: readonly RoutingTrial[]
}

/** The one JSON object of `--json`. */
export function routesJson({ source, about, channels, areChannelsAssumed, trials }: RoutesReport): string {
  const messages = trials.map(({ decisions, ...message }) => ({
    ...message,
    targets: decisions.map(({ channel, target, isSent, why }) => ({ channel, target, sent: isSent, why })),
  }))
  return `${JSON.stringify({ routing: source, ...about, channels, channelsAssumed: areChannelsAssumed, messages })}\n`
}

/** Where each message goes, for people; messages that go the same ways stand together. */
export function routesText(report: RoutesReport): string {
  const { about, trials } = report
  const firewall = inertText(firewallNameOf(about.firewallArn) ?? 'an unknown firewall', 128)
  const title = styleText('bold', `Flowbell routes test: ${operationInWords(about)} on ${firewall}`)
  const groups = [
    ...Map.groupBy(trials, ({ severity, decisions }) => JSON.stringify([severity, decisions])).values(),
  ]
  return `${[title, ...headLines(report), ...groups.flatMap(groupLines)].join('\n')}\n`
}

function headLines({ source, routing, about, channels, areChannelsAssumed }: RoutesReport): string[] {
  const count = routing.routes.length === 0 ? '' : `, ${plural(routing.routes.length, 'route')}`
  const assumed = areChannelsAssumed ? ' (all, since none is set here)' : ''
  const lines = [`routing: ${inertText(source, 300)}${count}`, `channels: ${channels.join(', ')}${assumed}`]
  const asksForTags = routing.routes.some(({ when }) => when.tags !== undefined)
  const notes = [
    ...(asksForTags && about.tags === null
      ? ['The tags are not known, so routes that ask for some are taken to fit: give --tags.']
      : []),
    ...channelsNotSet(routing, channels).map(
      channel => `A route names ${channel}, which is not set: nothing goes there.`,
    ),
  ]
  return [
    ...lines.flatMap(line => wrapped(line)).map(line => styleText('dim', line)),
    ...notes
      .flatMap(note => wrapped(note, { first: '! ', indent: 2 }))
      .map(line => styleText('yellow', line)),
  ]
}

function groupLines(trials: readonly RoutingTrial[]): string[] {
  const [first] = trials
  if (!first) return []
  const names = trials.map(
    ({ notice, outcome }) => outcome ?? (notice === 'STARTED' ? 'STARTED (card)' : notice),
  )
  const heading = wrapped(`${names.join(', ')}: ${first.severity}`).map(line => styleText('bold', line))
  const nobody = first.decisions.some(({ isSent }) => isSent)
    ? []
    : [styleText('yellow', '! nobody hears of it')]
  return ['', ...heading, ...first.decisions.flatMap(decisionLines), ...nobody]
}

function decisionLines({ channel, target, isSent, why }: RouteDecision): string[] {
  const [first = '', ...rest] = wrapped(`${wayInWords(channel, target)}: ${inertText(why, 400)}`, {
    first: '  ',
    indent: 4,
  })
  const mark = isSent ? styleText('green', '✔') : styleText('dim', '·')
  return [`${mark}${first.slice(1)}`, ...rest]
}

function wayInWords(channel: ChannelName, target: string | null): string {
  return target === null ? channel : `${channel} ${inertText(target, 300)}`
}
