import { en } from 'zod/locales'
import * as z from 'zod/mini'
import { InvalidSettingError } from './errors.ts'
import { type ChannelName, channelNames, isSameTarget, type Target } from './notification.ts'
import { Outcome, Severity, type Severity as SeverityName } from './outcome.ts'
import type { FlowOperationReport } from './report.ts'
import { FlowOperationType, firewallNameOf } from './watchRequest.ts'

const text = (pattern: RegExp, expected: string) => z.string().check(z.regex(pattern, expected))
const atLeastOne = <Item>(item: z.ZodMiniType<Item>) => z.array(item).check(z.minLength(1))
const namePattern = z.string().check(z.minLength(1), z.maxLength(256))

export const RouteTarget = z.discriminatedUnion('channel', [
  z.strictObject({
    channel: z.literal('slack'),
    slackChannel: z.optional(text(/^[CG][A-Z0-9]{8,20}$/u, 'must be a Slack channel id such as C0123456789')),
  }),
  z.strictObject({
    channel: z.literal('sns'),
    topicArn: z.optional(
      text(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/u, 'must be the ARN of a standard SNS topic'),
    ),
  }),
  z.strictObject({ channel: z.literal('eventbridge') }),
  z.strictObject({ channel: z.literal('teams') }),
])

/** What a route asks for; what it does not name it does not ask for. `*` in a name stands for any text. */
const Conditions = z.strictObject({
  outcomes: z.optional(atLeastOne(Outcome)),
  operationTypes: z.optional(atLeastOne(FlowOperationType)),
  firewalls: z.optional(atLeastOne(namePattern)),
  tags: z.optional(z.record(namePattern, namePattern)),
})

const Route = z.strictObject({
  name: namePattern,
  when: z._default(Conditions, {}),
  minimumSeverity: z._default(Severity, 'info'),
  to: atLeastOne(RouteTarget),
})
type Route = z.infer<typeof Route>

/** Each target that asks to wait takes up to 360 of an execution's 25,000 history events (ADR 30). */
const maxTargets = 30

function hasFewTargets({
  routes,
  otherwise = [],
}: {
  readonly routes: readonly Route[]
  readonly otherwise?: Route['to'] | undefined
}): boolean {
  const targets = [...routes.flatMap(({ to }) => to), ...otherwise].map(to => JSON.stringify(targetOf(to)))
  return new Set(targets).size <= maxTargets
}

/**
 * Who hears of what. Every route that fits adds its targets; what no route fits goes to `otherwise`, by default every
 * channel that is set. `minimumSeverity` by channel keeps lesser messages out of it, whatever route they come by.
 */
export const RoutingDocument = z
  .strictObject({
    schemaVersion: z.literal(1),
    minimumSeverity: z._default(z.partialRecord(z.enum(channelNames), Severity), {}),
    routes: z.array(Route),
    otherwise: z.optional(z.array(RouteTarget)),
  })
  .check(
    z.refine(
      hasFewTargets,
      `must name at most ${maxTargets} different targets, since each has its share of one execution`,
    ),
  )
export type RoutingDocument = z.infer<typeof RoutingDocument>

/** Everything to every channel that is set: what holds without a document. */
export const defaultRouting: RoutingDocument = { schemaVersion: 1, minimumSeverity: {}, routes: [] }

/** Reads the document, whose mistakes are told in words. Throws InvalidSettingError that says where it is wrong. */
export function parseRouting(document: string): RoutingDocument {
  const parsed = RoutingDocument.safeParse(parsedJson(document), { error: en().localeError })
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const where = issue?.path.join('.') || 'it'
  throw new InvalidSettingError(
    `the routing document is not valid: ${where}: ${issue?.message ?? 'not understood'}`,
  )
}

function parsedJson(document: string): unknown {
  try {
    return JSON.parse(document)
  } catch (error) {
    throw new InvalidSettingError('the routing document is not JSON', { cause: error })
  }
}

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
  readonly minimumSeverity: SeverityName
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

function targetOf(to: z.infer<typeof RouteTarget>): Target {
  switch (to.channel) {
    case 'slack':
      return { channel: 'slack', target: to.slackChannel ?? null }
    case 'sns':
      return { channel: 'sns', target: to.topicArn ?? null }
    case 'eventbridge':
    case 'teams':
      return { channel: to.channel, target: null }
  }
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

const severities: readonly SeverityName[] = ['info', 'warning', 'critical']

function higherOf(one: SeverityName, other: SeverityName): SeverityName {
  return severities.indexOf(one) >= severities.indexOf(other) ? one : other
}

function judged(severity: SeverityName, floor: SeverityName, why: string) {
  const isSent = severities.indexOf(severity) >= severities.indexOf(floor)
  return { isSent, why: isSent ? why : `${why}, but ${severity} is below the minimum of ${floor}` }
}
