import { pollTimesSeconds } from '../functions/domain/pollSchedule.ts'
import { fittedSchedule } from '../operator/fit/fittedTable.ts'
import { recordedOperations } from '../operator/fit/recordedDurations.ts'
import type { Contender } from './contenders/contender.ts'
import { fittedFlowbell } from './contenders/flowbell.ts'
import { planned } from './contenders/schedules.ts'
import { roundedTo } from './figures.ts'
import { durationsUnder, survivalUnder } from './laws.ts'
import { optimumOf } from './optimum.ts'
import { type Random, randomStream } from './random.ts'
import { callSeconds, type Scene, simulate, type WatchRun } from './simulation/simulate.ts'
import type { Trace } from './traces.ts'

/** A schedule fitted to one half of a trace, and what it does with the other half. */
export type HeldOutFigures = {
  readonly trace: string
  readonly records: number
  /** Polls per operation that the fit was asked for. */
  readonly asked: number
  /** Measured on the other half: polls per operation, the one at once included, and mean lateness in seconds without the call's own time. */
  readonly polls: number
  readonly latenessMean: number
  /**
   * That lateness over the least possible with as many polls after the one at once, which every watch makes. The least is the exact
   * optimum's for the trace's law, times what the other half makes of such an optimum: it is a little luckier or less so than the law.
   */
  readonly timesOptimum: number
  /** Over the least possible with as many polls altogether, none of them at once. */
  readonly timesOptimumWithoutFirst: number
}

/** Polls per operation for which schedules are fitted. */
const askedPolls = [8, 12]
/** Waits of a state machine are whole seconds. */
const gridSeconds = 1

export function heldOutFigures(trace: Trace, records: number, seed: number): HeldOutFigures[] {
  const random = randomStream(seed, `held out ${trace.name}`)
  const durations = durationsUnder(trace.law, 2 * records, random)
  const operations = recordedOperations(durations.slice(0, records).map(auditLine))
  const heldOut = durations.slice(records)
  const optimum = optimumOf(survivalUnder(trace.law, gridSeconds))
  return askedPolls.map(asked => {
    const { table } = fittedSchedule(operations, asked)
    const measured = (contender: Contender) => meansOf(simulate(contender, sceneOf(trace, heldOut, random)))
    const { polls, lateness } = measured(fittedFlowbell(table))
    const leastWith = (pollsOfOptimum: number) => {
      const plan = optimum.planNear(pollsOfOptimum)
      const best = measured(planned('exact optimum', plan.pollTimesSeconds))
      const pollsByLaw = (pollsOfOptimum * plan.meanPolls) / best.polls
      return (optimum.leastLateness(pollsByLaw) * best.lateness) / plan.meanLatenessSeconds
    }
    return {
      trace: trace.name,
      records,
      asked,
      polls: roundedTo(polls, 4),
      latenessMean: roundedTo(lateness, 4),
      timesOptimum: roundedTo(lateness / leastWith(polls - 1), 4),
      timesOptimumWithoutFirst: roundedTo(lateness / leastWith(polls), 4),
    }
  })
}

function sceneOf(trace: Trace, durations: readonly number[], random: Random): Scene {
  const operations = durations.map(durationSeconds => ({ startsAtSeconds: 0, durationSeconds }))
  return { operations, api: trace.api(), isAdversarial: false, random }
}

function meansOf(runs: readonly WatchRun[]): { readonly polls: number; readonly lateness: number } {
  const late = runs.flatMap(({ latenessSeconds }) => latenessSeconds ?? [])
  const polls = runs.reduce((sum, run) => sum + run.polls, 0) / runs.length
  return { polls, lateness: late.reduce((sum, one) => sum + one, 0) / late.length - callSeconds }
}

const startedAtMilliseconds = Date.UTC(2026, 0, 1)
const defaultTimes = pollTimesSeconds()

/** What the audit log holds of an operation that the default schedule watched. */
function auditLine(durationSeconds: number, index: number): string {
  const polls = defaultTimes.findIndex(time => time >= durationSeconds) + 1
  const seenAtSeconds = defaultTimes[polls - 1] ?? 0
  const finishedAt = new Date(startedAtMilliseconds + seenAtSeconds * 1000).toISOString()
  return JSON.stringify({
    recordId: `${index}`,
    recordType: 'OPERATION_FINISHED',
    time: finishedAt,
    outcome: 'COMPLETED',
    severity: 'info',
    document: { startedAt: new Date(startedAtMilliseconds).toISOString(), finishedAt, polls },
  })
}
