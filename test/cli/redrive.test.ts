/** `flowbell redrive` with the settings of the environment, as a process of its own against the local model. */
import { describe, expect, jest, test } from '@jest/globals'
import { runFlowbell } from '../contract/runFlowbell.ts'
import { firstLetter, letterBody, overdueBody } from '../operator/support/letters.ts'
import { auditGroup, slackAnswers, useRedriveBed } from './redriveBed.ts'

jest.setTimeout(60_000)
const bed = useRedriveBed()

const left = () => bed().aws.sqs.messages(bed().queueUrl)
const calls = (operation: string) => bed().aws.requests.filter(request => request.operation === operation)

describe('what waits is sent, removed and recorded', () => {
  test('each message by its own channel; then the queue is empty, and the exit code 0', async () => {
    const { aws, park, redrive } = bed()
    await park(letterBody('sns', 1), letterBody('slack', 2))
    const { code, report, stderr } = await redrive()
    expect({ code, stderr, left: left() }).toEqual({ code: 0, stderr: '', left: [] })
    expect(aws.sns.published).toHaveLength(1)
    expect(aws.slack.webhookPosts).toHaveLength(1)
    expect(report.queues).toEqual([
      { name: 'notifications', url: bed().queueUrl, sent: 2, superseded: 0, stayed: 0, endedEarly: null },
    ])
    expect(report).toMatchObject({
      stack: null,
      region: 'eu-west-1',
      dryRun: false,
      stayed: [],
      sent: [
        {
          queue: 'notifications',
          channel: 'sns',
          flowOperationId: '0f3c9a52-7d1e-4b6a-9c38-000000000001',
          result: 'DELIVERED',
          attempts: 1,
          receipt: aws.sns.published[0]?.messageId,
          auditFailure: null,
        },
        { channel: 'slack', receipt: null, auditFailure: null },
      ],
    })
  })

  test('the record is the one that the watch would have written', async () => {
    const { aws, park, redrive } = bed()
    await park(letterBody('sns', 1))
    await redrive()
    expect(aws.logs.records(auditGroup)).toEqual([
      expect.objectContaining({
        recordId: '0f3c9a52-7d1e-4b6a-9c38-000000000001/NOTIFICATION_DELIVERED/OUTCOME/sns',
        recordType: 'NOTIFICATION_DELIVERED',
        channel: 'sns',
        notice: 'OUTCOME',
        attempts: 1,
        receipt: aws.sns.published[0]?.messageId,
      }),
    ])
  })

  test('removed before it is recorded, and sent before it is removed', async () => {
    const { aws, park, redrive } = bed()
    await park(letterBody('sns'))
    await redrive()
    const order = aws.requests.map(({ operation }) => operation).filter(name => name !== 'ReceiveMessage')
    expect(order.slice(1)).toEqual(['Publish', 'DeleteMessage', 'CreateLogStream', 'PutLogEvents'])
  })

  test('a letter of the first version is understood, and one of a later version too', async () => {
    const { aws, park, redrive } = bed()
    const later = { ...firstLetter, later: 1, document: { ...firstLetter.document, later: { deep: true } } }
    await park(JSON.stringify(firstLetter), JSON.stringify(later))
    expect((await redrive()).code).toBe(0)
    expect(aws.sns.published).toHaveLength(2)
  })

  test('nothing waits: exit code 0', async () => {
    const { code, report } = await bed().redrive()
    expect({ code, sent: report.sent, stayed: report.stayed }).toEqual({ code: 0, sent: [], stayed: [] })
  })
})

describe('a poison message stays, is looked at once, and can be seen again afterwards', () => {
  test.each([
    ['no JSON', 'not json', 'it is not JSON', null],
    ['another document', '{"hello":1}', 'it is not a dead letter of Flowbell: channel', null],
    [
      'a channel that nobody knows',
      letterBody('pigeon'),
      'it is not a dead letter of Flowbell: channel',
      null,
    ],
    [
      'a channel that is no longer configured',
      letterBody('eventbridge'),
      'the channel eventbridge is no longer configured',
      'eventbridge',
    ],
  ])('%s', async (_title, body, reason, channel) => {
    const { park, redrive } = bed()
    await park(body, letterBody('sns'))
    const { code, report } = await redrive()
    expect(code).toBe(1)
    expect(report.sent).toHaveLength(1)
    const [message] = left()
    expect(message).toMatchObject({ body })
    expect(report.stayed).toEqual([
      expect.objectContaining({
        messageId: message?.messageId,
        channel,
        reason: expect.stringContaining(reason),
      }),
    ])
    // One receive per message, and one that finds nothing.
    expect(calls('ReceiveMessage')).toHaveLength(3)
    expect(calls('ChangeMessageVisibility')).toMatchObject([{ body: { VisibilityTimeout: 0 } }])
    expect((await redrive()).report.stayed).toHaveLength(1)
  })

  test('a message that the channel refuses again', async () => {
    const { aws, park, redrive } = bed()
    await park(letterBody('slack'))
    aws.slack.failNext({
      operation: 'webhook',
      fault: slackAnswers(410, 'channel_is_archived'),
      times: Infinity,
    })
    const { code, report } = await redrive()
    expect(code).toBe(1)
    expect(report.stayed).toMatchObject([
      { channel: 'slack', reason: expect.stringContaining('channel_is_archived') },
    ])
    expect(left()).toHaveLength(1)
    expect(aws.logs.records(auditGroup)).toEqual([])
  })
})

