import * as z from 'zod/mini'
import { configuredChannels } from '../config.ts'
import { FirewallContext, tagsByKey } from '../domain/firewallContext.ts'
import { outcomeMetrics, routesLeadNowhereMetric, routingUnreadableMetric } from '../domain/metrics.ts'
import { composeNotice as compose } from '../domain/noticeComposition.ts'
import { type ChannelName, Delivery, Notice } from '../domain/notification.ts'
import { OverdueNotice } from '../domain/overdueNotice.ts'
import { PollProgress } from '../domain/pollProgress.ts'
import type { WatchFailure } from '../domain/report.ts'
import { ResultsCollection } from '../domain/resultsCollection.ts'
import { isMisrouted, routeMessage } from '../domain/routing.ts'
import { defaultRouting, type RoutingDocument } from '../domain/routingDocument.ts'
import { WatchRequest } from '../domain/watchRequest.ts'
import { defineFunction, type ServiceBuilders } from '../lambda.ts'
import type { Clock, Log, Metrics, Routing } from '../ports.ts'
import { buildMetrics, buildRouting } from '../services.ts'

/** A failure as a Catch hands it on; an empty Error stands for none. */
const CaughtFailure = z.object({ Error: z.string(), Cause: z.optional(z.string()) })

const Input = z.object({
  notice: Notice,
  watch: WatchRequest,
  progress: z.nullable(PollProgress),
  results: z.nullable(ResultsCollection),
  // Known for outcomes only, and never a reason not to tell one.
  context: z.optional(z.unknown()),
  failure: CaughtFailure,
  announcements: z.array(Delivery),
  overdueNotice: OverdueNotice,
})

type Services = {
  readonly clock: Clock
  readonly channels: readonly ChannelName[]
  readonly routing: Routing
  readonly metrics: Metrics
  readonly log: Log
}

const serviceBuilders: ServiceBuilders<Services> = {
  clock: runtime => runtime.clock,
  channels: runtime => configuredChannels(runtime.settings),
  routing: buildRouting,
  metrics: buildMetrics,
  log: runtime => runtime.log,
}

/** Everything gathered so far in; the document and one delivery per target out. */
export const composeNotice = defineFunction({
  name: 'composeNotice',
  input: Input,
  services: serviceBuilders,
  async run(input, { clock, channels, ...services }) {
    const { notice, watch, progress, results: collection, overdueNotice } = input
    // A channel that is not set any more cannot be served.
    const announcements = input.announcements.filter(({ channel }) => channels.includes(channel))
    const context = FirewallContext.safeParse(input.context).data ?? null
    const now = new Date(clock.nowMilliseconds()).toISOString()
    const isOverdue = overdueNotice.isSent
    const failure = failureOf(input.failure)
    const facts = { watch, progress, collection, failure, context, isOverdue, now }
    const routing = await routingOf(services)
    const composed = compose(notice, facts, { announcements, overdueNotice }, document => {
      const message = { ...document, tags: context && tagsByKey(context.tags) }
      if (isMisrouted(routing, message, channels)) reportMisrouted(services)
      return routeMessage(routing, message, channels).filter(({ isSent }) => isSent)
    })
    // Here and not with the record: it counts once however often the record is tried, and though it is never written.
    if (notice === 'OUTCOME') services.metrics.record(outcomeMetrics(composed.document))
    return composed
  },
})

/** People must be told whatever has become of the document: without it, everybody is. */
async function routingOf({
  routing,
  metrics,
  log,
}: Omit<Services, 'clock' | 'channels'>): Promise<RoutingDocument> {
  try {
    return await routing.read()
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error))
    metrics.record([routingUnreadableMetric])
    log({ level: 'ERROR', error: name, message })
    return defaultRouting
  }
}

/** Where the routes of a message lead to no channel that is set, everybody is told of it instead. */
function reportMisrouted({ metrics, log }: Pick<Services, 'metrics' | 'log'>): void {
  metrics.record([routesLeadNowhereMetric])
  const message = 'the routes that fit name only channels that are not set: every channel that is set is told'
  log({ level: 'ERROR', error: 'RoutesLeadNowhere', message })
}

/** Lambda's Cause is a JSON text with the error's own message in it. */
function failureOf({ Error: error, Cause: cause = '' }: z.infer<typeof CaughtFailure>): WatchFailure | null {
  if (error === '') return null
  return { error, message: lambdaMessage(cause).slice(0, 1024) }
}

function lambdaMessage(cause: string): string {
  try {
    const parsed: unknown = JSON.parse(cause)
    const message =
      parsed && typeof parsed === 'object' && 'errorMessage' in parsed ? parsed.errorMessage : cause
    return String(message)
  } catch {
    return cause
  }
}

export const handler = composeNotice()
