import { givenRouting } from '../../functions/adapters/routing.ts'
import { systemClock } from '../../functions/adapters/systemClock.ts'
import { readSettings } from '../../functions/config.ts'
import type { AuditRecord } from '../../functions/domain/auditRecord.ts'
import type { DeadLetter } from '../../functions/domain/deadLetter.ts'
import type { Acceptance } from '../../functions/domain/deliveryRetry.ts'
import type { FirewallDescription } from '../../functions/domain/firewallContext.ts'
import type { FlowOperation, ResultsPage } from '../../functions/domain/flowOperation.ts'
import type { Metric } from '../../functions/domain/metrics.ts'
import type { ChannelName, Notice } from '../../functions/domain/notification.ts'
import type { FlowOperationReport } from '../../functions/domain/report.ts'
import type { WatchRequest } from '../../functions/domain/watchRequest.ts'
import { collectResults } from '../../functions/handlers/collectResults.ts'
import { composeNotice } from '../../functions/handlers/composeNotice.ts'
import { deliverNotification } from '../../functions/handlers/deliverNotification.ts'
import { gatherContext } from '../../functions/handlers/gatherContext.ts'
import { parkNotification } from '../../functions/handlers/parkNotification.ts'
import { pollOperation } from '../../functions/handlers/pollOperation.ts'
import { recordAudit } from '../../functions/handlers/recordAudit.ts'
import type { Notification } from '../../functions/ports.ts'
import type { Runtime } from '../../functions/runtime.ts'
import type { ExecutionEvent } from '../../local/engine/runExecution.ts'
import type { TaskFunctions } from '../../local/engine/taskBorder.ts'
import { WorkInFlight } from '../../local/engine/virtualTime.ts'
import { runWatch, type WatchResult } from '../../local/runWatch.ts'
import { invocation } from '../../local/shippedFunctions.ts'
import { acceptedStart, serviceError } from './facts.ts'
import { countHistoryEvents } from './historyEvents.ts'

/** `call` counts from 1; `at` is in virtual seconds since the execution began. */
export type Call = { readonly call: number; readonly at: number }

/** What the world does to a watch. Whatever is left out works at once. */
export type World = {
  readonly watch?: Partial<WatchRequest>
  /** The operation's age when the watch begins. */
  readonly ageSeconds?: number
  readonly describe?: (call: Call) => FlowOperation
  readonly resultsPage?: (token: string | null, call: Call) => ResultsPage
  /** What is told of the firewall; by default it is unknown. */
  readonly describeFirewall?: () => FirewallDescription
  readonly channels?: readonly ChannelName[]
  /** The routing document, as text. */
  readonly routes?: string
  /** Counted for each channel and notice on its own. */
  readonly deliver?: Partial<Record<ChannelName, (notice: Notice, call: Call) => Partial<Acceptance> | void>>
  readonly writeAudit?: (records: readonly AuditRecord[], call: Call) => void
  readonly park?: (letter: DeadLetter, call: Call) => void
  /** Runs before a function's own work, as a failure of Lambda itself would. */
  readonly invoke?: (functionName: string, call: Call, payload: unknown) => void
  /** True for a call whose answer never comes; it has done nothing either. */
  readonly hangs?: (functionName: string, call: Call, payload: unknown) => boolean
  readonly overdueMinutes?: number
  /** FLOWBELL_POLL_TABLE; by default the default schedule. */
  readonly pollTable?: string
  /** Flowbell's own jitter: 0 is the longest poll step. */
  readonly random?: () => number
  /** The jitter of the state machine's Retry: by default the longest back-off. */
  readonly retryRandom?: () => number
}

type Sent = {
  readonly at: number
  readonly channel: ChannelName
  readonly notice: Notice
  readonly notification: Notification
  readonly document: FlowOperationReport
}

