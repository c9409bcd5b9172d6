import { CloudWatchLogsClient, CreateLogStreamCommand } from '@aws-sdk/client-cloudwatch-logs'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { ListFlowOperationsCommand, NetworkFirewallClient } from '@aws-sdk/client-network-firewall'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn'
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { clientSettings, startOfTestMilliseconds, useLocalAws } from './localAwsFixture.ts'
import { firewallArn } from './networkFirewallFixture.ts'

const fixture = useLocalAws()
const realEnvironment = { ...process.env }

/** One healthy call to every AWS service, by clients that know nothing but the environment. */
async function callEveryService(): Promise<void> {
  const { logs, secrets, sns, sqs, stepFunctions, systemsManager } = fixture().local
  logs.createGroup('audit')
  secrets.put('secret', '{}')
  systemsManager.put('routes', '{}')
  const topic = { TopicArn: sns.createTopic('topic'), Message: 'x' }
  const letter = { QueueUrl: sqs.createQueue('letters'), MessageBody: 'x' }
  const event = { Source: 'flowbell', DetailType: 'x', Detail: '{}' }
  await new NetworkFirewallClient({}).send(new ListFlowOperationsCommand({ FirewallArn: firewallArn }))
  await new SNSClient({}).send(new PublishCommand(topic))
  await new CloudWatchLogsClient({}).send(
    new CreateLogStreamCommand({ logGroupName: 'audit', logStreamName: 'x' }),
  )
  await new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId: 'secret' }))
  await new EventBridgeClient({}).send(new PutEventsCommand({ Entries: [event] }))
  await new SQSClient({}).send(new SendMessageCommand(letter))
  const stateMachineArn = stepFunctions.createStateMachine('watch')
  await new SFNClient({}).send(new StartExecutionCommand({ stateMachineArn }))
  await new SSMClient({}).send(new GetParameterCommand({ Name: 'routes' }))
}

const everyOperation = [
  ['networkFirewall', 'ListFlowOperations'],
  ['sns', 'Publish'],
  ['logs', 'CreateLogStream'],
  ['secrets', 'GetSecretValue'],
  ['eventBridge', 'PutEvents'],
  ['sqs', 'SendMessage'],
  ['stepFunctions', 'StartExecution'],
  ['systemsManager', 'GetParameter'],
]

describe('clients that are given nothing but the environment', () => {
  beforeEach(() => {
    for (const name of Object.keys(process.env).filter(key => key.startsWith('AWS_')))
      delete process.env[name]
    Object.assign(process.env, fixture().local.environment)
  })
  afterEach(() => {
    for (const name of Object.keys(fixture().local.environment)) delete process.env[name]
    Object.assign(process.env, realEnvironment)
  })

  test('reach every service through its own endpoint variable', async () => {
    delete process.env['AWS_ENDPOINT_URL']
    await callEveryService()
    expect(fixture().local.requests.map(each => [each.service, each.operation])).toEqual(everyOperation)
  })

  test('reach every service through AWS_ENDPOINT_URL alone', async () => {
    const names = Object.keys(process.env).filter(name => name.startsWith('AWS_ENDPOINT_URL_'))
    for (const name of names) delete process.env[name]
    await callEveryService()
    expect(fixture().local.requests.map(each => [each.service, each.operation])).toEqual(everyOperation)
  })
})

test('a request is recorded with its parsed body, its headers and the time of the injected clock', async () => {
  const { local } = fixture()
  await new NetworkFirewallClient(clientSettings(local)).send(
    new ListFlowOperationsCommand({ FirewallArn: firewallArn, MaxResults: 5 }),
  )
  expect(local.requests).toEqual([
    {
      service: 'networkFirewall',
      operation: 'ListFlowOperations',
      body: { FirewallArn: firewallArn, MaxResults: 5 },
      headers: expect.objectContaining({ 'content-type': 'application/x-amz-json-1.0' }),
      atMilliseconds: startOfTestMilliseconds,
    },
  ])
})

test('requests to AWS and Slack share one record, in order', async () => {
  const { local } = fixture()
  await fetch(local.webhookUrl, { method: 'POST', body: '{"text":"x"}' })
  await new SNSClient(clientSettings(local)).send(
    new PublishCommand({ TopicArn: local.sns.createTopic('topic'), Message: 'x' }),
  )
  expect(local.requests).toMatchObject([
    { service: 'slack', operation: 'webhook', body: { text: 'x' } },
    { service: 'sns', operation: 'Publish', body: { Message: 'x' } },
  ])
})

describe('a call the models do not know', () => {
  test('of a known service is refused by name', async () => {
    const { local } = fixture()
    const response = await fetch(String(local.environment['AWS_ENDPOINT_URL']), {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSEvents.DeleteRule', authorization: 'signed' },
      body: '{}',
    })
    expect(await response.json()).toMatchObject({ __type: 'UnknownOperationException' })
  })

  test('of an unknown service is refused and recorded', async () => {
    const { local } = fixture()
    const endpoint = String(local.environment['AWS_ENDPOINT_URL'])
    const response = await fetch(endpoint, {
      method: 'POST',
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
    })
    expect(response.status).toBe(400)
    expect(local.requests).toMatchObject([{ service: 'unknown', operation: 'GetCallerIdentity' }])
  })
})

test('an unsigned call is refused', async () => {
  const { local } = fixture()
  const response = await fetch(String(local.environment['AWS_ENDPOINT_URL']), {
    method: 'POST',
    headers: { 'x-amz-target': 'AWSEvents.PutEvents' },
    body: '{}',
  })
  expect(response.status).toBe(403)
})

test('both servers listen on the loopback address only', () => {
  const { local } = fixture()
  expect(local.environment['AWS_ENDPOINT_URL']).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(local.slackApiUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api\/$/)
})

test('closing twice is harmless', async () => {
  await fixture().local.close()
  await expect(fixture().local.close()).resolves.toBeUndefined()
})
