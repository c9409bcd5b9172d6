import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
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