/** Everything that a watch did to the world, with virtual seconds. */
export type Watched = {
  readonly result: WatchResult
  /** When each DescribeFlowOperation was called, and for what. */
  readonly polledAt: readonly number[]
  readonly described: readonly object[]
  readonly pageTokens: readonly (string | null)[]
  /** Messages that a channel took, and those it was asked to take. */
  readonly delivered: readonly Sent[]
  readonly tried: readonly Sent[]
  readonly records: readonly (AuditRecord & { readonly at: number })[]
  readonly letters: readonly DeadLetter[]
  readonly metrics: readonly Metric[]
  /** Outside effects in their order: `record TYPE NOTICE`, `CHANNEL NOTICE`, `letter CHANNEL`. */
  readonly effects: readonly string[]
  readonly states: readonly string[]
  /** The states again, each with what it was given. */
  readonly entered: readonly { readonly state: string; readonly data: unknown }[]
  readonly invocations: readonly { readonly functionName: string; readonly at: number }[]
  readonly historyEvents: number
  /** The largest input that a state had, as JSON. */
  readonly largestStateBytes: () => number
  readonly endedAt: number
}

/** The longest back-off that full jitter can draw, to the millisecond. */
const longestBackOff = () => 1 - 2 ** -40

/** Runs the shipped definition with the shipped handlers over fake ports, in virtual time. */
export async function watchIn(world: World): Promise<Watched> {
  const journal = newJournal()
  const events: ExecutionEvent[] = []
  const real = { random: Math.random, stackTraceLimit: Error.stackTraceLimit }
  Math.random = world.retryRandom ?? longestBackOff
  // A watch that fails for 12 hours makes thousands of errors, whose stacks nobody reads.
  Error.stackTraceLimit = 0
  try {
    // However long it takes on a busy machine to get there, the watch begins when the operation has its age.
    const startMilliseconds = Date.now()
    const watch = acceptedStart(world.ageSeconds ?? 0, world.watch)
    const inFlight = new WorkInFlight()
    const functions = functionsIn(world, journal, inFlight)
    const result = await runWatch(watch, {
      functions,
      inFlight,
      isVirtualTime: true,
      startMilliseconds,
      observe: event => events.push(event),
    })
    return {
      ...journal,
      result,
      states: events.flatMap(event => (event.kind === 'STATE_ENTERED' ? [event.state] : [])),
      entered: events.filter(event => event.kind === 'STATE_ENTERED'),
      historyEvents: countHistoryEvents(events),
      largestStateBytes: () => Math.max(...events.map(stateBytes)),
      endedAt: journal.invocations.at(-1)?.at ?? 0,
    }
  } finally {
    Math.random = real.random
    Error.stackTraceLimit = real.stackTraceLimit
  }
}

function stateBytes(event: ExecutionEvent): number {
  return event.kind === 'STATE_ENTERED' ? Buffer.byteLength(JSON.stringify(event.data)) : 0
}

type Journal = ReturnType<typeof newJournal>

function newJournal() {
  return {
    polledAt: [] as number[],
    described: [] as object[],
    pageTokens: [] as (string | null)[],
    delivered: [] as Sent[],
    tried: [] as Sent[],
    records: [] as (AuditRecord & { readonly at: number })[],
    letters: [] as DeadLetter[],
    metrics: [] as Metric[],
    effects: [] as string[],
    invocations: [] as { functionName: string; at: number }[],
  }
}

function functionsIn(world: World, journal: Journal, inFlight: WorkInFlight): TaskFunctions {
  const { now, calling } = callCounter()
  const of = () => runtimeIn(world)
  const flowOperations = fakeFlowOperations(world, journal, calling)
  const channels = fakeChannels(world, journal, calling)
  const auditLog = fakeAuditLog(world, journal, calling)
  const deadLetters = fakeDeadLetters(world, journal, calling)
  const metrics = { record: (some: readonly Metric[]) => void journal.metrics.push(...some) }
  const functions = {
    pollOperation: pollOperation(of, { flowOperations, metrics }),
    collectResults: collectResults(of, { flowOperations }),
    gatherContext: gatherContext(of, fakeFirewalls(world)),
    composeNotice: composeNotice(of, {
      channels: channels.names,
      metrics,
      routing: givenRouting(world.routes ?? null),
    }),
    deliverNotification: deliverNotification(of, { channels, metrics }),
    recordAudit: recordAudit(of, { auditLog, metrics }),
    parkNotification: parkNotification(of, { deadLetters, metrics }),
  }
  return Object.fromEntries(
    Object.entries(functions).map(([functionName, handler]) => {
      const shipped = invocation(functionName, handler)
      const invoked = async (payload: unknown) => {
        journal.invocations.push({ functionName, at: now() })
        const call = calling(functionName)
        world.invoke?.(functionName, call, payload)
        if (world.hangs?.(functionName, call, payload)) return inFlight.forGood()
        return shipped(payload)
      }
      return [functionName, invoked]
    }),
  )
}

