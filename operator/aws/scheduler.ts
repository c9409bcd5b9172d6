import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler'
import type { Cloud } from '../ports.ts'
import { askForOne } from './ask.ts'
import { clientSettings } from './clientSettings.ts'

/** Schedules of the default group. */
export function scheduleQuestions(): Pick<Cloud, 'schedule'> {
  const client = new SchedulerClient(clientSettings)
  return {
    async schedule(Name) {
      const command = new GetScheduleCommand({ Name })
      const schedule = await askForOne('scheduler:GetSchedule', options => client.send(command, options))
      if (!schedule) return null
      return {
        isEnabled: schedule.State === 'ENABLED',
        expression: schedule.ScheduleExpression ?? '',
        roleArn: schedule.Target?.RoleArn ?? '',
      }
    },
  }
}
