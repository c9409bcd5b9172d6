import type { Cloud } from '../ports.ts'
import { stackQuestions } from './cloudFormation.ts'
import { trailQuestions } from './cloudTrail.ts'
import { metricQuestions } from './cloudWatch.ts'
import { logQuestions } from './cloudWatchLogs.ts'
import { eventQuestions } from './eventBridge.ts'
import { permissionQuestions } from './iam.ts'
import { functionQuestions } from './lambda.ts'
import { firewallQuestions } from './networkFirewall.ts'
import { scheduleQuestions } from './scheduler.ts'
import { secretQuestions } from './secrets.ts'
import { topicQuestions } from './sns.ts'
import { queueQuestions } from './sqs.ts'
import { parameterQuestions } from './ssm.ts'
import { stateMachineQuestions } from './stepFunctions.ts'

/** AWS itself, by the standard variables for Region, credentials and endpoints. */
export function awsCloud(clock: { nowMilliseconds(): number }): Cloud {
  return {
    ...stackQuestions(),
    ...functionQuestions(),
    ...stateMachineQuestions(),
    ...eventQuestions(),
    ...scheduleQuestions(),
    ...trailQuestions(),
    ...firewallQuestions(),
    ...logQuestions(),
    ...parameterQuestions(),
    ...topicQuestions(),
    ...secretQuestions(),
    ...queueQuestions(),
    ...metricQuestions(clock),
    ...permissionQuestions(),
  }
}
