/** One run of the command against one model of AWS and Slack, with what came of it in readable form. */
import { expect } from '@jest/globals'
import { FakeAws, type Script, type Seen } from './fakeAws.ts'
import { REGION, startEvent } from './fixtures.ts'
import { isObject, type JsonObject, listOf, objectOf, parseObject, textOf } from './json.ts'
import { type Run, type RunOptions, runFlowbell } from './runFlowbell.ts'

type Channel = 'sns' | 'slack' | 'eventbridge'
type SlackMode = 'webhook' | 'bot'

/** Marks every secret of a run; may go to Slack and nowhere else. */
export const CANARY = 'CANARYdeadbeef0123456789'
export const KEY_CANARY = 'CANARYawssecretaccesskey'
export const TOPIC_ARN = 'arn:aws:sns:eu-west-1:123456789012:flowbell'
const SECRET_ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:flowbell-AbCdEf'
export const BUS_NAME = 'security-events'
export const LOG_GROUP = '/flowbell/audit'
export const SLACK_CHANNEL = 'C0123456789'

interface Delivery {
  channel: string
  status: string
  attempts: number
}

export interface Summary {
  flowOperationId: string | null
  outcome: string
  polls: number
  executionStatus: string
  deliveries: Delivery[]
}

export interface Scenario {
  event?: JsonObject | string
  script?: Script
  /** All three unless told. */
  channels?: readonly Channel[]
  slack?: SlackMode
  /** The values of the secret, read by read; made of the origin of the Slack model. */
  secrets?: (aws: FakeAws) => string[]
  /** Over and above the standard environment; undefined takes a variable away. */
  settings?: (aws: FakeAws) => Settings
  args?: readonly string[]
  run?: Pick<RunOptions, 'files' | 'limitMs' | 'stdin'>
}

/** Environment variables; undefined takes one away. */
export type Settings = Record<string, string | undefined>

interface Published {
  seen: Seen
  attributes: Record<string, string>
  attributeTypes: string[]
  subject: string | undefined
  structure: JsonObject
  document: JsonObject
}

const webhookUrl = (aws: FakeAws, path = CANARY): string =>
  `${aws.origin('slack')}/services/T0FLOWBELL/B0FLOWBELL/${path}`
export const webhookSecret = (aws: FakeAws, path = CANARY): string =>
  JSON.stringify({ webhookUrl: webhookUrl(aws, path) })
export const botSecret = (): string => JSON.stringify({ botToken: `xoxb-${CANARY}`, channel: SLACK_CHANNEL })

export function awsEnvironment(aws: FakeAws): Record<string, string> {
  return {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: KEY_CANARY,
    AWS_ENDPOINT_URL_NETWORK_FIREWALL: aws.origin('network-firewall'),
    AWS_ENDPOINT_URL_SNS: aws.origin('sns'),
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: aws.origin('logs'),
    AWS_ENDPOINT_URL_SECRETS_MANAGER: aws.origin('secrets-manager'),
    AWS_ENDPOINT_URL_EVENTBRIDGE: aws.origin('events'),
    AWS_ENDPOINT_URL_SQS: aws.origin('sqs'),
    AWS_ENDPOINT_URL_SFN: aws.origin('bystander'),
  }
}

function environment(aws: FakeAws, scenario: Scenario = {}): Settings {
  const channels = scenario.channels ?? ['sns', 'slack', 'eventbridge']
  return {
    ...awsEnvironment(aws),
    FLOWBELL_AUDIT_LOG_GROUP: LOG_GROUP,
    FLOWBELL_DEAD_LETTER_QUEUE_URL: `${aws.origin('sqs')}/123456789012/flowbell-dead-letters`,
    FLOWBELL_SLACK_API_URL: `${aws.origin('slack')}/api/`,
    FLOWBELL_SLACK_ORIGINS: aws.origin('slack'),
    ...(channels.includes('sns') ? { FLOWBELL_TOPIC_ARN: TOPIC_ARN } : {}),
    ...(channels.includes('slack') ? { FLOWBELL_SLACK_SECRET_ARN: SECRET_ARN } : {}),
    ...(channels.includes('eventbridge') ? { FLOWBELL_EVENT_BUS_NAME: BUS_NAME } : {}),
    ...scenario.settings?.(aws),
  }
}

