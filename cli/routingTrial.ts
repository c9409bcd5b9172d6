import { type ChannelName, channelsWithCard, type Notice } from '../functions/domain/notification.ts'
import { type Outcome, type Severity, severityOf } from '../functions/domain/outcome.ts'
import { type RouteDecision, type RoutedMessage, routeMessage } from '../functions/domain/routing.ts'
import { type RoutingDocument } from '../functions/domain/routingDocument.ts'
import type { TriggerEvent } from '../functions/domain/triggerEvent.ts'
import { type MessageName, messageNames } from '../local/messageNames.ts'

/** Where one message goes, and why, for every target that counts. */
export type RoutingTrial = {
  readonly notice: Notice
  readonly outcome: Outcome | null
  readonly severity: Severity
  readonly decisions: readonly RouteDecision[]
}

export type TrialFacts = {
  readonly routing: RoutingDocument
  readonly channels: readonly ChannelName[]
  /** The operation, and its firewall's tags, null when they are not known. */
  readonly about: Pick<RoutedMessage, 'flowOperationType' | 'firewallArn' | 'tags'>
}

/** The messages that an event can lead to: a refused start is over at once, and only such a one is refused. */
export function messagesOf(event: TriggerEvent): readonly MessageName[] {
  const isRefused = 'watch' in event && event.watch.kind === 'REFUSED_START'
  return isRefused ? ['REFUSED'] : messageNames.filter(name => name !== 'REFUSED')
}

/** Sends nothing: says where one message would go. */
export function trialOf(name: MessageName, { routing, channels, about }: TrialFacts): RoutingTrial {
  const notice = name === 'STARTED' || name === 'OVERDUE' ? name : 'OUTCOME'
  const outcome = name === 'STARTED' || name === 'OVERDUE' ? null : name
  const severity = name === 'STARTED' ? 'info' : severityOf(outcome)
  const able = name === 'STARTED' ? channels.filter(channel => channelsWithCard.includes(channel)) : channels
  const everywhere = routeMessage(routing, { ...about, notice, outcome, severity }, channels)
  const decisions = everywhere.filter(({ channel }) => able.includes(channel))
  return { notice, outcome, severity, decisions: [...decisions, ...unnamed(able, decisions)] }
}

/** A channel that no fitting route names hears nothing; that is worth a line of its own. */
function unnamed(channels: readonly ChannelName[], decisions: readonly RouteDecision[]): RouteDecision[] {
  return channels
    .filter(channel => decisions.every(decision => decision.channel !== channel))
    .map(channel => ({ channel, target: null, isSent: false, why: 'no route that fits names it' }))
}

/** Channels that the routing names although they are not set: nothing goes there. */
export function channelsNotSet(
  { routes, otherwise = [] }: RoutingDocument,
  channels: readonly ChannelName[],
) {
  const named = [...routes.flatMap(({ to }) => to), ...otherwise].map(({ channel }) => channel)
  return [...new Set(named)].filter(channel => !channels.includes(channel))
}
