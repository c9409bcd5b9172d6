import type { Notice } from '../../functions/domain/notification.ts'
import { completed, deliveryError, inProgress, namedError } from './facts.ts'
import { type Watched, type World, watchIn } from './watchBed.ts'

/** A Task state of the definition, by what it calls, and a world in which it is called. */
export type Task = {
  readonly state: string
  readonly calls: (functionName: string, payload: unknown) => boolean
  readonly world: World
}

/** What a task without an answer did: when it was called, from its first call on, which state came next, and with what. */
export type Failed = {
  readonly triedAt: readonly number[]
  readonly next: string | undefined
  readonly given: unknown
  readonly watched: Watched
}

type Payload = {
  readonly notice?: Notice
  readonly fact?: string
  readonly delivery?: { readonly notice: Notice }
}

const refusing = () => {
  throw deliveryError('REJECTED')
}
/** One channel, so that states stand one after the other; it has a card, so that it is announced on. */
const over: World = { channels: ['slack'], describe: () => completed }
const overdue: World = {
  channels: ['slack'],
  overdueMinutes: 2,
  describe: ({ at }) => (at > 120 ? completed : inProgress),
}
const refusedOutcome: World = {
  ...over,
  deliver: { slack: notice => (notice === 'OUTCOME' ? refusing() : undefined) },
}
const refusedOverdue: World = {
  ...overdue,
  deliver: { slack: notice => (notice === 'OVERDUE' ? refusing() : undefined) },
}

/** Every Task state of the definition. */
export const tasks: Readonly<Record<string, Task>> = Object.fromEntries(
  [
    aTask('ComposeAnnouncement', 'composeNotice', over, ({ notice }) => notice === 'STARTED'),
    aTask('PostAnnouncement', 'deliverNotification', over, ({ delivery }) => delivery?.notice === 'STARTED'),
    aTask('PollOperation', 'pollOperation', over),
    aTask('ComposeOverdueNotice', 'composeNotice', overdue, ({ notice }) => notice === 'OVERDUE'),
    aTask(
      'DeliverOverdueNotice',
      'deliverNotification',
      overdue,
      ({ delivery }) => delivery?.notice === 'OVERDUE',
    ),
    aTask('ParkOverdueNotice', 'parkNotification', refusedOverdue),
    aTask('RecordOverdueDeliveries', 'recordAudit', overdue, ({ fact }) => fact === 'OVERDUE_DELIVERIES'),
    aTask('CollectResults', 'collectResults', over),
    aTask('GatherContext', 'gatherContext', over),
    aTask('ComposeOutcome', 'composeNotice', over, ({ notice }) => notice === 'OUTCOME'),
    aTask('RecordOutcome', 'recordAudit', over, ({ fact }) => fact === 'OUTCOME'),
    aTask(
      'DeliverNotification',
      'deliverNotification',
      over,
      ({ delivery }) => delivery?.notice === 'OUTCOME',
    ),
    aTask('ParkNotification', 'parkNotification', refusedOutcome),
    aTask('RecordDeliveries', 'recordAudit', over, ({ fact }) => fact === 'ALL_DELIVERIES'),
  ].map(one => [one.state, one]),
)

function aTask(
  state: string,
  calledFunction: string,
  world: World,
  isMeant: (payload: Payload) => boolean = () => true,
): Task {
  const calls = (functionName: string, payload: unknown) =>
    functionName === calledFunction && isMeant(payload as Payload)
  return { state, calls, world }
}

/** Runs a watch in which every call of this task fails with this error, or the first `times` ones. */
export async function failing(
  task: Task,
  error: string,
  { times = Number.POSITIVE_INFINITY, ...more }: Partial<World> & { readonly times?: number } = {},
): Promise<Failed> {
  return watchingTask(task, {
    ...more,
    invoke: (_functionName, { call }) => {
      if (call <= times) throw namedError(error)
    },
  })
}

/** Runs a watch in which no call of this task is ever answered. */
export async function unanswered(task: Task): Promise<Failed> {
  return watchingTask(task, { hangs: () => true })
}

/** `invoke` and `hangs` see the calls of this task alone, counted from 1. */
async function watchingTask({ state, calls, world }: Task, more: World): Promise<Failed> {
  const at: number[] = []
  const watched = await watchIn({
    ...world,
    ...more,
    invoke: (functionName, call, payload) => {
      if (!calls(functionName, payload)) return
      at.push(call.at)
      more.invoke?.(functionName, { call: at.length, at: call.at }, payload)
    },
    hangs: (functionName, call, payload) =>
      calls(functionName, payload) && (more.hangs?.(functionName, call, payload) ?? false),
  })
  const [first = 0] = at
  const next = watched.entered[watched.states.lastIndexOf(state) + 1]
  return { triedAt: at.map(time => time - first), next: next?.state, given: next?.data, watched }
}
