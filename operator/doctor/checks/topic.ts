import type { Check } from '../check.ts'
import { deployFault, well } from '../finding.ts'

export const topicCheck: Check = {
  name: 'topic',
  words: 'The topic exists',
  async examine({ settings, cloud }) {
    const { topicArn } = await settings()
    if (topicArn === null) return well('no topic is configured')
    if ((await cloud.subscriptions(topicArn)) !== null) return well(topicArn)
    const words = 'Make a topic of that name again, or give another with --param topicArn=...'
    return deployFault(`there is no topic ${topicArn}`, words)
  },
}
