import { pollTimesSeconds } from '../../functions/domain/pollSchedule.ts'
import {
  maxTableGapSeconds,
  maxTablePolls,
  maxTableSeconds,
  type PollTable,
} from '../../functions/domain/pollTable.ts'
import { plansAround } from './equalPolls.ts'
import { optimalPolls } from './optimalPolls.ts'
import type { RecordedOperations } from './recordedDurations.ts'
import { recordedSurvival } from './recordedSurvival.ts'
import { meanRunningTime, type Survival } from './survival.ts'

/** Fewer recorded ends than this say too little of the next ones. */
const leastRecords = 50

/** What a schedule does with the recorded operations: polls per operation, the one at once included, and seconds of lateness. */
type Expectation = { readonly meanPolls: number; readonly meanLatenessSeconds: number }

export type FittedSchedule = {
  readonly table: PollTable
  readonly fitted: Expectation
  readonly byDefault: Expectation
}

/** Too few operations ended to fit a schedule to them. */
export class TooFewRecordsError extends Error {
  override readonly name = 'TooFewRecordsError'
}

/**
 * The poll table that sees the recorded operations end soonest, with as many polls per operation as the default schedule makes, or as
 * many as are asked for: the exact optimum on their survival curve, as far as the bounds of a table (pollTable.ts) let it. Behind
 * the table the default schedule goes on. Throws TooFewRecordsError.
 */
export function fittedSchedule(operations: RecordedOperations, meanPolls: number | null): FittedSchedule {
  if (operations.ended.length < leastRecords)
    throw new TooFewRecordsError(
      `${operations.ended.length} operations with a known start and end; a schedule is fitted to ${leastRecords} or more`,
    )
  const survival = recordedSurvival(operations)
  const byDefault = expectationOf(pollTimesSeconds().slice(1), survival)
  const polls = (meanPolls ?? byDefault.meanPolls) - 1
  const { fewer } = plansAround(polls, price => optimalPolls(survival, price, maxTableGapSeconds))
  const table = fewer.pollTimesSeconds.filter(time => time <= maxTableSeconds).slice(0, maxTablePolls)
  return { table, fitted: expectationOf(withDefaultBehind(table), survival), byDefault }
}

/** Behind a table's last poll the default schedule goes on. */
function withDefaultBehind(table: PollTable): readonly number[] {
  const last = table.at(-1) ?? 0
  return [...table, ...pollTimesSeconds().filter(time => time > last)]
}

/** `times` in whole seconds, without the poll at once, which is counted all the same. */
function expectationOf(times: readonly number[], { shares }: Survival): Expectation {
  const running = meanRunningTime({ stepSeconds: 1, shares })
  const last = shares.length - 1
  let [meanPolls, meanLatenessSeconds, before] = [1, 0, 0]
  for (const time of times.filter(one => one <= last)) {
    const share = shares[before] ?? 0
    meanPolls += share
    meanLatenessSeconds += share * (time - before) - ((running[time] ?? 0) - (running[before] ?? 0))
    before = time
  }
  return { meanPolls, meanLatenessSeconds }
}
