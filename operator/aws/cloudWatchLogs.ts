import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs'
import type { Cloud } from '../ports.ts'
import { ask } from './ask.ts'
import { clientSettings } from './clientSettings.ts'

/** Log groups. */
export function logQuestions(): Pick<Cloud, 'isLogGroup'> {
  const client = new CloudWatchLogsClient(clientSettings)
  return {
    async isLogGroup(logGroupName) {
      // Groups come in the order of their names, so that the one with just this name is on the first page.
      const command = new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName })
      const { logGroups = [] } = await ask('logs:DescribeLogGroups', options => client.send(command, options))
      return logGroups.some(group => group.logGroupName === logGroupName)
    },
  }
}
