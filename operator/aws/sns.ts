import { GetTopicAttributesCommand, ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns'
import { allPages } from '../../functions/adapters/allPages.ts'
import type { Cloud } from '../ports.ts'
import { QuestionError } from '../questionError.ts'
import { ask, askForOne } from './ask.ts'
import { clientSettings } from './clientSettings.ts'

/** Topics and who hears them. */
export function topicQuestions(): Pick<Cloud, 'subscriptions' | 'topicKey'> {
  const client = new SNSClient(clientSettings)
  return {
    async subscriptions(TopicArn) {
      try {
        const subscriptions = await allPages(async NextToken => {
          const command = new ListSubscriptionsByTopicCommand({ TopicArn, NextToken })
          const answer = await ask('sns:ListSubscriptionsByTopic', options => client.send(command, options))
          return { items: answer.Subscriptions, next: answer.NextToken }
        })
        // SNS lists for a while what was unsubscribed.
        const standing = subscriptions.filter(({ SubscriptionArn }) => SubscriptionArn !== 'Deleted')
        return standing.map(({ Protocol = '', Endpoint = '', SubscriptionArn = '' }) => ({
          protocol: Protocol,
          endpoint: Endpoint,
          // Until somebody confirms it, a subscription has this word in place of an ARN.
          isConfirmed: SubscriptionArn.startsWith('arn:'),
        }))
      } catch (error) {
        if (error instanceof QuestionError && error.failure.kind === 'NOT_FOUND') return null
        throw error
      }
    },
    async topicKey(TopicArn) {
      const command = new GetTopicAttributesCommand({ TopicArn })
      const answer = await askForOne('sns:GetTopicAttributes', options => client.send(command, options))
      return answer?.Attributes?.['KmsMasterKeyId'] || null
    },
  }
}
