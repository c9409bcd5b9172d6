/** The model speaks what the pinned SDK clients speak; otherwise every other test here would prove nothing. */
import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import {
  DescribeFlowOperationCommand,
  ListFlowOperationResultsCommand,
  ListFlowOperationsCommand,
  NetworkFirewallClient,
} from '@aws-sdk/client-network-firewall'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { expect, test } from '@jest/globals'
import { awsError, type FakeAws, fixed, html503, jsonAnswer, normal, reset, snsError } from './fakeAws.ts'
import { FIREWALL_ARN, FLOW_REQUEST_SECONDS, flow, flowOf, OPERATION_ID, page } from './fixtures.ts'
import { botSecret, withAws } from './scenario.ts'

const config = (endpoint: string) => ({
  region: 'eu-west-1',
  endpoint,
  maxAttempts: 1,
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'synthetic' },
})

const firewall = (aws: FakeAws) => new NetworkFirewallClient(config(aws.origin('network-firewall')))
const describeIt = new DescribeFlowOperationCommand({
  FirewallArn: FIREWALL_ARN,
  FlowOperationId: OPERATION_ID,
})

const failure = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => new Error('no failure'),
    (error: unknown) => error,
  )

test('DescribeFlowOperation: scripted answers come in turn, the last one repeats', async () => {
  await withAws({ DescribeFlowOperation: [flow('IN_PROGRESS'), flow('COMPLETED')] }, async aws => {
    const client = firewall(aws)
    const statuses = []
    for (let n = 0; n < 3; n++) statuses.push((await client.send(describeIt)).FlowOperationStatus)
    expect(statuses).toEqual(['IN_PROGRESS', 'COMPLETED', 'COMPLETED'])
    const answer = await client.send(describeIt)
    expect(answer.FlowRequestTimestamp?.getTime()).toBe(FLOW_REQUEST_SECONDS * 1000)
    expect(aws.of('DescribeFlowOperation')[0]).toMatchObject({
      seq: 0,
      service: 'network-firewall',
      method: 'POST',
    })
    client.destroy()
  })
})

test.each([
  ['bare name', awsError('ThrottlingException')],
  ['service namespace', awsError('com.amazonaws.networkfirewall#ThrottlingException')],
  ['coral namespace', awsError('com.amazon.coral.service#ThrottlingException')],
  [
    'header only',
    jsonAnswer({ Message: 'x' }, 400, { 'x-amzn-errortype': 'ThrottlingException:http://internal/' }),
  ],
])('an AWS JSON error in the form "%s" is read by the client', async (_form, answer) => {
  await withAws({ DescribeFlowOperation: [answer] }, async aws => {
    expect(await failure(firewall(aws).send(describeIt))).toMatchObject({ name: 'ThrottlingException' })
  })
})

test('HTML 503, a truncated body and a cut connection are failures for the client', async () => {
  await withAws({ DescribeFlowOperation: [html503, fixed(200, '{"FlowOper'), reset, normal] }, async aws => {
    const client = firewall(aws)
    expect(await failure(client.send(describeIt))).toMatchObject({ $metadata: { httpStatusCode: 503 } })
    expect(await failure(client.send(describeIt))).toBeInstanceOf(Error)
    expect(await failure(client.send(describeIt))).toMatchObject({
      message: expect.stringMatching(/ECONNRESET|hang up/),
    })
    expect((await client.send(describeIt)).FlowOperationStatus).toBe('COMPLETED')
    client.destroy()
  })
})

test('ListFlowOperations and ListFlowOperationResults: pages', async () => {
  const script = {
    ListFlowOperationResults: [page([flowOf('10.0.0.1', '10.0.0.2', 3, 400)], 'next'), page([])],
  }
  await withAws(script, async aws => {
    const client = firewall(aws)
    const input = { FirewallArn: FIREWALL_ARN, FlowOperationId: OPERATION_ID }
    const first = await client.send(new ListFlowOperationResultsCommand(input))
    expect(first).toMatchObject({ NextToken: 'next', Flows: [{ ByteCount: 400, PacketCount: 3 }] })
    expect((await client.send(new ListFlowOperationResultsCommand(input))).NextToken).toBeUndefined()
    expect((await client.send(new ListFlowOperationsCommand(input))).FlowOperations).toEqual([])
    client.destroy()
  })
})

test('SNS Publish: accepted, refused for an empty attribute, and scripted errors', async () => {
  await withAws(
    { Publish: [normal, normal, snsError('NotFound', 404), snsError('InternalError', 500)] },
    async aws => {
      const client = new SNSClient(config(aws.origin('sns')))
      const input = { TopicArn: 'arn:aws:sns:eu-west-1:123456789012:t', Message: 'text' }
      expect((await client.send(new PublishCommand(input))).MessageId).toMatch(/^[0-9a-f-]{36}$/)
      const empty = { MessageAttributes: { a: { DataType: 'String', StringValue: '' } } }
      expect(await failure(client.send(new PublishCommand({ ...input, ...empty })))).toBeInstanceOf(Error)
      expect(await failure(client.send(new PublishCommand(input)))).toMatchObject({
        name: 'NotFoundException',
      })
      expect(await failure(client.send(new PublishCommand(input)))).toMatchObject({
        $metadata: { httpStatusCode: 500 },
      })
      client.destroy()
    },
  )
})

