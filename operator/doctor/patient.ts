import { systemClock } from '../../functions/adapters/systemClock.ts'
import { awsCloud } from '../aws/cloud.ts'
import { slackQuestions } from '../aws/slack.ts'
import { deployedStack } from '../deployed/deployedStack.ts'
import type { Patient } from './check.ts'

/** A deployed stack, to be asked over the standard AWS variables. */
export function deployedPatient(stackName: string): Patient {
  const cloud = awsCloud(systemClock)
  const stack = deployedStack(cloud, stackName)
  const settings = () => stack.settingsOf('deliverNotification')
  return { stack, cloud, clock: systemClock, settings, slack: slackQuestions(settings, systemClock) }
}
