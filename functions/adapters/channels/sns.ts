import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns'
import type { NotificationChannel } from '../../ports.ts'
import { textIn } from '../answerParts.ts'
import { awsCall } from '../awsCall.ts'
import { awsDeliveryError } from './awsChannelFailure.ts'
import { snsMessage } from './snsMessage.ts'

/** Publishes every notice to an SNS topic: the message's own, or the one of the settings. The receipt is SNS's message id. */
export function snsChannel(client: SNSClient, topicArn: string): NotificationChannel {
  return {
    async deliver({ document, target }) {
      const { subject, message, attributes } = snsMessage(document)
      const command = new PublishCommand({
        TopicArn: target ?? topicArn,
        Subject: subject,
        Message: message,
        MessageStructure: 'json',
        MessageAttributes: attributes,
      })
      try {
        const { MessageId } = await awsCall(options => client.send(command, options))
        return { attempts: 1, receipt: textIn(MessageId) }
      } catch (error) {
        throw awsDeliveryError(error, 'SNS Publish')
      }
    },
  }
}
