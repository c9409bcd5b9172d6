import { emfMetrics } from '../adapters/emfMetrics.ts'
import type { Metrics } from '../ports.ts'
import type { Runtime } from '../runtime.ts'

export function buildMetrics({ settings, clock, log }: Runtime): Metrics {
  return emfMetrics(log, clock, settings.stackName)
}
