import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { Cloud } from '../ports.ts'
import { askForOne } from './ask.ts'
import { clientSettings } from './clientSettings.ts'

/** Region and endpoint come from the standard AWS variables, here as everywhere, and not from the queue's address. */
export const sqsClientSettings = { ...clientSettings, useQueueUrlAsEndpoint: false } as const

/** Queues. */
export function queueQuestions(): Pick<Cloud, 'queueDepth'> {
  const client = new SQSClient(sqsClientSettings)
  return {
    async queueDepth(QueueUrl) {
      const command = new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: [
          'ApproximateNumberOfMessages',
          'ApproximateNumberOfMessagesDelayed',
          'ApproximateNumberOfMessagesNotVisible',
        ],
      })
      const answer = await askForOne('sqs:GetQueueAttributes', options => client.send(command, options), [
        'QueueDoesNotExist',
      ])
      if (!answer) return null
      const attributes: Readonly<Record<string, string>> = answer.Attributes ?? {}
      const count = (name: string) => Number(attributes[`ApproximateNumberOfMessages${name}`] ?? 0)
      return { waiting: count('') + count('Delayed'), inFlight: count('NotVisible') }
    },
  }
}
