import { type ChannelName, isSameTarget, type Target } from './notification.ts'
import type { Outcome, Severity } from './outcome.ts'
import type { FlowOperationReport } from './report.ts'
import { type Route, type RoutingDocument, targetOf } from './routingDocument.ts'
import { firewallNameOf } from './watchRequest.ts'

/** What is to be told, as far as routes look at it. `tags` is null when they could not be read. */
export type RoutedMessage = Pick<
  FlowOperationReport,
  'notice' | 'outcome' | 'severity' | 'flowOperationType' | 'firewallArn'
> & { readonly tags: Readonly<Record<string, string>> | null }

/** Where one message goes, and why; or why it does not go there. */
export type RouteDecision = Target & { readonly isSent: boolean; readonly why: string }

/** True when the routes of this message name targets, and none of them on a channel that is set. */
export function isMisrouted(
  routing: RoutingDocument,
  message: RoutedMessage,
  channels: readonly ChannelName[],
): boolean {
  return doLeadNowhere(namedWays(routing, message, channels), channels)
}

/**
 * Decides for each target that any fitting route names, once each. Only channels that are set count; routes that lead to none
 * of them count as none, and everybody is told.
 */
export function routeMessage(
  routing: RoutingDocument,
  message: RoutedMessage,
  channels: readonly ChannelName[],
): RouteDecision[] {
  const decisions: RouteDecision[] = []
  for (const { why, minimumSeverity, targets } of waysOf(routing, message, channels)) {
    for (const target of targets.filter(({ channel }) => channels.includes(channel))) {
      const floor = higherOf(minimumSeverity, routing.minimumSeverity[target.channel] ?? 'info')
      const at = decisions.findIndex(decision => isSameTarget(decision, target))
      if (decisions[at]?.isSent) continue
      decisions.splice(at < 0 ? decisions.length : at, 1, {
        ...target,
        ...judged(message.severity, floor, why),
      })
    }
  }
  return decisions
}

type Way = {
  readonly why: string
  readonly minimumSeverity: Severity
  readonly targets: readonly Target[]
}

function waysOf(
  routing: RoutingDocument,
  message: RoutedMessage,
  channels: readonly ChannelName[],
): readonly Way[] {
  const ways = namedWays(routing, message, channels)
  return doLeadNowhere(ways, channels)
    ? [everywhere(channels, 'its routes lead to no channel that is set')]
    : ways
}

function namedWays(
  routing: RoutingDocument,
  message: RoutedMessage,
  channels: readonly ChannelName[],
): readonly Way[] {
  const fitting = routing.routes.filter(route => doesFit(route, message))
  return fitting.length > 0 ? fitting.map(wayOf) : [wayOfTheRest(routing, channels)]
}

function wayOf({ name, minimumSeverity, to }: Route): Way {
  return { why: `route "${name}"`, minimumSeverity, targets: to.map(targetOf) }
}

function wayOfTheRest({ otherwise }: RoutingDocument, channels: readonly ChannelName[]): Way {
  const way = everywhere(channels, 'no route fits, so it goes where everything else does')
  return otherwise ? { ...way, targets: otherwise.map(targetOf) } : way
}

function everywhere(channels: readonly ChannelName[], why: string): Way {
  return { why, minimumSeverity: 'info', targets: channels.map(channel => ({ channel, target: null })) }
}

/** Silence that somebody asked for names no target at all; targets on channels that are not set are a mistake. */
function doLeadNowhere(ways: readonly Way[], channels: readonly ChannelName[]): boolean {
  const targets = ways.flatMap(way => way.targets)
  return targets.length > 0 && !targets.some(({ channel }) => channels.includes(channel))
}

function doesFit({ when }: Route, message: RoutedMessage): boolean {
  const { flowOperationType: type } = message
  const name = firewallNameOf(message.firewallArn)
  // What is not known fits, as tags do: a message too many is better than one too few.
  const unknownFits = message.notice !== 'STARTED'
  if (when.operationTypes && !(type === null ? unknownFits : when.operationTypes.includes(type))) return false
  if (when.firewalls && !(name === null ? unknownFits : when.firewalls.some(one => doesMatch(one, name))))
    return false
  return doesOutcomeFit(when.outcomes, message) && doTagsFit(when.tags, message)
}

/** An overdue operation may still end in any way, so it concerns every route; a card of the start only those that hear of every end. */
function doesOutcomeFit(
  outcomes: readonly Outcome[] | undefined,
  { notice, outcome }: RoutedMessage,
): boolean {
  if (outcomes === undefined || notice === 'OVERDUE') return true
  return outcome !== null && outcomes.includes(outcome)
}

/** Tags that could not be read fit every route that asks for some: a message too many is better than one too few. */
function doTagsFit(wanted: Readonly<Record<string, string>> | undefined, message: RoutedMessage): boolean {
  if (wanted === undefined) return true
  const { tags, notice } = message
  if (tags === null) return notice !== 'STARTED'
  return Object.entries(wanted).every(
    ([key, pattern]) => Object.hasOwn(tags, key) && doesMatch(pattern, tags[key] ?? ''),
  )
}

/** `*` stands for any text, everything else for itself. Looks for one piece after the other, so that no pattern takes long. */
function doesMatch(pattern: string, name: string): boolean {
  const [first = '', ...others] = pattern.split('*')
  const last = others.pop()
  if (last === undefined) return name === first
  let at = first.length
  for (const piece of others) {
    const foundAt = name.indexOf(piece, at)
    if (foundAt < 0) return false
    at = foundAt + piece.length
  }
  return name.startsWith(first) && name.endsWith(last) && name.length - last.length >= at
}

const severities: readonly Severity[] = ['info', 'warning', 'critical']

function higherOf(one: Severity, other: Severity): Severity {
  return severities.indexOf(one) >= severities.indexOf(other) ? one : other
}

function judged(severity: Severity, floor: Severity, why: string) {
  const isSent = severities.indexOf(severity) >= severities.indexOf(floor)
  return { isSent, why: isSent ? why : `${why}, but ${severity} is below the minimum of ${floor}` }
}
