import * as z from 'zod/mini'
import { InvalidSettingError } from './domain/errors.ts'
import { type ChannelName, channelNames } from './domain/notification.ts'
import {
  maxTableGapSeconds,
  maxTablePolls,
  maxTableSeconds,
  type PollTable,
  pollTableIn,
} from './domain/pollTable.ts'
import { allowedApiUrl } from './domain/slackOrigins.ts'

/** Flowbell's own settings, read from FLOWBELL_* variables. Absent ones are null. */
export type Settings = {
  readonly topicArn: string | null
  readonly slackSecretArn: string | null
  readonly slackApiUrl: string
  /** Origins besides Slack's own to which Slack messages may go. */
  readonly slackOrigins: readonly string[]
  readonly teamsSecretArn: string | null
  /** Origins besides Microsoft's own to which Teams messages may go. */
  readonly teamsOrigins: readonly string[]
  readonly eventBusName: string | null
  readonly auditLogGroup: string | null
  readonly deadLetterQueueUrl: string | null
  readonly overdueAfterSeconds: number
  /** A fitted schedule in place of the default one. */
  readonly pollTable: PollTable | null
  readonly stateMachineArn: string | null
  /** The routing document as text, or the Systems Manager parameter that holds it. */
  readonly routes: string | null
  readonly routesParameter: string | null
  /** Tells the metrics of several stacks in one Region apart. */
  readonly stackName: string
}

type Environment = Readonly<Record<string, string | undefined>>

const text = (pattern: RegExp, expected: string) => z.optional(z.string().check(z.regex(pattern, expected)))

const secretArn = text(
  /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]{1,512}$/u,
  'must be the ARN of a Secrets Manager secret, arn:aws:secretsmanager:<region>:<account>:secret:<name>',
)
const origins = z.optional(
  z
    .string()
    .check(z.refine(isListOfOrigins, 'must be origins separated by commas, such as http://127.0.0.1:9099')),
)

