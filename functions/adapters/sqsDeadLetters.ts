import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { DeadLetters } from '../ports.ts'
import { awsCall } from './awsCall.ts'

/** Dead letters as messages of one SQS queue, one JSON body each. */
export function sqsDeadLetters(client: SQSClient, queueUrl: string): DeadLetters {
  return {
    async park(letter) {
      const command = new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(letter) })
      await awsCall(options => client.send(command, options))
    },
  }
}
