import type { Check } from '../check.ts'
import { deployCommand } from '../deployCommand.ts'
import { fault, well } from '../finding.ts'

export const topicCheck: Check = {
  name: 'topic',
  words: 'The topic exists',
  async examine({ settings, cloud, stack }) {
    const { topicArn } = await settings()
    if (topicArn === null) return well('no topic is configured')
    if ((await cloud.subscriptions(topicArn)) !== null) return well(topicArn)
    const words = 'Make a topic of that name again, or give another with --param topicArn=...'
    return fault(`there is no topic ${topicArn}`, words, deployCommand(stack.name))
  },
}
