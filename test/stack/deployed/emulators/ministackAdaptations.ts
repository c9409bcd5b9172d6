import type { Adaptation } from '../adaptation.ts'

type MetricAlarm = {
  readonly Metrics: readonly {
    readonly MetricStat?: { readonly Metric: object; readonly Period: number; readonly Stat: string }
  }[]
}

/**
 * What ministack 1.5.33 cannot make as the packaged template has it; docs/emulators.md tells people the same. A test sees that
 * it still refuses each.
 */
export const ministackAdaptations: readonly Adaptation[] = [
  {
    resourceType: 'AWS::Logs::QueryDefinition',
    reason: 'its CloudFormation has no such resource, and the stack would be rolled back: left out',
    inItsPlace: () => null,
  },
  {
    resourceType: 'AWS::CloudWatch::Alarm',
    withProperty: 'Metrics',
    reason: 'its CloudFormation refuses alarms on metric math: they watch the first metric only',
    inItsPlace: alarm => ({ ...alarm, Properties: onFirstMetric(alarm.Properties as MetricAlarm) }),
  },
]

/** Not left out, since the dashboard shows every alarm. */
function onFirstMetric({ Metrics, ...others }: MetricAlarm): object {
  const first = Metrics.find(({ MetricStat }) => MetricStat !== undefined)?.MetricStat
  if (!first) throw new Error('an alarm on metric math without a metric')
  return { ...others, ...first.Metric, Period: first.Period, Statistic: first.Stat }
}
