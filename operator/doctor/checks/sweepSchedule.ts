import { logicalIds } from '../../deployed/logicalIds.ts'
import type { Check } from '../check.ts'
import { deployFault, fault, well } from '../finding.ts'

export const sweepScheduleCheck: Check = {
  name: 'sweep-schedule',
  words: 'The sweep is scheduled',
  async examine({ stack, cloud }) {
    const name = await stack.physicalId(logicalIds.sweepSchedule)
    const schedule = await cloud.schedule(name)
    if (!schedule)
      return deployFault(
        `the schedule ${name} does not exist any more`,
        'Remove the stack and deploy it anew',
      )
    if (schedule.isEnabled) return well(name)
    return fault(`the schedule ${name} is disabled`, 'Enable it in the console of EventBridge Scheduler')
  },
}
