import type { Metric } from '../domain/metrics.ts'
import type { Clock, Log, Metrics } from '../ports.ts'

/** The CloudWatch namespace of Flowbell's own metrics. */
const metricNamespace = 'Flowbell'

/**
 * Metrics as lines of the function's log, one each, which CloudWatch Logs turns into metrics without a call or a right of its
 * own (CloudWatch embedded metric format). `stackName` is the dimension `Stack` of every one: without it two stacks of one
 * Region would hide each other's silence.
 */
export function emfMetrics(log: Log, clock: Clock, stackName: string): Metrics {
  return {
    record(metrics) {
      for (const metric of metrics) log(emfLine(metric, clock.nowMilliseconds(), stackName))
    },
  }
}

function emfLine({ name, unit, value, dimensions }: Metric, nowMilliseconds: number, stackName: string) {
  const finer = Object.keys(dimensions)
  return {
    _aws: {
      Timestamp: nowMilliseconds,
      CloudWatchMetrics: [
        {
          Namespace: metricNamespace,
          Dimensions: [['Stack'], ...(finer.length === 0 ? [] : [['Stack', ...finer]])],
          Metrics: [{ Name: name, Unit: unit }],
        },
      ],
    },
    Stack: stackName,
    ...dimensions,
    [name]: value,
  }
}