/** One pattern and one sentence of help per setting. */
const schema = z.object({
  FLOWBELL_TOPIC_ARN: text(
    /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/u,
    'must be the ARN of a standard SNS topic, arn:aws:sns:<region>:<account>:<name>',
  ),
  FLOWBELL_SLACK_SECRET_ARN: secretArn,
  FLOWBELL_SLACK_API_URL: z.optional(
    z
      .string()
      .check(z.refine(isWebAddress, 'must be an http or https address such as https://slack.com/api/')),
  ),
  FLOWBELL_SLACK_ORIGINS: origins,
  FLOWBELL_TEAMS_SECRET_ARN: secretArn,
  FLOWBELL_TEAMS_ORIGINS: origins,
  FLOWBELL_EVENT_BUS_NAME: text(
    /^(?:arn:aws[a-z-]*:events:[a-z0-9-]+:\d{12}:event-bus\/)?[/.\-_A-Za-z0-9]{1,256}$/u,
    'must be the name or the ARN of an event bus',
  ),
  FLOWBELL_AUDIT_LOG_GROUP: text(
    /^[.\-_/#A-Za-z0-9]{1,512}$/u,
    'must be the name of a CloudWatch Logs group: 1 to 512 of letters, digits and . - _ / #',
  ),
  FLOWBELL_DEAD_LETTER_QUEUE_URL: z.optional(
    z.string().check(z.refine(isWebAddress, 'must be the URL of an SQS queue')),
  ),
  FLOWBELL_OVERDUE_MINUTES: text(
    /^(?:[1-9]\d?|[1-6]\d\d|7[01]\d|720)$/u,
    'must be whole minutes from 1 to 720',
  ),
  FLOWBELL_POLL_TABLE: z.optional(
    z
      .string()
      .check(
        z.refine(
          table => pollTableIn(table) !== null,
          `must be whole seconds between polls such as 35,14,12x3: each at most ${maxTableGapSeconds}, ${maxTablePolls} polls and ${maxTableSeconds} s at most; "flowbell schedule --fit" prints it`,
        ),
      ),
  ),
  FLOWBELL_STATE_MACHINE_ARN: text(
    /^arn:aws[a-z-]*:states:[a-z0-9-]+:\d{12}:stateMachine:[\w-]{1,80}$/u,
    'must be the ARN of a state machine',
  ),
  FLOWBELL_ROUTES: z.optional(z.string()),
  FLOWBELL_ROUTES_PARAMETER: text(
    /^\/?[\w.-]{1,256}(?:\/[\w.-]{1,256}){0,14}$/u,
    'must be the name of a Systems Manager parameter',
  ),
  FLOWBELL_STACK_NAME: text(
    /^[A-Za-z][A-Za-z0-9-]{0,127}$/u,
    'must be the name of a CloudFormation stack: a letter, then letters, digits and -',
  ),
})
type SettingName = keyof z.infer<typeof schema>

/**
 * Reads and checks all settings at once. `required` names those that this caller cannot do without.
 * An empty value counts as unset. Throws InvalidSettingError whose message begins with the setting's name.
 */
export function readSettings(environment: Environment, required: readonly SettingName[]): Settings {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => name.startsWith('FLOWBELL_') && value),
  )
  refuseUnknownNames(Object.keys(given))
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new InvalidSettingError(`${String(issue?.path[0])} ${issue?.message ?? 'is malformed'}`)
  }
  const values = parsed.data
  for (const name of required) {
    if (values[name] === undefined) throw new InvalidSettingError(`${name} is missing: set it`)
  }
  const slackOrigins = originsOf(values.FLOWBELL_SLACK_ORIGINS ?? '')
  return {
    topicArn: values.FLOWBELL_TOPIC_ARN ?? null,
    slackSecretArn: values.FLOWBELL_SLACK_SECRET_ARN ?? null,
    slackApiUrl: checkedSlackApiUrl(values.FLOWBELL_SLACK_API_URL ?? 'https://slack.com/api/', slackOrigins),
    slackOrigins,
    teamsSecretArn: values.FLOWBELL_TEAMS_SECRET_ARN ?? null,
    teamsOrigins: originsOf(values.FLOWBELL_TEAMS_ORIGINS ?? ''),
    eventBusName: values.FLOWBELL_EVENT_BUS_NAME ?? null,
    auditLogGroup: values.FLOWBELL_AUDIT_LOG_GROUP ?? null,
    deadLetterQueueUrl: values.FLOWBELL_DEAD_LETTER_QUEUE_URL ?? null,
    overdueAfterSeconds: Number(values.FLOWBELL_OVERDUE_MINUTES ?? '60') * 60,
    pollTable: pollTableIn(values.FLOWBELL_POLL_TABLE ?? ''),
    stateMachineArn: values.FLOWBELL_STATE_MACHINE_ARN ?? null,
    routes: values.FLOWBELL_ROUTES ?? null,
    routesParameter: values.FLOWBELL_ROUTES_PARAMETER ?? null,
    stackName: values.FLOWBELL_STACK_NAME ?? 'flowbell',
  }
}

/** The names of the channels that are set. */
export function configuredChannels(settings: Settings): ChannelName[] {
  const configured: Record<ChannelName, boolean> = {
    sns: settings.topicArn !== null,
    slack: settings.slackSecretArn !== null,
    eventbridge: settings.eventBusName !== null,
    teams: settings.teamsSecretArn !== null,
  }
  return channelNames.filter(name => configured[name])
}

/** A misspelt name would silently switch a channel off. */
function refuseUnknownNames(names: readonly string[]): void {
  const known = Object.keys(schema.def.shape)
  const unknown = names.find(name => !known.includes(name))
  if (unknown)
    throw new InvalidSettingError(
      `${unknown} is not a setting of Flowbell; the settings are ${known.join(', ')}`,
    )
}

function checkedSlackApiUrl(address: string, slackOrigins: readonly string[]): string {
  const base = address.endsWith('/') ? address : `${address}/`
  if (allowedApiUrl(base, slackOrigins) !== null) return base
  throw new InvalidSettingError(
    "FLOWBELL_SLACK_API_URL is not at one of Slack's own origins: add its origin to FLOWBELL_SLACK_ORIGINS to allow it",
  )
}

function isWebAddress(address: string): boolean {
  const protocol = URL.parse(address)?.protocol
  return protocol === 'https:' || protocol === 'http:'
}

function isListOfOrigins(list: string): boolean {
  return originsOf(list).every(origin => URL.parse(origin)?.origin === origin)
}

function originsOf(list: string): string[] {
  return list
    .split(',')
    .map(origin => origin.trim().replace(/\/$/u, ''))
    .filter(origin => origin !== '')
}
