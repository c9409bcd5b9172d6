import { en } from 'zod/locales'
import * as z from 'zod/mini'
import { InvalidSettingError } from './errors.ts'
import { visibleText } from './inertText.ts'
import { channelNames, type Target } from './notification.ts'
import { Outcome, Severity } from './outcome.ts'
import { FlowOperationType } from './watchRequest.ts'

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
export type Route = z.infer<typeof Route>

/**
 * All targets that ask to wait share 4,000 of an execution's 25,000 history events (`roundsOfEach`): of so many, each may ask
 * 14 times, where up to eleven may ask 40 times (docs/adr/0030).
 */
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

/** A refusal quotes the document's own names, which may be of any length, and goes into the log and a terminal. */
const maxRefusalCharacters = 500

/** Reads the document, whose mistakes are told in words. Throws InvalidSettingError that says where it is wrong. */
export function parseRouting(document: string): RoutingDocument {
  const parsed = RoutingDocument.safeParse(parsedJson(document), { error: en().localeError })
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const where = issue?.path.join('.') || 'it'
  const why = `the routing document is not valid: ${where}: ${issue?.message ?? 'not understood'}`
  throw new InvalidSettingError(visibleText(why, maxRefusalCharacters))
}

function parsedJson(document: string): unknown {
  try {
    return JSON.parse(document)
  } catch (error) {
    throw new InvalidSettingError('the routing document is not JSON', { cause: error })
  }
}

/** The way that a route's target names. */
export function targetOf(to: z.infer<typeof RouteTarget>): Target {
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
