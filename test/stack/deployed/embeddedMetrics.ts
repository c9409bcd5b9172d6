import { PutMetricDataCommand, type StandardUnit } from '@aws-sdk/client-cloudwatch'
import type { Account } from './account.ts'
import type { JsonLine } from './deployedStack.ts'

type Directive = {
  readonly Namespace: string
  readonly Dimensions: readonly (readonly string[])[]
  readonly Metrics: readonly { readonly Name: string; readonly Unit: StandardUnit }[]
}

/** Turns lines in the embedded metric format into metrics, as CloudWatch Logs does and ministack does not. */
export async function takeMetricsOut({ cloudWatch }: Account, lines: readonly JsonLine[]): Promise<void> {
  for (const line of lines)
    for (const directive of directivesOf(line))
      await cloudWatch.send(
        new PutMetricDataCommand({ Namespace: directive.Namespace, MetricData: metricData(directive, line) }),
      )
}

function directivesOf(line: JsonLine): readonly Directive[] {
  return (line['_aws'] as { CloudWatchMetrics: readonly Directive[] } | undefined)?.CloudWatchMetrics ?? []
}

function metricData({ Dimensions, Metrics }: Directive, line: JsonLine) {
  return Metrics.flatMap(({ Name, Unit }) =>
    Dimensions.map(names => ({
      MetricName: Name,
      Unit,
      Value: Number(line[Name]),
      Dimensions: names.map(name => ({ Name: name, Value: String(line[name]) })),
    })),
  )
}
