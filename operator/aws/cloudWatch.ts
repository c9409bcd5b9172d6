import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch'
import type { Cloud } from '../ports.ts'
import { ask } from './ask.ts'
import { clientSettings } from './clientSettings.ts'

const periodSeconds = 60

/** Metrics of Flowbell's own namespace. */
export function metricQuestions(clock: { nowMilliseconds(): number }): Pick<Cloud, 'newestMetric'> {
  const client = new CloudWatchClient(clientSettings)
  return {
    async newestMetric({ name, stackName }, withinMinutes) {
      const now = clock.nowMilliseconds()
      const command = new GetMetricStatisticsCommand({
        Namespace: 'Flowbell',
        MetricName: name,
        Dimensions: [{ Name: 'Stack', Value: stackName }],
        StartTime: new Date(now - withinMinutes * 60_000),
        EndTime: new Date(now),
        Period: periodSeconds,
        Statistics: ['Sum'],
      })
      const { Datapoints = [] } = await ask('cloudwatch:GetMetricStatistics', options =>
        client.send(command, options),
      )
      const times = Datapoints.filter(({ Sum = 0 }) => Sum > 0).map(point => point.Timestamp?.getTime() ?? 0)
      return times.length === 0 ? null : Math.max(...times)
    },
  }
}
