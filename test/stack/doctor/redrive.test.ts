/**
 * `flowbell redrive` with nothing but a stack's name: queues and settings are those of the packaged stack, deployed in moto.
 * moto starts executions without running them here, which is all that is asked of it.
 */
import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn'
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns'
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { RedriveReport } from '../../../operator/redrive/report.ts'
import { RESPONSE, startEvent } from '../../contract/fixtures.ts'
import { letterBody } from '../../operator/support/letters.ts'
import { accountId, region } from './clients.ts'
import { stackName } from './deployment.ts'
import { accessTo, runCommand } from './runDoctor.ts'
import { marker, startWorld, type World } from './world.ts'

const first = '0f3c9a52-7d1e-4b6a-9c38-2f5d8e1a7b41'
const second = '0f3c9a52-7d1e-4b6a-9c38-2f5d8e1a7b42'

let world: World
let sqs: SQSClient
beforeAll(async () => {
  world = await startWorld()
  sqs = new SQSClient({ ...world.settings, useQueueUrlAsEndpoint: false })
})
afterAll(() => world.close())

async function park(logicalId: string, body: unknown): Promise<void> {
  const MessageBody = typeof body === 'string' ? body : JSON.stringify(body)
  await sqs.send(new SendMessageCommand({ QueueUrl: world.id(logicalId), MessageBody }))
}

async function redrive(...words: readonly string[]) {
  const command = ['redrive', '--json', '--stack', stackName, ...words]
  const { code, stdout, stderr } = await runCommand(command, accessTo(world))
  expect(stdout + stderr).not.toContain(marker)
  return { code, stderr, report: JSON.parse(stdout) as RedriveReport }
}

async function bodiesIn(QueueUrl: string): Promise<string[]> {
  const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 })
  return ((await sqs.send(receive)).Messages ?? []).map(({ Body = '' }) => Body)
}

/** What Lambda puts into a queue when an asynchronous call has failed on every attempt. */
function envelope(event: unknown) {
  return {
    version: '1.0',
    timestamp: '2026-11-02T09:20:00.000Z',
    requestContext: {
      requestId: '6a4d-1',
      functionArn: `arn:aws:lambda:${region}:${accountId}:function:flowbell-dev-startWatch:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: 3,
    },
    requestPayload: event,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorType: 'TransientServiceError', errorMessage: 'gone' },
  }
}

function startedEvent(flowOperationId: string, eventTime = '2026-11-02T09:15:04Z') {
  return startEvent({ responseElements: { ...RESPONSE, flowOperationId }, detail: { eventTime } })
}

test('messages go out by the channels of the deployed function', async () => {
  const { QueueUrl: inbox = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'inbox' }))
  const Endpoint = `arn:aws:sqs:${region}:${accountId}:inbox`
  const TopicArn = world.id('NotificationTopic')
  await new SNSClient(world.settings).send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }))
  await park('NotificationDeadLetterQueue', letterBody('sns', 1))
  await park('NotificationDeadLetterQueue', letterBody('slack', 2))
  const { code, report } = await redrive()
  expect(report.stayed).toEqual([])
  expect(report.sent).toMatchObject([
    { queue: 'notifications', channel: 'sns', result: 'DELIVERED', auditFailure: null },
    { queue: 'notifications', channel: 'slack', result: 'DELIVERED', auditFailure: null },
  ])
  expect({ code, stack: report.stack }).toEqual({ code: 0, stack: stackName })
  expect(await bodiesIn(inbox)).toEqual([expect.stringContaining('0f3c9a52-7d1e-4b6a-9c38-000000000001')])
  expect(await bodiesIn(world.id('NotificationDeadLetterQueue'))).toEqual([])
})

test('start events of both forms start their watches, and what is watched already is well', async () => {
  await park('StartEventDeadLetterQueue', startedEvent(first))
  await park('StartEventDeadLetterQueue', envelope(startedEvent(second)))
  const { code, report } = await redrive()
  expect(report.stayed).toEqual([])
  expect(code).toBe(0)
  expect(report.sent).toMatchObject([
    { queue: 'start-events', channel: null, flowOperationId: first, result: 'STARTED' },
    { queue: 'start-events', channel: null, flowOperationId: second, result: 'STARTED' },
  ])
  const sfn = new SFNClient(world.settings)
  const { executions = [] } = await sfn.send(
    new ListExecutionsCommand({ stateMachineArn: world.id('WatchStateMachine') }),
  )
  expect(executions.map(({ name }) => name).toSorted()).toEqual([first, second])
  const { input = '' } = await sfn.send(
    new DescribeExecutionCommand({ executionArn: executions[0]?.executionArn ?? '' }),
  )
  expect(JSON.parse(input)).toMatchObject({ watch: { kind: 'ACCEPTED_START' } })

  await park('StartEventDeadLetterQueue', startedEvent(first, '2026-11-02T09:15:05Z'))
  expect((await redrive()).report.sent).toMatchObject([{ result: 'ALREADY_WATCHED' }])
})

test('an event that is rejected stays, and so does what is none', async () => {
  await park('StartEventDeadLetterQueue', { ...startedEvent(first), source: 'aws.s3' })
  await park('StartEventDeadLetterQueue', 'poison')
  const { code, report } = await redrive()
  expect(code).toBe(1)
  expect(report.stayed).toMatchObject([
    { queue: 'start-events', reason: expect.stringContaining('source is "aws.s3"') },
    { queue: 'start-events', reason: expect.stringContaining('not a JSON object') },
  ])
  expect(await bodiesIn(world.id('StartEventDeadLetterQueue'))).toHaveLength(2)
})

test('--dry-run starts nothing', async () => {
  const { code, report } = await redrive('--dry-run')
  expect(code).toBe(1)
  expect(report.stayed.map(({ reason }) => reason)).toEqual([
    expect.stringContaining('source is'),
    expect.stringContaining('not a JSON object'),
  ])
  expect(await bodiesIn(world.id('StartEventDeadLetterQueue'))).toHaveLength(2)
})

test('a stack that does not exist: exit code 2, and how to name another', async () => {
  const { code, stdout, stderr } = await runCommand(['redrive', '--stack', 'flowbell-prod'], accessTo(world))
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(/there is no stack flowbell-prod in eu-west-1: name one with --stack/)
})
