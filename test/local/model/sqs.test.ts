import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { expect, test } from '@jest/globals'
import { clientSettings, useLocalAws } from './localAwsFixture.ts'

const fixture = useLocalAws()

function send(QueueUrl: string, MessageBody: string): Promise<unknown> {
  const command = new SendMessageCommand({ QueueUrl, MessageBody })
  return new SQSClient(clientSettings(fixture().local)).send(command)
}

test('a sent message is in its queue, and its digest satisfies the SDK', async () => {
  const { sqs } = fixture().local
  const queueUrl = sqs.createQueue('dead-letters')
  await send(queueUrl, '{"reason":"grüße"}')
  expect(sqs.messages(queueUrl)).toEqual([{ messageId: expect.any(String), body: '{"reason":"grüße"}' }])
})

test('a queue nobody created does not exist', async () => {
  const queueUrl = `${fixture().local.environment['AWS_ENDPOINT_URL']}/123456789012/other`
  await expect(send(queueUrl, 'text')).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
    Code: 'AWS.SimpleQueueService.NonExistentQueue',
  })
})

test('a body above 1 MiB is refused', async () => {
  const queueUrl = fixture().local.sqs.createQueue('dead-letters')
  await expect(send(queueUrl, 'x'.repeat(1_048_577))).rejects.toThrow('shorter than')
})

test('messages are received in their order, a batch at a time, and each is hidden then', async () => {
  const QueueUrl = fixture().local.sqs.createQueue('dead-letters')
  for (const body of ['one', 'two', 'three']) await send(QueueUrl, body)
  const client = new SQSClient(clientSettings(fixture().local))
  const receive = async () =>
    (
      await client.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 2, VisibilityTimeout: 60 }),
      )
    ).Messages?.map(({ Body }) => Body)
  expect(await receive()).toEqual(['one', 'two'])
  expect(await receive()).toEqual(['three'])
  expect(await receive()).toBeUndefined()
  fixture().clock.nowMilliseconds += 60_000
  expect(await receive()).toEqual(['one', 'two'])
})

test('an older receipt deletes a message too, and deleting twice is no error', async () => {
  const { local, clock } = fixture()
  const QueueUrl = local.sqs.createQueue('dead-letters')
  await send(QueueUrl, 'one')
  const client = new SQSClient(clientSettings(local))
  const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl }))
  clock.nowMilliseconds += 30_000
  await client.send(new ReceiveMessageCommand({ QueueUrl }))
  const removal = new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages[0]?.ReceiptHandle })
  await client.send(removal)
  await client.send(removal)
  expect(local.sqs.messages(QueueUrl)).toEqual([])
})

test('a receipt that the queue never gave hides nothing', async () => {
  const { local } = fixture()
  const QueueUrl = local.sqs.createQueue('dead-letters')
  const client = new SQSClient(clientSettings(local))
  const change = new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: 'own', VisibilityTimeout: 1 })
  await expect(client.send(change)).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' })
})

test('the attributes that are asked for, and no others, tell what waits and what is hidden', async () => {
  const { local } = fixture()
  const QueueUrl = local.sqs.createQueue('dead-letters')
  for (const body of ['one', 'two', 'three']) await send(QueueUrl, body)
  const client = new SQSClient(clientSettings(local))
  await client.send(new ReceiveMessageCommand({ QueueUrl }))
  const attributes = async (...AttributeNames: ('All' | 'ApproximateNumberOfMessages')[]) =>
    (await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }))).Attributes
  expect(await attributes('ApproximateNumberOfMessages')).toEqual({ ApproximateNumberOfMessages: '2' })
  expect(await attributes('All')).toMatchObject({ ApproximateNumberOfMessagesNotVisible: '1' })
})