type Calling = (key: string) => Call

/** Time counts from the first call, before which no virtual time passes. */
function callCounter(): { now: () => number; calling: Calling } {
  let zero: number | null = null
  const counts = new Map<string, number>()
  const now = () => {
    zero ??= Date.now()
    return (Date.now() - zero) / 1000
  }
  const calling = (key: string) => {
    const call = (counts.get(key) ?? 0) + 1
    counts.set(key, call)
    return { call, at: now() }
  }
  return { now, calling }
}

function runtimeIn(world: World): Runtime {
  const { overdueMinutes, pollTable } = world
  const settings = {
    ...(overdueMinutes ? { FLOWBELL_OVERDUE_MINUTES: String(overdueMinutes) } : {}),
    ...(pollTable ? { FLOWBELL_POLL_TABLE: pollTable } : {}),
  }
  return {
    settings: readSettings(settings, []),
    clock: systemClock,
    ingestionClock: systemClock,
    random: world.random ?? (() => 0),
    log: () => undefined,
    prepareClient: client => client,
  }
}

function fakeFlowOperations(world: World, journal: Journal, calling: Calling) {
  return {
    async describe(operation: object) {
      const call = calling('describe')
      journal.polledAt.push(call.at)
      journal.described.push(operation)
      if (!world.describe) throw new TypeError('this world has no operation to describe')
      return world.describe(call)
    },
    async resultsPage(_operation: unknown, token: string | null) {
      journal.pageTokens.push(token)
      return world.resultsPage?.(token, calling('resultsPage')) ?? { flows: [], nextToken: null }
    },
    list: () => Promise.reject(new TypeError('a watch lists no operations')),
  }
}

/** The firewall of a world: no flush was ever made in it but the watched one. */
function fakeFirewalls(world: World) {
  const unknown = () => {
    throw serviceError('ResourceNotFoundException')
  }
  return {
    firewalls: {
      describe: async () => (world.describeFirewall ?? unknown)(),
      streamExceptionPolicy: async () => 'REJECT',
    },
    flushHistory: {
      describe: async () => unknown(),
      listFlushes: async () => ({ flushes: [], isWhole: true }),
    },
  }
}

/** With a card, and without; the state machine knows no channel by its name, so a new one need not be here. */
const usualChannels: readonly ChannelName[] = ['sns', 'slack', 'eventbridge']

function fakeChannels(world: World, journal: Journal, calling: Calling) {
  const names = world.channels ?? usualChannels
  const channel = (name: ChannelName) => ({
    async deliver(notification: Notification): Promise<Acceptance> {
      const { document } = notification
      const call = calling(`${name} ${document.notice}`)
      const sent = { at: call.at, channel: name, notice: document.notice, notification, document }
      journal.tried.push(sent)
      const acceptance = world.deliver?.[name]?.(document.notice, call)
      journal.delivered.push(sent)
      journal.effects.push(`${name} ${document.notice}`)
      return { attempts: 1, receipt: `${name}-${call.call}`, ...acceptance }
    },
  })
  return { names, channel: (name: ChannelName) => (names.includes(name) ? channel(name) : null) }
}

function fakeAuditLog(world: World, journal: Journal, calling: Calling) {
  return {
    async write(_watchKey: string, records: readonly AuditRecord[]) {
      const call = calling('writeAudit')
      world.writeAudit?.(records, call)
      journal.records.push(...records.map(record => ({ ...record, at: call.at })))
      journal.effects.push(
        ...records.map(({ recordType, notice }) => `record ${recordType}${notice ? ` ${notice}` : ''}`),
      )
    },
  }
}

function fakeDeadLetters(world: World, journal: Journal, calling: Calling) {
  return {
    async park(letter: DeadLetter) {
      world.park?.(letter, calling('park'))
      journal.letters.push(letter)
      journal.effects.push(`letter ${letter.channel}`)
    },
  }
}