export async function withAws<T>(script: Script | undefined, use: (aws: FakeAws) => Promise<T>): Promise<T> {
  const aws = await new FakeAws(script === undefined ? {} : { script }).start()
  try {
    return await use(aws)
  } finally {
    await aws.close()
  }
}

/** `flowbell` with any arguments, in the environment of a scenario. */
export function command(args: readonly string[], scenario: Scenario = {}): Promise<Result> {
  return withAws(scenario.script, async aws => {
    aws.setSecrets(scenario.secrets?.(aws) ?? [scenario.slack === 'bot' ? botSecret() : webhookSecret(aws)])
    const run = await runFlowbell(args, { ...scenario.run, env: environment(aws, scenario) })
    const result = new Result(run, aws.requests, aws)
    result.expectNoSecretLeft()
    return result
  })
}

/** `flowbell replay - --no-wait --json` with an event on standard input. */
export function replay(scenario: Scenario = {}): Promise<Result> {
  const event = scenario.event ?? startEvent()
  const stdin = scenario.run?.stdin ?? (typeof event === 'string' ? event : JSON.stringify(event))
  const args = ['replay', '-', '--no-wait', '--json', ...(scenario.args ?? [])]
  return command(args, { ...scenario, run: { ...scenario.run, stdin } })
}

/** Runs once, however many tests look at the result. */
export function shared<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

export class Result {
  readonly run: Run
  readonly requests: readonly Seen[]
  private readonly aws: FakeAws

  constructor(run: Run, requests: readonly Seen[], aws: FakeAws) {
    this.run = run
    this.requests = requests
    this.aws = aws
  }

  of(...operations: Parameters<FakeAws['of']>): Seen[] {
    return this.aws.of(...operations)
  }

  /** Standard output, which must be one JSON object with the documented members. */
  get summary(): Summary {
    const value = parseObject(this.run.stdout)
    if (value === undefined) throw new Error(`standard output is not one JSON object: ${this.describe()}`)
    return value as unknown as Summary
  }

  /** For messages of failed assertions. */
  describe(): string {
    const { args, code, killed, stdout, stderr } = this.run
    return `flowbell ${args.join(' ')}\nexit ${code}${killed ? ' (killed)' : ''}\nstdout: ${stdout.slice(-1500)}\nstderr: ${stderr.slice(-3000)}`
  }

  delivery(channel: Channel): Delivery {
    const found = this.summary.deliveries.filter(delivery => delivery.channel === channel)
    if (found.length !== 1 || found[0] === undefined)
      throw new Error(`${found.length} deliveries of ${channel}: ${this.describe()}`)
    return found[0]
  }

  published(notice?: 'OUTCOME' | 'OVERDUE'): Published[] {
    return this.of('Publish')
      .map(seen => {
        const attributes: Record<string, string> = {}
        const attributeTypes: string[] = []
        for (const [key, value] of Object.entries(seen.fields)) {
          const index = /^MessageAttributes\.entry\.(\d+)\.Name$/.exec(key)?.[1]
          if (index === undefined) continue
          const of = (member: string): string =>
            textOf(seen.fields[`MessageAttributes.entry.${index}.Value.${member}`])
          attributes[textOf(value)] = of('StringValue')
          attributeTypes.push(of('DataType'))
        }
        const structure = parseObject(textOf(seen.fields['Message'])) ?? {}
        const subject = seen.fields['Subject']
        return {
          seen,
          attributes,
          attributeTypes,
          subject: typeof subject === 'string' ? subject : undefined,
          structure,
          document: parseObject(textOf(structure['sqs'])) ?? {},
        }
      })
      .filter(one => notice === undefined || one.attributes['notice'] === notice)
  }

  /** The machine-readable document of the outcome, as SNS got it. */
  get document(): JsonObject {
    const last = this.published('OUTCOME').at(-1)
    if (last === undefined) throw new Error(`no outcome was published: ${this.describe()}`)
    return last.document
  }

