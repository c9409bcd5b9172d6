import * as z from 'zod/mini'
import { configuredChannels } from '../config.ts'
import { InvalidInputError } from '../domain/errors.ts'
import { tagsByKey } from '../domain/firewallContext.ts'
import { readGathered } from '../domain/gatheredFacts.ts'
import {
  documentInvalidMetric,
  outcomeMetrics,
  routesLeadNowhereMetric,
  routingUnreadableMetric,
} from '../domain/metrics.ts'
import {
  type ComposedNotice,
  composeNotice as compose,
  type EarlierNotices,
} from '../domain/noticeComposition.ts'
import { type ChannelName, Notice, type Target } from '../domain/notification.ts'
import { givenUpWhere } from '../domain/overdueNotice.ts'
import type { FlowOperationReport, WatchFacts } from '../domain/report.ts'
import { isMisrouted, routeMessage } from '../domain/routing.ts'
import { defaultRouting, type RoutingDocument } from '../domain/routingDocument.ts'
import { defineFunction, loadAhead, type ServiceBuilders } from '../lambda.ts'
import type { Clock, Log, Metrics, Routing } from '../ports.ts'
import { buildMetrics } from '../services/metrics.ts'
import { buildRouting, loadRouting } from '../services/routing.ts'

/** The rest is read with care: an outcome is told whatever has become of what was gathered. */
const Input = z.looseObject({ notice: Notice })

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
  async run(input, { clock, channels, ...services }): Promise<ComposedNotice> {
    const { notice } = input
    const now = new Date(clock.nowMilliseconds()).toISOString()
    const { facts: gathered, unfit } = readGathered(input, now)
    if (unfit.length > 0) afterUnfitInput(notice, unfit, services)
    const { announcements, overdueNotice, context } = gathered
    const facts = { ...gathered, isOverdue: overdueNotice.isSent, now }
    const earlier = onlyServed({ announcements, overdueNotice }, channels)
    const routing = await routingOf(services)
    const route = (document: FlowOperationReport): Target[] => {
      const message = { ...document, tags: context && tagsByKey(context.tags) }
      if (isMisrouted(routing, message, channels)) reportMisrouted(services)
      return routeMessage(routing, message, channels).filter(({ isSent }) => isSent)
    }
    if (notice !== 'OUTCOME') return compose(notice, facts, earlier, route)
    const composed = composedOutcome({ facts, earlier, route, channels }, services)
    // Here and not with the record: it counts once however often the record is tried, and though it is never written.
    services.metrics.record(outcomeMetrics(composed.document))
    return composed
  },
})

/** A channel that is not set any more cannot be served: its card is let go, and what it was still to be told is given up. */
function onlyServed(
  { announcements, overdueNotice }: EarlierNotices,
  channels: readonly ChannelName[],
): EarlierNotices {
  const isServed = ({ channel }: Target) => channels.includes(channel)
  return {
    announcements: announcements.filter(isServed),
    overdueNotice: givenUpWhere(isServed, overdueNotice),
  }
}

type Reporting = Pick<Services, 'metrics' | 'log'>

/** A state that a defect, or another version, has made is no reason not to tell an outcome. Throws InvalidInputError for other notices. */
function afterUnfitInput(notice: Notice, unfit: readonly string[], { metrics, log }: Reporting): void {
  const message = `composeNotice: what was gathered cannot be read and counts as unknown: ${unfit.join(', ')}`
  if (notice !== 'OUTCOME') throw new InvalidInputError(message)
  metrics.record([documentInvalidMetric])
  log({ level: 'ERROR', error: 'InvalidInputError', message })
}

type Composition = {
  readonly facts: WatchFacts
  readonly earlier: EarlierNotices
  readonly route: (document: FlowOperationReport) => readonly Target[]
  readonly channels: readonly ChannelName[]
}

/** The outcome as it should be; if that fails by a defect, its bare facts to everybody. */
function composedOutcome({ facts, earlier, route, channels }: Composition, { metrics, log }: Reporting) {
  try {
    return compose('OUTCOME', facts, earlier, route)
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error))
    metrics.record([documentInvalidMetric])
    log({ level: 'ERROR', error: name, message })
    const progress = facts.progress && { ...facts.progress, operation: null }
    const bare = { ...facts, progress, collection: null, context: null }
    return compose('OUTCOME', bare, { ...earlier, announcements: [] }, () =>
      channels.map(channel => ({ channel, target: null })),
    )
  }
}

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

await loadAhead(loadRouting)
export const handler = composeNotice()