describe('a channel that says when to come back', () => {
  test('is waited for, and gets its message', async () => {
    const { aws, park, redrive } = bed()
    await park(letterBody('slack'))
    aws.slack.failNext({
      operation: 'webhook',
      fault: slackAnswers(429, 'rate_limited', { 'retry-after': '1' }),
    })
    const { code, report, stderr } = await redrive()
    expect(code).toBe(0)
    expect(report.sent).toMatchObject([{ attempts: 2 }])
    expect(stderr).toContain('waiting 1 s: the Slack webhook answered 429')
  })

  test('is not waited for beyond the bound, nor again for its next message', async () => {
    const { aws, park, redrive } = bed()
    await park(letterBody('slack', 1), letterBody('slack', 2), letterBody('sns', 3))
    const fault = slackAnswers(429, 'rate_limited', { 'retry-after': '900' })
    aws.slack.failNext({ operation: 'webhook', fault })
    aws.slack.failNext({
      operation: 'webhook',
      fault: slackAnswers(429, 'rate_limited', { 'retry-after': '1' }),
    })
    const { code, report } = await redrive()
    expect(code).toBe(1)
    expect(report.stayed.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('to be tried again in 900 s'),
      expect.stringContaining('not waited for again in this run'),
    ])
    expect(report.sent).toMatchObject([{ channel: 'sns' }])
  })

  test('a message whose form is refused goes out as plain text', async () => {
    const { aws, park, redrive } = bed()
    await park(letterBody('slack'))
    aws.slack.failNext({ operation: 'webhook', fault: slackAnswers(400, 'invalid_blocks') })
    expect((await redrive()).code).toBe(0)
    expect(aws.slack.webhookPosts).toMatchObject([{ blocks: [] }])
  })
})

describe('a crash or a refusal in between loses nothing', () => {
  test('a message that cannot be removed is said to be sent, and stays', async () => {
    const { aws, park, redrive } = bed()
    await park(letterBody('sns'))
    const denied = {
      kind: 'aws-error',
      httpStatus: 403,
      errorType: 'AccessDeniedException',
      message: 'not you',
    } as const
    aws.sqs.failNext({ operation: 'DeleteMessage', fault: denied, times: Infinity })
    const { code, report } = await redrive()
    expect(code).toBe(1)
    expect(report.stayed).toMatchObject([
      { reason: expect.stringMatching(/^sent, but not removed.*you lack the right sqs:DeleteMessage/) },
    ])
    expect(left()).toHaveLength(1)
  })

  test('a process that is killed while it waits leaves the message in the queue', async () => {
    const { aws, environment, park } = bed()
    await park(letterBody('slack'))
    aws.slack.failNext({
      operation: 'webhook',
      fault: slackAnswers(429, 'rate_limited', { 'retry-after': '60' }),
    })
    const run = await runFlowbell(['redrive'], { env: { ...environment }, limitMs: 4000 })
    expect(run.killed).toBe(true)
    expect(calls('webhook')).toHaveLength(1)
    expect(left()).toHaveLength(1)
  })

  test('a record that cannot be written is told, and the run ends red', async () => {
    const { park, redrive } = bed()
    await park(letterBody('sns'))
    const { code, report } = await redrive([], { FLOWBELL_AUDIT_LOG_GROUP: '/no/such/group' })
    expect(code).toBe(1)
    expect(report.sent).toMatchObject([
      { auditFailure: expect.stringContaining('ResourceNotFoundException') },
    ])
    expect(left()).toEqual([])
  })
})

describe('that an operation was overdue days ago', () => {
  const old = overdueBody({ writtenAt: '2026-01-02T03:04:05.000Z' })

  test('is not sent, but removed and recorded: exit code 0', async () => {
    const { aws, park, redrive } = bed()
    await park(old)
    const { code, report } = await redrive()
    expect({ code, left: left(), published: aws.sns.published }).toEqual({ code: 0, left: [], published: [] })
    expect(report).toMatchObject({
      queues: [{ sent: 0, superseded: 1, stayed: 0 }],
      superseded: [{ queue: 'notifications', channel: 'sns', auditFailure: null }],
    })
    expect(aws.logs.records(auditGroup)).toMatchObject([{ recordType: 'NOTIFICATION_SUPERSEDED' }])
  })

  test('is told to people as superseded', async () => {
    const { environment, park } = bed()
    await park(old, letterBody('sns'))
    const { code, stdout } = await runFlowbell(['redrive'], { env: { ...environment } })
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /\n· sns · .*: superseded, removed unsent: that it is overdue was true \d+ hours ago\n/,
    )
    expect(stdout).toContain('\n1 sent, 1 superseded, 0 still in the queue.\n')
  })

  test('stays in a dry run, which says what would be done', async () => {
    const { park, redrive } = bed()
    await park(old)
    const { report } = await redrive(['--dry-run'])
    expect(report.stayed).toMatchObject([{ reason: expect.stringContaining('removed as superseded') }])
    expect(left()).toHaveLength(1)
  })
})

