import { serviceMemorySeconds } from '../../functions/domain/pollSchedule.ts'
import type { Contender, Watcher } from '../contenders/contender.ts'
import type { Random } from '../random.ts'
import type { Api } from './api.ts'
import { EventQueue } from './eventQueue.ts'

/**
 * From the begin of a call to its answer, in seconds: assumed, for a warm function that asks a service near by. It adds to
 * every lateness, and to the time between two polls.
 */
export const callSeconds = 0.2

/** Calls that begin later than this after the service's memory has ended are not made. */
const graceSeconds = 300

export type Operation = { readonly startsAtSeconds: number; readonly durationSeconds: number }

/** What became of one operation's watch. `latenessSeconds` is null if its end was never seen. */
export type WatchRun = {
  latenessSeconds: number | null
  /** Answers with a status, the last included. */
  polls: number
  /** The operation's age at each of them, in seconds. */
  readonly pollAges: number[]
  throttles: number
  /** Those that came more than two seconds after its first call. */
  laterThrottles: number
  /** True: it gave up although the operation ended in its 12 hours. */
  isLost: boolean
}

export type Scene = {
  readonly operations: readonly Operation[]
  readonly api: Api
  readonly isAdversarial: boolean
  readonly random: Random
}

type Watch = {
  readonly watcher: Watcher
  readonly run: WatchRun
  readonly startsAt: number
  readonly wantsToEndAt: number
  /** Moved by an adversarial operation to 1 ms after a poll. */
  endsAt: number | null
}

/** Runs one contender over all operations at once, in virtual time. The answer tells the status at the call's begin. */
export function simulate(contender: Contender, scene: Scene): WatchRun[] {
  const queue = new EventQueue<Watch>()
  const runs = scene.operations.map((operation, index) => {
    const watch = begin(contender, scene, operation, index)
    queue.add(operation.startsAtSeconds + watch.watcher.firstWait, watch)
    return watch.run
  })
  for (let event = queue.take(); event; event = queue.take()) {
    const { at, item: watch } = event
    const wait = call(watch, at, scene)
    if (wait !== null) queueNext(queue, watch, at + callSeconds + wait)
  }
  return runs
}

/** Nobody learns anything later than the service remembers. */
function queueNext(queue: EventQueue<Watch>, watch: Watch, at: number): void {
  if (at <= watch.startsAt + serviceMemorySeconds + graceSeconds) queue.add(at, watch)
  else watch.run.isLost = watch.wantsToEndAt < watch.startsAt + serviceMemorySeconds
}

function begin(contender: Contender, scene: Scene, operation: Operation, index: number): Watch {
  const { startsAtSeconds, durationSeconds } = operation
  const wantsToEndAt = startsAtSeconds + durationSeconds
  return {
    watcher: contender.begin({ startsAtSeconds, durationSeconds, random: scene.random, index }),
    run: { latenessSeconds: null, polls: 0, pollAges: [], throttles: 0, laterThrottles: 0, isLost: false },
    startsAt: startsAtSeconds,
    wantsToEndAt,
    endsAt: scene.isAdversarial ? null : wantsToEndAt,
  }
}

function call(watch: Watch, at: number, scene: Scene): number | null {
  const { run, watcher } = watch
  if (!scene.api.accepts(at)) {
    run.throttles += 1
    if (at > watch.startsAt + watcher.firstWait + 2) run.laterThrottles += 1
    return goOn(watch, watcher.afterThrottle(at + callSeconds))
  }
  run.polls += 1
  run.pollAges.push(at - watch.startsAt)
  if (watch.endsAt !== null && at >= watch.endsAt) {
    const isRemembered = watch.endsAt < watch.startsAt + serviceMemorySeconds
    run.latenessSeconds = isRemembered ? at + callSeconds - watch.endsAt : null
    return null
  }
  if (watch.endsAt === null && at >= watch.wantsToEndAt) watch.endsAt = at + 0.001
  return goOn(watch, watcher.afterAnswer(at + callSeconds))
}

function goOn(watch: Watch, wait: number | null): number | null {
  if (wait === null) watch.run.isLost = watch.wantsToEndAt < watch.startsAt + serviceMemorySeconds
  return wait
}
