import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns'
import type { NotificationChannel } from '../../ports.ts'
import { awsCall } from '../awsCall.ts'
import { awsDeliveryError } from './awsChannelFailure.ts'
import { snsMessage } from './snsMessage.ts'

/** Publishes every notice to one SNS topic. The receipt is SNS's message id. */
export function snsChannel(client: SNSClient, topicArn: string): NotificationChannel {
  return {
    async deliver({ document }) {
      const { subject, message, attributes } = snsMessage(document)
      const command = new PublishCommand({
        TopicArn: topicArn,
        Subject: subject,
        Message: message,
        MessageStructure: 'json',
        MessageAttributes: attributes,
      })
      try {
        const { MessageId } = await awsCall(options => client.send(command, options))
        return { attempts: 1, receipt: MessageId ?? null }
      } catch (error) {
        throw awsDeliveryError(error, 'SNS Publish')
      }
    },
  }
}
