import type { Notice } from '../../functions/domain/notification.ts'
import { completed, deliveryError, inProgress, namedError } from './facts.ts'
import { type Call, type Watched, type World, watchIn } from './watchBed.ts'

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
    task('ComposeAnnouncement', 'composeNotice', over, ({ notice }) => notice === 'STARTED'),
    task('PostAnnouncement', 'deliverNotification', over, ({ delivery }) => delivery?.notice === 'STARTED'),
    task('PollOperation', 'pollOperation', over),
    task('ComposeOverdueNotice', 'composeNotice', overdue, ({ notice }) => notice === 'OVERDUE'),
    task(
      'DeliverOverdueNotice',
      'deliverNotification',
      overdue,
      ({ delivery }) => delivery?.notice === 'OVERDUE',
    ),
    task('ParkOverdueNotice', 'parkNotification', refusedOverdue),
    task('RecordOverdueDeliveries', 'recordAudit', overdue, ({ fact }) => fact === 'OVERDUE_DELIVERIES'),
    task('CollectResults', 'collectResults', over),
    task('GatherContext', 'gatherContext', over),
    task('ComposeOutcome', 'composeNotice', over, ({ notice }) => notice === 'OUTCOME'),
    task('RecordOutcome', 'recordAudit', over, ({ fact }) => fact === 'OUTCOME'),
    task(
      'DeliverNotification',
      'deliverNotification',
      over,
      ({ delivery }) => delivery?.notice === 'OUTCOME',
    ),
    task('ParkNotification', 'parkNotification', refusedOutcome),
    task('RecordDeliveries', 'recordAudit', over, ({ fact }) => fact === 'ALL_DELIVERIES'),
  ].map(one => [one.state, one]),
)

function task(
  state: string,
  calledFunction: string,
  world: World,
  isMeant: (payload: Payload) => boolean = () => true,
): Task {
  const calls = (functionName: string, payload: unknown) =>
    functionName === calledFunction && isMeant(payload as Payload)
  return { state, calls, world }
}

/** Runs a watch in which every call of this task fails with this error, the first `times` ones at least. */
export async function failing(
  { state, calls, world }: Task,
  error: string,
  { times = Number.POSITIVE_INFINITY, ...more }: Partial<World> & { readonly times?: number } = {},
): Promise<Failed> {
  const at: number[] = []
  const invoke = (functionName: string, call: Call, payload: unknown) => {
    if (!calls(functionName, payload)) return
    at.push(call.at)
    if (at.length <= times) throw namedError(error)
  }
  const watched = await watchIn({ ...world, ...more, invoke })
  const [first = 0] = at
  const next = watched.entered[watched.states.lastIndexOf(state) + 1]
  return { triedAt: at.map(time => time - first), next: next?.state, given: next?.data, watched }
}
