import type { Random } from '../random.ts'

/** What a watcher knows when it begins. Only the clairvoyant looks at the duration. */
export type Beginning = {
  readonly startsAtSeconds: number
  readonly durationSeconds: number
  readonly random: Random
  /** Counts the operations of a run from 0. */
  readonly index: number
}

/** Seconds until the next call, or null: it asks no more. */
export type Wait = number | null

/** One operation's watch: how long it waits after each answer, in virtual seconds. */
export type Watcher = {
  /** Until the first call; 0 for one at once. */
  readonly firstWait: number
  afterAnswer(nowSeconds: number): Wait
  afterThrottle(nowSeconds: number): Wait
}

/** What a poll, or a throttled call, costs in the state machine that would carry the contender. */
export type Carrier = {
  readonly transitionsPerPoll: number
  readonly transitionsPerThrottle: number
  readonly eventsPerPoll: number
  readonly eventsPerThrottle: number
}

export type Contender = {
  readonly name: string
  readonly carrier: Carrier
  readonly begin: (beginning: Beginning) => Watcher
}

/** Wait, Task and Choice for each poll; a throttled call is waited out in the same way. */
export const loopCarrier: Carrier = {
  transitionsPerPoll: 3,
  transitionsPerThrottle: 3,
  eventsPerPoll: 9,
  eventsPerThrottle: 9,
}

/** A function that throws "in progress", and whose Retry is the schedule: one transition and three events for each try. */
export const retryCarrier: Carrier = {
  transitionsPerPoll: 1,
  transitionsPerThrottle: 1,
  eventsPerPoll: 3,
  eventsPerThrottle: 3,
}

/** Throttled calls that are repeated inside of one task: no transition. */
export const sdkRetryCarrier: Carrier = { ...loopCarrier, transitionsPerThrottle: 0, eventsPerThrottle: 0 }
