/** Bad usage, settings, the schedule, and the standard AWS variables. */
import { describe, expect, jest, test } from '@jest/globals'
import { startEvent } from './fixtures.ts'
import { listOf, parseObject } from './json.ts'
import { runFlowbell } from './runFlowbell.ts'
import { command, expectInvariants, replay, type Settings, shared } from './scenario.ts'

jest.setTimeout(180_000)

describe('settings: exit code 2, and the line names the variable', () => {
  test.concurrent.each<[string, Settings]>([
    ['FLOWBELL_AUDIT_LOG_GROUP', { FLOWBELL_AUDIT_LOG_GROUP: undefined }],
    ['FLOWBELL_AUDIT_LOG_GROUP', { FLOWBELL_AUDIT_LOG_GROUP: '' }],
    ['FLOWBELL_AUDIT_LOG_GROUP', { FLOWBELL_AUDIT_LOG_GROUP: 'audit records: * all' }],
    ['FLOWBELL_TOPIC_ARN', { FLOWBELL_TOPIC_ARN: 'flowbell' }],
    ['FLOWBELL_SLACK_SECRET_ARN', { FLOWBELL_SLACK_SECRET_ARN: 'https://hooks.slack.com/services/T/B/x' }],
    ['FLOWBELL_SLACK_API_URL', { FLOWBELL_SLACK_API_URL: 'slack' }],
    ['FLOWBELL_SLACK_ORIGINS', { FLOWBELL_SLACK_ORIGINS: 'not an origin' }],
    ['FLOWBELL_EVENT_BUS_NAME', { FLOWBELL_EVENT_BUS_NAME: 'a bus with spaces!' }],
    ['FLOWBELL_DEAD_LETTER_QUEUE_URL', { FLOWBELL_DEAD_LETTER_QUEUE_URL: 'flowbell-dead-letters' }],
    ['FLOWBELL_OVERDUE_MINUTES', { FLOWBELL_OVERDUE_MINUTES: 'soon' }],
    ['FLOWBELL_OVERDUE_MINUTES', { FLOWBELL_OVERDUE_MINUTES: '-5' }],
    ['FLOWBELL_OVERDUE_MINUTES', { FLOWBELL_OVERDUE_MINUTES: 'Infinity' }],
  ])('%s: %j', async (name, settings) => {
    ;(await replay({ settings: () => settings })).expectRefusedToRun(new RegExp(name))
  })

  test.concurrent('FLOWBELL_SLACK_API_URL on an origin that is not allowed', async () => {
    const result = await replay({
      slack: 'bot',
      settings: aws => ({ FLOWBELL_SLACK_API_URL: `${aws.origin('bystander')}/api/` }),
    })
    result.expectRefusedToRun(/FLOWBELL_SLACK_API_URL/)
  })
})

describe('bad usage: exit code 2, one line, nothing sent', () => {
  test.concurrent.each<[string, string[], RegExp]>([
    ['an unknown command', ['ring'], /ring/],
    ['replay without a file', ['replay', '--no-wait', '--json'], /\S/],
    ['replay with two files', ['replay', '-', '-', '--no-wait'], /\S/],
    ['an unknown flag of replay', ['replay', '-', '--no-wait', '--jsn'], /--jsn/],
    ['an unknown flag of demo', ['demo', '--no-wait', '--fast'], /--fast/],
    ['an unknown flag of schedule', ['schedule', '--yaml'], /--yaml/],
    ['demo with a scenario without a name', ['demo', '--no-wait', '--scenario'], /scenario/],
  ])('%s', async (_name, args, pattern) => {
    const result = await command(args, { run: { stdin: JSON.stringify(startEvent()) } })
    result.expectRefusedToRun(pattern)
  })

  test.concurrent('an unknown scenario is answered with the list of right ones', async () => {
    const result = await command(['demo', '--no-wait', '--json', '--scenario', 'sunny'])
    result.expectRefusedToRun(/sunny/)
    for (const name of [
      'completed',
      'completed-with-errors',
      'failed',
      'throttled',
      'refused',
      'slow',
      'expired',
    ])
      expect(result.run.stderr).toContain(name)
  })
})

