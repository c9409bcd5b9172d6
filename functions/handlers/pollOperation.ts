import * as z from 'zod/mini'
import { isResting } from '../domain/channelRest.ts'
import { retryableError } from '../domain/errors.ts'
import { detectionDelay, throttledMetric } from '../domain/metrics.ts'
import { Delivery } from '../domain/notification.ts'
import { OverdueNotice } from '../domain/overdueNotice.ts'
import { decideAfterAnswer, decideAfterError, type PollContext, RETRY } from '../domain/pollDecision.ts'
import { PollProgress, progressBeforeFirstPoll } from '../domain/pollProgress.ts'
import type { PollTable } from '../domain/pollTable.ts'
import { ServiceError } from '../domain/serviceError.ts'
import { scopeOf, WatchRequest } from '../domain/watchRequest.ts'
import { defineFunction, type ServiceBuilders } from '../lambda.ts'
import type { Clock, FlowOperations, Metrics, Random } from '../ports.ts'
import { buildFlowOperations } from '../services/flowOperations.ts'
import { buildMetrics } from '../services/metrics.ts'

const Input = z.object({
  watch: WatchRequest,
  progress: z.nullable(PollProgress),
  overdueNotice: OverdueNotice,
  announcements: z._default(z.array(Delivery), []),
})
type Input = z.infer<typeof Input>

type Services = {
  readonly clock: Clock
  readonly random: Random
  readonly flowOperations: FlowOperations
  readonly metrics: Metrics
  readonly overdueAfterSeconds: number
  readonly pollTable: PollTable | null
}

const serviceBuilders: ServiceBuilders<Services> = {
  clock: runtime => runtime.clock,
  random: runtime => runtime.random,
  flowOperations: buildFlowOperations,
  metrics: buildMetrics,
  overdueAfterSeconds: runtime => runtime.settings.overdueAfterSeconds,
  pollTable: runtime => runtime.settings.pollTable,
}

/** Asks the service once how the operation is doing: watch and progress in, the next step out. */
export const pollOperation = defineFunction({
  name: 'pollOperation',
  input: Input,
  services: serviceBuilders,
  async run(input, services): Promise<PollProgress> {
    try {
      const answer = await services.flowOperations.describe(scopeOf(input.watch))
      const decision = decideAfterAnswer(contextOf(input, services), answer)
      if (isFirstPoll(input, decision)) services.metrics.record(detectionDelay(input.watch, decision))
      return decision
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
      if (error.kind === 'THROTTLED') services.metrics.record([throttledMetric])
      const decision = decideAfterError(contextOf(input, services), error)
      if (decision === RETRY) throw retryableError(error)
      return decision
    }
  },
})

/** An answer without a status is no poll: the count of polls stands still. */
function isFirstPoll({ progress }: Input, { polls }: PollProgress): boolean {
  return polls > 0 && (progress === null || progress.polls === 0)
}

/** Made after the call, so that the time is that of the answer. */
function contextOf(
  { watch, progress, overdueNotice, announcements }: Input,
  services: Services,
): PollContext {
  const nowMilliseconds = services.clock.nowMilliseconds()
  return {
    watch,
    progress: progress ?? progressBeforeFirstPoll(new Date(nowMilliseconds).toISOString()),
    overdueNotice,
    cardCount: editableCardCount(announcements, overdueNotice.deliveries, nowMilliseconds),
    nowMilliseconds,
    overdueAfterSeconds: services.overdueAfterSeconds,
    pollTable: services.pollTable,
    random: services.random,
  }
}

/** Cards are edited together, so one whose channel asked to wait holds the others; the outcome is not held. */
function editableCardCount(
  announcements: readonly Delivery[],
  overdue: readonly Delivery[],
  nowMilliseconds: number,
): number {
  const earlier = [...announcements, ...overdue]
  const isHeld = announcements.some(one => isResting(one, earlier, nowMilliseconds))
  return isHeld ? 0 : announcements.filter(({ card }) => card !== null).length
}

export const handler = pollOperation()
