import * as z from 'zod/mini'
import { InvalidEventError, retryableError } from '../domain/errors.ts'
import { ServiceError } from '../domain/serviceError.ts'
import { defineFunction, type ServiceBuilders } from '../lambda.ts'
import type { Clock, FlowOperations, Log, RejectedEvents, WatchStarter } from '../ports.ts'
import { buildLateFlowOperations } from '../services/lateFlowOperations.ts'
import { buildRejectedEvents } from '../services/rejectedEvents.ts'
import { buildWatchStarter } from '../services/watchStarter.ts'
import { identifyWatch } from '../usecases/identifyWatch.ts'

type Services = {
  readonly clock: Clock
  readonly flowOperations: FlowOperations
  readonly watchStarter: WatchStarter
  readonly rejectedEvents: RejectedEvents
  readonly log: Log
}

const serviceBuilders: ServiceBuilders<Services> = {
  clock: runtime => runtime.clock,
  flowOperations: buildLateFlowOperations,
  watchStarter: buildWatchStarter,
  rejectedEvents: buildRejectedEvents,
  log: runtime => runtime.log,
}

/**
 * EventBridge event of a start call in, one execution per operation out. An event that cannot be understood is recorded and
 * not asked for again; every other failure is thrown, so that EventBridge delivers the event again.
 */
export const startWatch = defineFunction({
  name: 'startWatch',
  input: z.unknown(),
  services: serviceBuilders,
  async run(event, services) {
    try {
      const watch = await identifyWatch(event, services)
      return { result: await services.watchStarter.start(watch), watchKey: watch.watchKey }
    } catch (error) {
      if (error instanceof ServiceError) throw retryableError(error)
      if (!(error instanceof InvalidEventError)) throw error
      await services.rejectedEvents.report(event, error.message)
      return { result: 'REJECTED' as const, reason: error.message }
    }
  },
})

export const handler = startWatch()
