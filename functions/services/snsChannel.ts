import { SNSClient } from '@aws-sdk/client-sns'
import { snsChannel } from '../adapters/channels/sns.ts'
import type { NotificationChannel } from '../ports.ts'
import type { Runtime } from '../runtime.ts'
import { demanded } from './demanded.ts'
import { oneAttempt } from './oneAttempt.ts'

export function buildSnsChannel({ settings, prepareClient }: Runtime): NotificationChannel {
  const topicArn = demanded(settings.topicArn, 'FLOWBELL_TOPIC_ARN')
  return snsChannel(prepareClient(new SNSClient(oneAttempt)), topicArn)
}
