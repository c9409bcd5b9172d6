import { jitteredSecondsToNextPoll } from '../../functions/domain/pollSchedule.ts'
import type { Random } from '../random.ts'
import { callSeconds, type Operation, type WatchRun } from './simulate.ts'

/** The share of the limit that the pacer uses: it knows the limit only from being throttled now and then. */
const usedShare = 0.95

export type PacedScene = {
  readonly operations: readonly Operation[]
  readonly callsPerSecond: number
  /** How many operations one call answers for: the zones of one firewall, which began together. */
  readonly zonesPerCall: number
  readonly random: Random
}

type Member = { readonly operation: Operation; readonly endsAt: number; readonly run: WatchRun }
type Group = { readonly members: readonly Member[]; dueAt: number; lastAskedAt: number }

/**
 * One process that asks for all operations: each call in a time slot of its own, the longest overdue first, and none sooner
 * than Flowbell's schedule asks for it. It is never throttled. Returns one run for each operation, the call's cost shared.
 */
export function simulatePacer(scene: PacedScene): WatchRun[] {
  const groups = groupsOf(scene)
  const slotSeconds = 1 / (scene.callsPerSecond * usedShare)
  let waiting = [...groups]
  for (let now = 0; waiting.length > 0; ) {
    const next = waiting.reduce((one, other) => (other.dueAt < one.dueAt ? other : one))
    now = Math.max(now, next.dueAt)
    ask(next, now, scene)
    if (next.members.every(({ run }) => run.latenessSeconds !== null))
      waiting = waiting.filter(group => group !== next)
    now += slotSeconds
  }
  return groups.flatMap(({ members }) => members.map(({ run }) => run))
}

function groupsOf({ operations, zonesPerCall }: PacedScene): Group[] {
  const groups: Group[] = []
  for (let first = 0; first < operations.length; first += zonesPerCall) {
    const zones = operations.slice(first, first + zonesPerCall)
    const startsAtSeconds = zones[0]?.startsAtSeconds ?? 0
    const members = zones.map(zone => {
      const operation = { ...zone, startsAtSeconds }
      const run = {
        latenessSeconds: null,
        polls: 0,
        pollAges: [],
        throttles: 0,
        laterThrottles: 0,
        isLost: false,
      }
      return { operation, endsAt: startsAtSeconds + zone.durationSeconds, run }
    })
    groups.push({ members, dueAt: startsAtSeconds, lastAskedAt: startsAtSeconds })
  }
  return groups
}

function ask(group: Group, now: number, { random }: PacedScene): void {
  const running = group.members.filter(({ run }) => run.latenessSeconds === null)
  for (const { run, endsAt } of running) {
    run.polls += 1 / running.length
    if (now >= endsAt) run.latenessSeconds = now + callSeconds - endsAt
  }
  const startsAt = group.members[0]?.operation.startsAtSeconds ?? 0
  const [age, previousAge] = [now - startsAt, group.lastAskedAt - startsAt]
  group.lastAskedAt = now
  group.dueAt = now + callSeconds + jitteredSecondsToNextPoll(age, previousAge, random)
}
