import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import type { DeadLetterQueue } from '../redrive/ports.ts'
import { ask } from './ask.ts'
import { sqsClientSettings } from './sqs.ts'

/** A long poll asks every server of the queue; a short one may find nothing where something waits. */
const waitSeconds = 1

/**
 * One SQS queue. `hiddenSeconds`: for how long a message that was looked at stays hidden; after a crash it is seen again then.
 */
export function sqsDeadLetterQueue(QueueUrl: string, hiddenSeconds: number): DeadLetterQueue {
  const client = new SQSClient(sqsClientSettings)
  return {
    async next() {
      const command = new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 1,
        VisibilityTimeout: hiddenSeconds,
        WaitTimeSeconds: waitSeconds,
      })
      const { Messages = [] } = await ask('sqs:ReceiveMessage', options => client.send(command, options))
      const [message] = Messages
      if (!message) return null
      const { MessageId = '', ReceiptHandle = '', Body = '' } = message
      return { messageId: MessageId, receipt: ReceiptHandle, body: Body }
    },
    async remove({ receipt }) {
      const command = new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receipt })
      await ask('sqs:DeleteMessage', options => client.send(command, options))
    },
    async giveBack({ receipt }) {
      const command = new ChangeMessageVisibilityCommand({
        QueueUrl,
        ReceiptHandle: receipt,
        VisibilityTimeout: 0,
      })
      await ask('sqs:ChangeMessageVisibility', options => client.send(command, options))
    },
  }
}