test('CloudWatch Logs: a stream must exist before it takes events, and exists once', async () => {
  await withAws(undefined, async aws => {
    const client = new CloudWatchLogsClient(config(aws.origin('logs')))
    const stream = { logGroupName: 'g', logStreamName: 's' }
    const put = new PutLogEventsCommand({ ...stream, logEvents: [{ timestamp: 1, message: '{}' }] })
    expect(await failure(client.send(put))).toMatchObject({ name: 'ResourceNotFoundException' })
    await client.send(new CreateLogStreamCommand(stream))
    expect(await failure(client.send(new CreateLogStreamCommand(stream)))).toMatchObject({
      name: 'ResourceAlreadyExistsException',
    })
    expect((await client.send(put)).rejectedLogEventsInfo).toBeUndefined()
    client.destroy()
  })
})

test('Secrets Manager: read by read, the last value repeats', async () => {
  await withAws(undefined, async aws => {
    aws.setSecrets(['one', 'two'])
    const client = new SecretsManagerClient(config(aws.origin('secrets-manager')))
    const values = []
    for (let n = 0; n < 3; n++)
      values.push((await client.send(new GetSecretValueCommand({ SecretId: 'arn:aws:x' }))).SecretString)
    expect(values).toEqual(['one', 'two', 'two'])
    client.destroy()
  })
})

test('EventBridge: an event id, or a failed entry inside a 200', async () => {
  await withAws(undefined, async aws => {
    const client = new EventBridgeClient(config(aws.origin('events')))
    const entry = { Source: 'a', DetailType: 'b' }
    const good = await client.send(new PutEventsCommand({ Entries: [{ ...entry, Detail: '{}' }] }))
    expect(good).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] })
    const bad = await client.send(new PutEventsCommand({ Entries: [{ ...entry, Detail: '[' }] }))
    expect(bad).toMatchObject({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'MalformedDetail' }] })
    client.destroy()
  })
})

test('SQS: the checksum of the message satisfies the client', async () => {
  await withAws(undefined, async aws => {
    const client = new SQSClient(config(aws.origin('sqs')))
    const QueueUrl = `${aws.origin('sqs')}/123456789012/q`
    expect(
      (await client.send(new SendMessageCommand({ QueueUrl, MessageBody: '{"ä":1}' }))).MessageId,
    ).toBeTruthy()
    client.destroy()
  })
})

test('one port for all: the service is told by the signature', async () => {
  await withAws(undefined, async aws => {
    const sns = new SNSClient(config(aws.origin('any')))
    await sns.send(new PublishCommand({ TopicArn: 'arn:aws:sns:eu-west-1:123456789012:t', Message: 'text' }))
    const client = new NetworkFirewallClient(config(aws.origin('any')))
    await client.send(describeIt)
    expect(aws.requests.map(seen => seen.service)).toEqual(['sns', 'network-firewall'])
    sns.destroy()
    client.destroy()
  })
})

test('a request on the port of another service is not served', async () => {
  await withAws(undefined, async aws => {
    const client = new NetworkFirewallClient(config(aws.origin('logs')))
    expect(await failure(client.send(describeIt))).toMatchObject({ name: 'UnknownOperationException' })
    client.destroy()
  })
})

test('Slack webhook: ok in plain text, and the limits of Block Kit', async () => {
  await withAws(undefined, async aws => {
    const post = async (body: string): Promise<string> => {
      const response = await fetch(`${aws.origin('slack')}/services/T/B/x`, { method: 'POST', body })
      return `${response.status} ${await response.text()}`
    }
    const header = (text: string) =>
      JSON.stringify({ text: 't', blocks: [{ type: 'header', text: { type: 'plain_text', text } }] })
    expect(await post('{"text":"t"}')).toBe('200 ok')
    expect(await post(header('short'))).toBe('200 ok')
    expect(await post(header('x'.repeat(151)))).toBe('400 invalid_blocks')
    expect(await post('{"blocks":[]}')).toBe('400 no_text')
    expect(await post('text')).toBe('400 invalid_payload')
  })
})

test('Slack Web API: post, update of that message, reply in its thread', async () => {
  await withAws(undefined, async aws => {
    const call = async (method: string, body: object, token = 'xoxb-synthetic'): Promise<unknown> => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' }
      const init = { method: 'POST', headers, body: JSON.stringify(body) }
      return (await fetch(`${aws.origin('slack')}/api/${method}`, init)).json()
    }
    expect(JSON.parse(botSecret())).toMatchObject({ botToken: expect.stringMatching(/^xoxb-/) })
    const card = await call('chat.postMessage', { channel: 'C1', text: 'a' })
    expect(card).toEqual({
      ok: true,
      channel: 'C1',
      ts: '1700000000.000001',
      message: { ts: '1700000000.000001' },
    })
    const ts = '1700000000.000001'
    expect(await call('chat.update', { channel: 'C1', ts, text: 'b' })).toMatchObject({ ok: true, ts })
    expect(await call('chat.update', { channel: 'C1', ts: '1.1', text: 'b' })).toMatchObject({
      error: 'message_not_found',
    })
    expect(await call('chat.postMessage', { channel: 'C1', thread_ts: ts, text: 'c' })).toMatchObject({
      ok: true,
    })
    expect(await call('chat.postMessage', { channel: 'C1', text: 'c' }, 'nothing')).toMatchObject({
      error: 'not_authed',
    })
    const form = {
      method: 'POST',
      headers: { authorization: 'Bearer xoxb-x' },
      body: new URLSearchParams({ channel: 'C1', text: 'd' }),
    }
    expect(await (await fetch(`${aws.origin('slack')}/api/chat.postMessage`, form)).json()).toMatchObject({
      ok: true,
    })
  })
})
