import type { Delivery } from './notification.ts'
import type { PollProgress } from './pollProgress.ts'
import type { FlowOperationReport } from './report.ts'
import type { WatchRequest } from './watchRequest.ts'

/**
 * One figure. Every metric is counted for the stack as a whole; `dimensions` adds one finer count. Only words of our own
 * stand in dimensions: each new value is a metric of its own, and foreign text would make them without end.
 */
export type Metric = {
  readonly name: string
  readonly unit: 'Count' | 'Seconds'
  readonly value: number
  readonly dimensions: Readonly<Record<string, string>>
}

function metric(name: string, value = 1, dimensions: Metric['dimensions'] = {}): Metric {
  return { name, unit: 'Count', value, dimensions }
}

function seconds(
  name: string,
  fromIso: string,
  toIso: string,
  dimensions: Metric['dimensions'] = {},
): Metric {
  const value = Math.max(0, (Date.parse(toIso) - Date.parse(fromIso)) / 1000)
  return { name, unit: 'Seconds', value, dimensions }
}

export const eventRejectedMetric = metric('EventsRejected')
export const routingUnreadableMetric = metric('RoutingUnreadable')
export const routesLeadNowhereMetric = metric('RoutesLeadNowhere')
export const documentInvalidMetric = metric('DocumentsInvalid')
export const outcomeUnknownMetric = metric('OutcomesUnknown')
export const throttledMetric = metric('Throttles')
export const sweepCompletedMetric = metric('SweepsCompleted')

/** Operations that only the sweep found. */
export function recoveredLateMetric(count: number): Metric {
  return metric('OperationsRecoveredLate', count)
}

/** How long an operation ran before the service was first asked: from its start to the first answer. */
export function detectionDelay(watch: WatchRequest, progress: PollProgress): Metric[] {
  const startedAt = watch.startedAt ?? progress.operation?.requestTimestamp
  return startedAt ? [seconds('DetectionDelay', startedAt, progress.lastPolledAt)] : []
}

/** An operation that is over: its outcome, and what watching it took. One that nobody can name has an alarm of its own. */
export function outcomeMetrics({ outcome, polls }: FlowOperationReport): Metric[] {
  if (outcome === null) return []
  const finished = [metric('OperationsFinished', 1, { Outcome: outcome }), metric('Polls', polls)]
  return outcome === 'UNKNOWN' ? [...finished, outcomeUnknownMetric] : finished
}

/** What became of messages, and how long after the end was seen the outcome reached each channel. */
export function deliveryMetrics(document: FlowOperationReport, deliveries: readonly Delivery[]): Metric[] {
  return deliveries.flatMap(delivery => {
    const { channel: Channel, status, notice, settledAt } = delivery
    const isSettled = status === 'DELIVERED' || status === 'DEAD_LETTERED'
    const counted = metric('Notifications', 1, { Channel, Result: isSettled ? status : 'SUPERSEDED' })
    if (status !== 'DELIVERED' || notice !== 'OUTCOME' || !settledAt || !document.finishedAt) return [counted]
    return [counted, seconds('EventToMessageTime', document.finishedAt, settledAt, { Channel })]
  })
}
