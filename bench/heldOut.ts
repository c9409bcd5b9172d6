import { pollTimesSeconds } from '../functions/domain/pollSchedule.ts'
import { fittedSchedule } from '../operator/fit/fittedTable.ts'
import { recordedOperations } from '../operator/fit/recordedDurations.ts'
import { fittedFlowbell } from './contenders/flowbell.ts'
import { roundedTo } from './figures.ts'
import { durationsUnder, survivalUnder } from './laws.ts'
import { optimumOf } from './optimum.ts'
import { randomStream } from './random.ts'
import { callSeconds, simulate, type WatchRun } from './simulation/simulate.ts'
import type { Trace } from './traces.ts'

/** A schedule fitted to one half of a trace, and what it does with the other half. */
export type HeldOutFigures = {
  readonly trace: string
  readonly records: number
  /** Measured on the other half: polls per operation, the one at once included, and mean lateness in seconds without the call's own time. */
  readonly polls: number
  readonly latenessMean: number
  /** That lateness over the least possible with as many polls after the one at once, which every watch makes. */
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
  const optimum = optimumOf(survivalUnder(trace.law, gridSeconds))
  return askedPolls.map(asked => {
    const { table } = fittedSchedule(operations, asked)
    const runs = simulate(fittedFlowbell(table), {
      operations: durations.slice(records).map(durationSeconds => ({ startsAtSeconds: 0, durationSeconds })),
      api: trace.api(),
      isAdversarial: false,
      random,
    })
    const { polls, lateness } = meansOf(runs)
    return {
      trace: trace.name,
      records,
      polls: roundedTo(polls, 4),
      latenessMean: roundedTo(lateness, 4),
      timesOptimum: roundedTo(lateness / optimum.leastLateness(polls - 1), 4),
      timesOptimumWithoutFirst: roundedTo(lateness / optimum.leastLateness(polls), 4),
    }
  })
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
