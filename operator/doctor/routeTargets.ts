import { configuredChannels } from '../../functions/config.ts'
import type { RoutingDocument } from '../../functions/domain/routingDocument.ts'
import { inTurns } from '../inTurns.ts'
import type { Patient } from './check.ts'
import { deployFault, type Finding, fault } from './finding.ts'

/** IAM throttles simulations early. */
const simulationsAtOnce = 2

/** What the routes name that no message of this stack reaches; null when they reach all of it. */
export async function faultInTargets(
  { routes, otherwise = [] }: RoutingDocument,
  patient: Patient,
): Promise<Finding | null> {
  const settings = await patient.settings()
  const channels = configuredChannels(settings)
  const targets = [...routes.flatMap(({ to }) => to), ...otherwise]
  const notSet = targets.find(({ channel }) => !channels.includes(channel))
  if (notSet)
    return fault(
      `routes name ${notSet.channel}, which this stack is not given: that way leads nowhere`,
      'Give the stack that channel, or take it out of the routes',
    )
  const named = targets.flatMap(target => (target.channel === 'sns' && target.topicArn) || [])
  return faultInTopics(
    [...new Set(named)].filter(arn => arn !== settings.topicArn),
    patient,
  )
}

async function faultInTopics(
  topicArns: readonly string[],
  { stack, cloud }: Patient,
): Promise<Finding | null> {
  const { roleArn } = await stack.functionFacts('deliverNotification')
  const decisions = await inTurns(simulationsAtOnce, topicArns, topicArn =>
    cloud.simulate(roleArn, ['sns:Publish'], topicArn),
  )
  const closed = topicArns.filter((_arn, at) => decisions[at]?.some(({ verdict }) => verdict === 'DENIED'))
  if (closed.length === 0) return null
  return deployFault(
    `routes name ${closed.join(', ')}, to which deliverNotification may not publish`,
    'Name the topics of the routes when you deploy',
    { routedTopicArns: topicArns.join(',') },
  )
}