describe('credentials that expire', () => {
  const expired = {
    kind: 'aws-error',
    httpStatus: 403,
    errorType: 'ExpiredTokenException',
    message: 'expired',
  } as const

  test('in the middle: what was sent is told, then exit code 2 and how to renew them', async () => {
    const { aws, park, redrive } = bed()
    await park(letterBody('sns', 1), letterBody('sns', 2))
    aws.sqs.failNext({ operation: 'ReceiveMessage', fault: expired, times: Infinity, after: 1 })
    const { code, report, stderr } = await redrive()
    expect(code).toBe(2)
    expect(report).toMatchObject({ queues: [{ sent: 1 }], sent: [{ channel: 'sns', result: 'DELIVERED' }] })
    expect(stderr).toMatch(/^flowbell: AWS refuses the credentials .*renew them.*\n$/)
  })

  test('before anything was done: exit code 2, one line, nothing on standard output', async () => {
    const { aws, redrive } = bed()
    aws.sqs.failNext({ operation: 'ReceiveMessage', fault: expired, times: Infinity })
    const { code, stdout, stderr } = await redrive()
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^flowbell: AWS refuses the credentials/)
  })
})

describe('--dry-run', () => {
  test('says what would be sent, sends nothing, and gives everything back', async () => {
    const { aws, park, redrive } = bed()
    await park(letterBody('sns'), letterBody('eventbridge'), 'poison')
    const { code, report } = await redrive(['--dry-run'])
    expect(code).toBe(1)
    expect(report).toMatchObject({ dryRun: true, sent: [] })
    expect(report.stayed.map(({ reason }) => reason)).toEqual([
      'dry run: it would be sent to sns',
      'the channel eventbridge is no longer configured',
      'it is not JSON',
    ])
    expect(aws.sns.published).toEqual([])
    expect(left()).toHaveLength(3)
    expect((await redrive(['--dry-run'])).report.stayed).toHaveLength(3)
  })

  test('nothing waits: exit code 0', async () => {
    expect((await bed().redrive(['--dry-run'])).code).toBe(0)
  })
})

describe('bad usage: exit code 2, one line, nothing received', () => {
  test.each([
    ['a name that no stack can have', ['--stack', '9 lives'], {}, /--stack/],
    ['an unknown option', ['--all'], {}, /--all/],
    ['an argument', ['letters'], {}, /too many arguments/],
    ['no audit group', [], { FLOWBELL_AUDIT_LOG_GROUP: '' }, /FLOWBELL_AUDIT_LOG_GROUP/],
    ['a malformed setting', [], { FLOWBELL_TOPIC_ARN: 'flowbell' }, /FLOWBELL_TOPIC_ARN/],
    ['no Region', [], { AWS_REGION: '' }, /AWS_REGION/],
  ])('%s', async (_title, words, variables, expected) => {
    const { park, redrive } = bed()
    await park(letterBody('sns'))
    const { code, stdout, stderr } = await redrive(words, variables)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(expected)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(calls('ReceiveMessage')).toEqual([])
  })
})

test('a queue that cannot be read: exit code 1, and the right that is missing', async () => {
  const { aws, redrive } = bed()
  const denied = {
    kind: 'aws-error',
    httpStatus: 403,
    errorType: 'AccessDeniedException',
    message: 'not you',
  } as const
  aws.sqs.failNext({ operation: 'ReceiveMessage', fault: denied, times: Infinity })
  const { code, report } = await redrive()
  expect(code).toBe(1)
  expect(report.queues).toMatchObject([
    { endedEarly: expect.stringContaining('the right sqs:ReceiveMessage') },
  ])
})

test('the report for people names each message, and shows nothing active or secret', async () => {
  const { aws, environment, park } = bed()
  const hostile = letterBody('sns').replaceAll(/0f3c9a52-[\w-]+/g, '\\u001b[31mred\\u202e')
  await park(letterBody('slack', 2), hostile, 'poison')
  const { code, stdout } = await runFlowbell(['redrive'], { env: { ...environment } })
  expect(code).toBe(1)
  expect(stdout).toContain('Flowbell redrive: the queue of FLOWBELL_DEAD_LETTER_QUEUE_URL in eu-west-1\n')
  expect(stdout).toContain('✔ slack · 0f3c9a52-7d1e-4b6a-9c38-000000000002 · message ')
  expect(stdout).toContain(': it is not JSON\n')
  expect(stdout).toContain('\n2 sent, 1 still in the queue, untouched.\n')
  expect(stdout).toMatch(/\naws sqs receive-message --queue-url http:\S+\/letters .*\n$/)
  for (const character of ['\u001b', '\u202e']) expect(stdout).not.toContain(character)
  expect(stdout).not.toContain(new URL(aws.webhookUrl).pathname)
})
