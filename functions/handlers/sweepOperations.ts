import * as z from 'zod/mini'
import { retryableError } from '../domain/errors.ts'
import { type Metric, recoveredLateMetric, sweepCompletedMetric, throttledMetric } from '../domain/metrics.ts'
import { ServiceError } from '../domain/serviceError.ts'
import { defineFunction, type ServiceBuilders } from '../lambda.ts'
import type { Clock, Firewalls, FlowOperations, Log, Metrics, Pause, Random, WatchStarter } from '../ports.ts'
import { buildFirewalls } from '../services/firewalls.ts'
import { buildFlowOperations } from '../services/flowOperations.ts'
import { buildLateWatchStarter } from '../services/lateWatchStarter.ts'
import { buildMetrics } from '../services/metrics.ts'
import { buildPause } from '../services/pause.ts'
import { type SweepResult, sweepFirewalls } from '../usecases/sweepFirewalls.ts'

type Services = {
  readonly clock: Clock
  readonly firewalls: Firewalls
  readonly flowOperations: FlowOperations
  readonly watchStarter: WatchStarter
  readonly metrics: Metrics
  readonly log: Log
  readonly pause: Pause
  readonly random: Random
}

const serviceBuilders: ServiceBuilders<Services> = {
  clock: runtime => runtime.clock,
  firewalls: buildFirewalls,
  flowOperations: buildFlowOperations,
  watchStarter: buildLateWatchStarter,
  metrics: buildMetrics,
  log: runtime => runtime.log,
  pause: buildPause,
  random: runtime => runtime.random,
}

/**
 * The clock's tick in, one execution out for each operation that nobody watches: CloudTrail's events reach EventBridge on a
 * best-effort basis only. A sweep that missed anything ends as a failure, after it has done the rest.
 */
export const sweepOperations = defineFunction({
  name: 'sweepOperations',
  input: z.unknown(),
  services: serviceBuilders,
  async run(_tick, services) {
    const swept = await sweep(services)
    services.metrics.record(metricsOf(swept))
    const { failures, startFailures: _, ...told } = swept
    const [failure] = failures
    if (failure) throw retryableError(failure)
    return told
  },
})

async function sweep(services: Services): Promise<SweepResult> {
  try {
    return await sweepFirewalls(services)
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    return { firewallCount: 0, operationCount: 0, recovered: [], failures: [error], startFailures: [] }
  }
}

/** A throttled start is Step Functions', which is no news about the firewalls. */
function metricsOf({ recovered, failures, startFailures }: SweepResult): Metric[] {
  const throttles = failures.filter(error => error.kind === 'THROTTLED' && !startFailures.includes(error))
  const recoveredLate = recovered.length === 0 ? [] : [recoveredLateMetric(recovered.length)]
  return [
    ...throttles.map(() => throttledMetric),
    ...recoveredLate,
    ...(failures.length === 0 ? [sweepCompletedMetric] : []),
  ]
}

export const handler = sweepOperations()
