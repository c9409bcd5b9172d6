import { PublishCommand, type PublishCommandInput, SNSClient } from '@aws-sdk/client-sns'
import { describe, expect, test } from '@jest/globals'
import { clientSettings, useLocalAws } from './localAwsFixture.ts'

const fixture = useLocalAws()

async function publish(change: Partial<PublishCommandInput> = {}): Promise<string | undefined> {
  const { local } = fixture()
  const input = { TopicArn: local.sns.createTopic('flow-operations'), Message: 'text', ...change }
  return (await new SNSClient(clientSettings(local)).send(new PublishCommand(input))).MessageId
}

test('a published message is kept with its bodies by protocol and its attributes', async () => {
  const messageId = await publish({
    Subject: 'Flow flush completed & <checked>',
    Message: JSON.stringify({ default: 'plain', sqs: '{"outcome":"COMPLETED"}' }),
    MessageStructure: 'json',
    MessageAttributes: {
      outcome: { DataType: 'String', StringValue: 'COMPLETED' },
      severity: { DataType: 'String', StringValue: 'info' },
    },
  })
  expect(fixture().local.sns.published).toEqual([
    {
      messageId,
      topicArn: 'arn:aws:sns:eu-west-1:123456789012:flow-operations',
      subject: 'Flow flush completed & <checked>',
      message: { default: 'plain', sqs: '{"outcome":"COMPLETED"}' },
      attributes: { outcome: 'COMPLETED', severity: 'info' },
    },
  ])
})

test('a message without structure goes to every protocol', async () => {
  await publish()
  expect(fixture().local.sns.published).toMatchObject([
    { subject: null, message: { default: 'text' }, attributes: {} },
  ])
})

test('a message of the largest size is taken', async () => {
  await expect(publish({ Message: 'x'.repeat(262_144) })).resolves.toBeDefined()
})

describe('Publish refuses', () => {
  const attribute = (DataType: string, StringValue: string) => ({
    MessageAttributes: { outcome: { DataType, StringValue } },
  })
  test.each<[string, string, Partial<PublishCommandInput>]>([
    ['a topic nobody created', 'NotFoundException', { TopicArn: 'arn:aws:sns:eu-west-1:123456789012:other' }],
    ['a topic ARN that is none', 'InvalidParameterException', { TopicArn: 'flow-operations' }],
    ['a subject of 100 characters', 'InvalidParameterException', { Subject: 'x'.repeat(100) }],
    ['a subject with a line break', 'InvalidParameterException', { Subject: 'one\ntwo' }],
    ['a subject beyond ASCII', 'InvalidParameterException', { Subject: 'Vorgang läuft' }],
    ['an empty message', 'InvalidParameterException', { Message: '' }],
    ['a message one byte too large', 'InvalidParameterException', { Message: 'x'.repeat(262_145) }],
    ['a structure that is no JSON', 'InvalidParameterException', { MessageStructure: 'json', Message: '{' }],
    [
      'a structure without default',
      'InvalidParameterException',
      { MessageStructure: 'json', Message: '{"sqs":"x"}' },
    ],
    [
      'a structure with a value that is no text',
      'InvalidParameterException',
      { MessageStructure: 'json', Message: '{"default":"x","sqs":{}}' },
    ],
    ['an empty attribute', 'InvalidParameterValueException', attribute('String', '')],
    ['an attribute of an unknown type', 'InvalidParameterValueException', attribute('Text', 'x')],
  ])('%s', async (_case, name, change) => {
    await expect(publish(change)).rejects.toMatchObject({ name })
    expect(fixture().local.sns.published).toEqual([])
  })
})

test.each([
  ['ThrottledException', 429],
  ['InternalErrorException', 500],
  ['AuthorizationErrorException', 403],
  ['KMSThrottlingException', 400],
])('a planned %s arrives under its name and with its status', async (errorType, httpStatus) => {
  const fault = { kind: 'aws-error', errorType, httpStatus, message: 'planned <fault>' } as const
  fixture().local.sns.failNext({ operation: 'Publish', fault })
  await expect(publish()).rejects.toMatchObject({
    name: errorType,
    message: 'planned <fault>',
    $metadata: { httpStatusCode: httpStatus },
  })
})
