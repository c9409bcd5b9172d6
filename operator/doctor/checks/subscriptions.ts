import { configuredChannels, type Settings } from '../../../functions/config.ts'
import { plural } from '../../../functions/domain/words.ts'
import type { DeployedStack } from '../../deployed/deployedStack.ts'
import { logicalIds } from '../../deployed/logicalIds.ts'
import { MissingResourceError } from '../../deployed/stackErrors.ts'
import type { Subscription } from '../../ports.ts'
import { shell } from '../../shellLine.ts'
import type { Check } from '../check.ts'
import { deployFault, type Finding, fault, well } from '../finding.ts'

/** `subscriptions`: null when there is no such topic. */
type Topic = { readonly arn: string; readonly subscriptions: readonly Subscription[] | null }

export const subscriptionsCheck: Check = {
  name: 'subscriptions',
  words: 'Somebody hears, and every subscription is confirmed',
  async examine({ settings, stack, cloud }) {
    const known = await settings()
    const topic = async (arn: string | null): Promise<Topic | null> =>
      arn === null ? null : { arn, subscriptions: await cloud.subscriptions(arn) }
    const [messages, alarms] = await Promise.all([topic(known.topicArn), topic(await operationsTopic(stack))])
    return judge(known, messages, alarms)
  },
}

/** Null for a stack without the topic of the alarms. */
async function operationsTopic(stack: DeployedStack): Promise<string | null> {
  try {
    return await stack.physicalId(logicalIds.operationsTopic)
  } catch (error) {
    if (error instanceof MissingResourceError) return null
    throw error
  }
}

function judge(settings: Settings, messages: Topic | null, alarms: Topic | null): Finding {
  for (const topic of [messages, alarms]) {
    const open = topic?.subscriptions?.find(({ isConfirmed }) => !isConfirmed)
    if (topic && open) return unconfirmed(topic, open)
  }
  const heard = messages?.subscriptions?.length ?? 0
  if (heard === 0 && configuredChannels(settings).every(channel => channel === 'sns'))
    return nobodyHears(messages?.arn ?? 'TOPIC-ARN')
  return (
    alarmFault(alarms) ??
    well(`${plural(heard, 'subscription')} to messages, ${alarms?.subscriptions?.length} to alarms`)
  )
}

function unconfirmed({ arn }: Topic, { protocol, endpoint }: Subscription): Finding {
  return fault(
    `${endpoint} (${protocol}) has not confirmed its subscription to ${arn}`,
    'Follow the link in the message that SNS sent there; to have it sent again',
    subscribeCommand(arn, protocol, endpoint),
  )
}

function nobodyHears(topicArn: string): Finding {
  return fault(
    'nobody would hear: the topic has no subscription, and no other channel is configured',
    'Subscribe somebody',
    subscribeCommand(topicArn, 'email', 'YOU@EXAMPLE.COM'),
  )
}

/** Without alarms, nobody knows that people are no longer told. */
function alarmFault(alarms: Topic | null): Finding | null {
  if (alarms === null)
    return deployFault(
      'nobody hears the alarms: the stack has no topic for them',
      'Deploy this version of Flowbell',
    )
  const { arn, subscriptions } = alarms
  const subscribe = subscribeCommand(arn, 'email', 'YOU@EXAMPLE.COM')
  if (subscriptions === null)
    return fault(
      `nobody hears the alarms: there is no topic ${arn}`,
      'Make a topic of that name again, and subscribe somebody',
      subscribe,
    )
  if (subscriptions.length > 0) return null
  return fault(`nobody hears the alarms: ${arn} has no subscription`, 'Subscribe somebody', subscribe)
}

function subscribeCommand(topicArn: string, protocol: string, endpoint: string): string {
  return shell`aws sns subscribe --topic-arn ${topicArn} --protocol ${protocol} --notification-endpoint ${endpoint}`
}