  /** Entries of PutEvents with the sequence number of their request. */
  get entries(): { seen: Seen; entry: JsonObject; detail: JsonObject }[] {
    return this.of('PutEvents').flatMap(seen =>
      listOf(seen.fields['Entries']).map(item => {
        const entry = objectOf(item)
        return { seen, entry, detail: parseObject(textOf(entry['Detail'])) ?? {} }
      }),
    )
  }

  /** Audit records that the log group accepted, in order. */
  get records(): { seen: Seen; record: JsonObject }[] {
    return this.of('PutLogEvents')
      .filter(seen => seen.accepted)
      .flatMap(seen =>
        listOf(seen.fields['logEvents']).map(event => {
          const record = parseObject(textOf(objectOf(event)['message']))
          if (record === undefined) throw new Error(`not a JSON line: ${JSON.stringify(event)}`)
          return { seen, record }
        }),
      )
  }

  recordsOf(type: string, channel?: Channel, notice?: 'OUTCOME' | 'OVERDUE'): JsonObject[] {
    return this.records
      .map(({ record }) => record)
      .filter(record => record['recordType'] === type)
      .filter(record => channel === undefined || record['channel'] === channel)
      .filter(record => notice === undefined || record['notice'] === notice)
  }

  get finished(): JsonObject {
    const record = this.recordsOf('OPERATION_FINISHED')[0]
    if (record === undefined) throw new Error(`no OPERATION_FINISHED record: ${this.describe()}`)
    return record
  }

  /** Dead letters as they were put into the queue. */
  get letters(): JsonObject[] {
    return this.of('SendMessage')
      .filter(seen => seen.accepted)
      .map(seen => parseObject(textOf(seen.fields['MessageBody'])) ?? {})
  }

  /** Seconds of virtual time from the end of the operation to a delivery. */
  waited(channel: Channel): number {
    const type =
      this.delivery(channel).status === 'DELIVERED' ? 'NOTIFICATION_DELIVERED' : 'NOTIFICATION_DEAD_LETTERED'
    const end = this.recordsOf(type, channel, 'OUTCOME')[0]
    return (Date.parse(textOf(end?.['time'])) - Date.parse(textOf(this.finished['time']))) / 1000
  }

  expectNoSecretLeft(): void {
    expect(this.run.stdout).not.toContain('CANARY')
    expect(this.run.stderr).not.toContain('CANARY')
    for (const seen of this.requests) {
      if (seen.service === 'slack') continue
      expect(`${seen.path} ${JSON.stringify(seen.headers)} ${seen.body}`).not.toContain('CANARY')
    }
    for (const seen of this.requests)
      expect(`${JSON.stringify(seen.headers)} ${seen.body}`).not.toContain(KEY_CANARY)
  }

  /** A run that ended as the contract wants: exit code, outcome, and what holds for every watch. */
  expectEnd(code: 0 | 1, outcome: string): this {
    if (this.run.code !== code)
      throw new Error(`exit code ${this.run.code} instead of ${code}: ${this.describe()}`)
    expect(this.summary).toEqual({
      flowOperationId: outcome === 'REFUSED' ? null : expect.any(String),
      outcome,
      polls: expect.any(Number),
      executionStatus: code === 0 ? 'SUCCEEDED' : 'FAILED',
      deliveries: expect.any(Array),
    })
    for (const delivery of this.summary.deliveries)
      expect(delivery).toEqual({
        channel: expect.stringMatching(/^(sns|slack|eventbridge)$/),
        status: expect.stringMatching(/^(DELIVERED|DEAD_LETTERED)$/),
        attempts: expect.any(Number),
      })
    return this
  }

  /** Bad usage or a bad event: code 2, exactly one line on standard error, nothing sent. */
  expectRefusedToRun(pattern: RegExp = /\S/): this {
    const lines = this.run.stderr.split('\n').filter(line => line !== '')
    expect({ code: this.run.code, lines: lines.length, stderr: this.run.stderr.slice(0, 600) }).toEqual({
      code: 2,
      lines: 1,
      stderr: expect.stringMatching(pattern),
    })
    expect(this.requests.map(seen => `${seen.service} ${seen.operation}`)).toEqual([])
    return this
  }
}