describe('flowbell schedule', () => {
  const printed = shared(() => runFlowbell(['schedule', '--json']))

  test.concurrent('--json: one object, without any setting or credential', async () => {
    const run = await printed()
    expect({ code: run.code, stderr: run.stderr.slice(0, 400) }).toMatchObject({ code: 0 })
    expect(Object.keys(parseObject(run.stdout) ?? {})).toEqual(['pollTimesSeconds'])
  })

  test.concurrent('whole seconds, in order, up to 12 hours', async () => {
    const times = listOf(parseObject((await printed()).stdout)?.['pollTimesSeconds']).map(Number)
    expect(times.length).toBeGreaterThan(10)
    for (const [index, time] of times.entries()) {
      expect(Number.isInteger(time)).toBe(true)
      expect(time).toBeGreaterThan(index === 0 ? -1 : (times[index - 1] ?? 0))
    }
    expect(times.at(-1)).toBeLessThanOrEqual(43_200)
    expect(times.at(-1)).toBeGreaterThan(39_600)
  })

  test.concurrent('is the same every time', async () => {
    expect((await runFlowbell(['schedule', '--json'])).stdout).toBe((await printed()).stdout)
  })

  test.concurrent('without --json it prints text', async () => {
    const run = await runFlowbell(['schedule'])
    expect(run.code).toBe(0)
    expect(run.stdout.trim()).not.toBe('')
  })
})

describe('the standard AWS variables', () => {
  const noEndpoints = Object.fromEntries(
    ['NETWORK_FIREWALL', 'SNS', 'CLOUDWATCH_LOGS', 'SECRETS_MANAGER', 'EVENTBRIDGE', 'SQS', 'SFN'].map(
      name => [`AWS_ENDPOINT_URL_${name}`, undefined],
    ),
  )

  test.concurrent('AWS_ENDPOINT_URL alone serves every service', async () => {
    const result = await replay({
      settings: aws => ({ ...noEndpoints, AWS_ENDPOINT_URL: aws.origin('any') }),
    })
    result.expectEnd(0, 'COMPLETED')
    expectInvariants(result)
  })

  test.concurrent('an endpoint of one service goes before AWS_ENDPOINT_URL', async () => {
    const result = await replay({ settings: aws => ({ AWS_ENDPOINT_URL: aws.origin('bystander') }) })
    result.expectEnd(0, 'COMPLETED')
    expect(result.requests.filter(seen => seen.service === 'bystander')).toEqual([])
  })

  test.concurrent('AWS_SESSION_TOKEN goes with every call', async () => {
    const result = await replay({ settings: () => ({ AWS_SESSION_TOKEN: 'synthetic-session-token' }) })
    result.expectEnd(0, 'COMPLETED')
    for (const seen of result.requests)
      if (seen.service !== 'slack')
        expect(seen.headers['x-amz-security-token']).toBe('synthetic-session-token')
  })

  test.concurrent('AWS_PROFILE names the credentials', async () => {
    const credentials =
      '[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = x\n[blue]\naws_access_key_id = AKIABLUE\naws_secret_access_key = y\n'
    const result = await replay({
      run: { files: { '.aws/credentials': credentials } },
      settings: () => ({
        AWS_PROFILE: 'blue',
        AWS_ACCESS_KEY_ID: undefined,
        AWS_SECRET_ACCESS_KEY: undefined,
      }),
    })
    result.expectEnd(0, 'COMPLETED')
    for (const seen of result.requests)
      if (seen.service !== 'slack') expect(seen.headers.authorization).toContain('Credential=AKIABLUE/')
  })

  test.concurrent('every call is signed for the Region', async () => {
    const result = await replay()
    for (const seen of result.requests)
      if (seen.service !== 'slack') expect(seen.headers.authorization).toContain('/eu-west-1/')
  })

  test.concurrent('nothing else is asked of AWS, and the firewall is only read', async () => {
    const result = await replay()
    const asked = new Set(result.requests.map(seen => seen.operation))
    expect([...asked].sort()).toEqual(
      [
        'CreateLogStream',
        // Zones, tags and policy of the firewall, for what the message says; this AWS does not answer it.
        'DescribeFirewall',
        'DescribeFlowOperation',
        'GetSecretValue',
        'ListFlowOperationResults',
        'Publish',
        'PutEvents',
        'PutLogEvents',
        'webhook',
      ].sort(),
    )
  })
})
