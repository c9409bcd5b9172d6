import { inspect } from 'node:util'
import { describe, expect, jest, test } from '@jest/globals'
import { readSettings } from '../../../functions/config.ts'
import {
  awsError,
  FakeAws,
  fixed,
  jsonAnswer,
  type Script,
  type Seen,
  snsError,
  times,
} from '../../contract/fakeAws.ts'
import {
  COMPLETED,
  FIREWALL_ARN,
  OPERATION_ID,
  REGION,
  refusedEvent,
  startEvent,
} from '../../contract/fixtures.ts'
import { type Run, runFlowbell } from '../../contract/runFlowbell.ts'
import { canaries, leaksIn, webhookPath } from './canaries.ts'

jest.setTimeout(60_000)

type Secret = (aws: FakeAws) => string
const webhook: Secret = aws => JSON.stringify({ webhookUrl: `${aws.origin('slack')}${webhookPath}` })
const bot: Secret = () => JSON.stringify({ botToken: canaries.botToken, channel: 'C0123456789' })

function environmentOf(aws: FakeAws): Record<string, string> {
  return {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: canaries.secretAccessKey,
    AWS_SESSION_TOKEN: canaries.sessionToken,
    AWS_ENDPOINT_URL: aws.origin('any'),
    FLOWBELL_TOPIC_ARN: `arn:aws:sns:${REGION}:123456789012:topic`,
    FLOWBELL_SLACK_SECRET_ARN: `arn:aws:secretsmanager:${REGION}:123456789012:secret:slack-AbCdEf`,
    FLOWBELL_SLACK_API_URL: `${aws.origin('slack')}/api/`,
    FLOWBELL_SLACK_ORIGINS: aws.origin('slack'),
    FLOWBELL_EVENT_BUS_NAME: 'bus',
    FLOWBELL_AUDIT_LOG_GROUP: '/flowbell/audit',
    FLOWBELL_DEAD_LETTER_QUEUE_URL: `${aws.origin('sqs')}/123456789012/letters`,
  }
}

/** Everything that a run of the command said and sent, but for the places that are made for the secret. */
function leaksOf(run: Run, aws: FakeAws): string[] {
  return leaksIn([
    ['standard output', run.stdout],
    ['standard error', run.stderr],
    ...aws.requests.flatMap(placesOf),
  ])
}

function placesOf({ service, operation, path, headers, body }: Seen): (readonly [string, string])[] {
  if (service === 'slack') return [[`body of ${operation}`, body]]
  const { 'x-amz-security-token': _token, ...others } = headers
  return [
    [`${service} ${operation}`, `${path} ${body}`],
    [`headers of ${operation}`, JSON.stringify(others)],
  ]
}

async function leaksOfRun(
  args: readonly string[],
  scenario: {
    readonly secret: Secret
    readonly script?: Script
    readonly event?: object
    readonly settings?: Record<string, string>
  },
): Promise<{ leaks: string[]; code: number | null }> {
  const { secret, script = {}, event = startEvent(), settings = {} } = scenario
  const aws = await new FakeAws({ script: { DescribeFlowOperation: [COMPLETED], ...script } }).start()
  try {
    aws.setSecrets([secret(aws)])
    const env = { ...environmentOf(aws), ...settings }
    const run = await runFlowbell(args, { env, stdin: JSON.stringify(event) })
    expect(run.killed).toBe(false)
    return { leaks: leaksOf(run, aws), code: run.code }
  } finally {
    await aws.close()
  }
}

const replay = ['replay', '-', '--no-wait']
const quoting = `Cannot POST ${webhookPath} with Bearer ${canaries.botToken}`
const signature = `The Canonical String should have been\n'x-amz-security-token:${canaries.sessionToken}'`

/** Slack and AWS fail in ways that quote secrets; the last member is the exit code. */
const failures: readonly (readonly [string, Secret, Script, 0 | 1])[] = [
  ['a delivery', webhook, {}, 0],
  ['a delivery as a bot', bot, {}, 0],
  ['a webhook that quotes its address', webhook, { webhook: [fixed(404, quoting)] }, 1],
  [
    'a webhook that quotes its address for a while',
    webhook,
    { webhook: [...times(2, fixed(502, quoting)), fixed(200, 'ok')] },
    0,
  ],
  ['a webhook that redirects', webhook, { webhook: [fixed(302, '', { location: webhookPath })] }, 1],
  ['a token that is quoted', bot, { 'chat.postMessage': [jsonAnswer({ ok: false, error: quoting })] }, 1],
  [
    'a token that is quoted as an id',
    bot,
    { 'chat.postMessage': [jsonAnswer({ ok: true, ts: canaries.botToken, channel: canaries.botToken })] },
    0,
  ],
  ['a secret that is no JSON', () => `{"botToken":"${canaries.botToken}"`, {}, 1],
  [
    'signatures that are refused',
    webhook,
    {
      Publish: [snsError('SignatureDoesNotMatch', 403)],
      PutEvents: [awsError('InvalidSignatureException', 403, signature)],
      SendMessage: [awsError('InvalidSignatureException', 403, signature)],
      PutLogEvents: [awsError('InvalidSignatureException', 403, signature)],
      GetSecretValue: [awsError('InvalidSignatureException', 403, signature)],
    },
    1,
  ],
]

describe('replay prints and sends no secret', () => {
  // With and without --json in turn.
  const cases = failures.map(([name, secret, script, code], index) => {
    const args = index % 2 === 0 ? replay : [...replay, '--json']
    return [name, args, { secret, script }, code] as const
  })
  test.each(cases)('after %s: %j', async (_name, args, scenario, code) => {
    expect(await leaksOfRun(args, scenario)).toEqual({ leaks: [], code })
  })
})

test('nor does a refused start, nor a watch that writes its records to standard error', async () => {
  expect(await leaksOfRun(replay, { secret: webhook, event: refusedEvent() })).toEqual({ leaks: [], code: 0 })
  const watch = ['watch', '--firewall-arn', FIREWALL_ARN, '--flow-operation-id', OPERATION_ID]
  const settings = { FLOWBELL_AUDIT_LOG_GROUP: '' }
  const script = { webhook: [fixed(404, quoting)] }
  expect(await leaksOfRun(watch, { secret: webhook, script, settings })).toEqual({ leaks: [], code: 1 })
})

test('nor do settings that hold a secret by mistake', async () => {
  const names = [
    'FLOWBELL_SLACK_SECRET_ARN',
    'FLOWBELL_SLACK_API_URL',
    'FLOWBELL_SLACK_ORIGINS',
    'FLOWBELL_TOPIC_ARN',
    'FLOWBELL_EVENT_BUS_NAME',
    'FLOWBELL_ROUTES',
    'FLOWBELL_OVERDUE_MINUTES',
  ]
  const values = [canaries.botToken, `https://hooks.slack.com${webhookPath}`, `"${canaries.botToken}\n`]
  const complaints = names.flatMap(name =>
    values.map(value => [name, complaintAbout({ [name]: value })] as const),
  )
  expect(leaksIn(complaints)).toEqual([])
  const settings = { FLOWBELL_SLACK_SECRET_ARN: canaries.botToken }
  expect(await leaksOfRun(replay, { secret: webhook, settings })).toEqual({ leaks: [], code: 2 })
})

/** What is said of a setting; empty when it is taken. */
function complaintAbout(environment: Record<string, string>): string {
  try {
    readSettings(environment, [])
    return ''
  } catch (error) {
    return inspect(error, { depth: Infinity })
  }
}