const CHANNEL_OPERATIONS = [
  'Publish',
  'webhook',
  'chat.postMessage',
  'chat.update',
  'PutEvents',
  'SendMessage',
] as const

/** Everything that was sent to people or to the dead-letter queue. */
export const sentToPeople = (result: Result): Seen[] => result.of(...CHANNEL_OPERATIONS)

/** A card that is edited while the watch goes on names none of them. */
const outcomeWord = /COMPLETED|FAILED|REFUSED|EXPIRED|TIMED_OUT|UNKNOWN/

/** Requests that carry the outcome, on whatever channel. */
export function outcomeRequests(result: Result): Seen[] {
  const finishing = new Set<Seen>([
    ...result.published('OUTCOME').map(one => one.seen),
    ...result.entries
      .filter(one => one.entry['DetailType'] === 'Flow Operation Finished')
      .map(one => one.seen),
    ...result.of('chat.update').filter(seen => outcomeWord.test(textOf(seen.fields['text']))),
    ...result
      .of('SendMessage')
      .filter(seen => parseObject(textOf(seen.fields['MessageBody']))?.['notice'] === 'OUTCOME'),
  ])
  if (result.recordsOf('NOTIFICATION_DELIVERED', undefined, 'OVERDUE').length === 0)
    for (const seen of result.of('webhook')) finishing.add(seen)
  return [...finishing]
}

/** What must hold after every watch whose audit log works, however it ended. */
export function expectInvariants(
  result: Result,
  channels: readonly Channel[] = ['sns', 'slack', 'eventbridge'],
): void {
  const { summary } = result
  const finished = result.records.filter(({ record }) => record['recordType'] === 'OPERATION_FINISHED')
  expect(new Set(finished.map(({ record }) => record['recordId'])).size).toBe(1)
  const written = finished[0]?.seen.seq ?? Number.POSITIVE_INFINITY
  for (const seen of outcomeRequests(result)) expect(seen.seq).toBeGreaterThan(written)
  expect(summary.deliveries.map(delivery => delivery.channel).sort()).toEqual([...channels].sort())
  for (const channel of channels) {
    const { status, attempts } = result.delivery(channel)
    const delivered = new Set(
      result.recordsOf('NOTIFICATION_DELIVERED', channel, 'OUTCOME').map(one => one['recordId']),
    )
    const dead = new Set(
      result.recordsOf('NOTIFICATION_DEAD_LETTERED', channel, 'OUTCOME').map(one => one['recordId']),
    )
    expect({ channel, delivered: delivered.size, dead: dead.size }).toEqual({
      channel,
      delivered: status === 'DELIVERED' ? 1 : 0,
      dead: status === 'DELIVERED' ? 0 : 1,
    })
    const record = result.recordsOf(
      status === 'DELIVERED' ? 'NOTIFICATION_DELIVERED' : 'NOTIFICATION_DEAD_LETTERED',
      channel,
      'OUTCOME',
    )[0]
    expect(record?.['attempts']).toBe(attempts)
  }
  if (channels.includes('sns'))
    expect(result.delivery('sns').attempts).toBe(result.published('OUTCOME').length)
  if (channels.includes('eventbridge')) {
    const finishing = result.entries.filter(one => one.entry['DetailType'] === 'Flow Operation Finished')
    expect(result.delivery('eventbridge').attempts).toBe(finishing.length)
  }
  for (const { record } of result.records) {
    for (const key of ['schemaVersion', 'recordId', 'recordType', 'flowOperationId', 'firewallArn', 'time'])
      expect(Object.keys(record)).toContain(key)
    expect(record['time']).toEqual(expect.stringMatching(ISO))
  }
  expect(isObject(result.finished)).toBe(true)
}

export const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

export const millis = (value: JsonObject[string] | undefined): number => Date.parse(textOf(value))
