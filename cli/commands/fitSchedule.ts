import { pollTableText } from '../../functions/domain/pollTable.ts'
import { auditLinesIn } from '../../operator/fit/auditExport.ts'
import { type FittedSchedule, fittedSchedule, TooFewRecordsError } from '../../operator/fit/fittedTable.ts'
import { type RecordedOperations, recordedOperations } from '../../operator/fit/recordedDurations.ts'
import { inputName, readText } from '../readText.ts'
import { UsageError } from '../usageError.ts'

/** A year of a busy account's audit log; an export beyond it is read in parts. */
const maxExportBytes = 256 * 1024 * 1024

export type FitOptions = { readonly polls: number | null; readonly json: boolean }

/** Fits a poll table to the operations of an audit export, and prints it. Throws UsageError. */
export async function fitSchedule(file: string, { polls, json }: FitOptions): Promise<number> {
  const text = await readText(file, { maxBytes: maxExportBytes, tooLarge: 'larger than 256 MB: export less' })
  const operations = recordedOperations(auditLinesIn(text))
  const schedule = fitted(operations, polls, file)
  process.stdout.write(json ? asJson(operations, schedule) : inWords(operations, schedule))
  return 0
}

function fitted(operations: RecordedOperations, polls: number | null, file: string): FittedSchedule {
  try {
    return fittedSchedule(operations, polls)
  } catch (error) {
    if (!(error instanceof TooFewRecordsError)) throw error
    const { unreadable } = operations
    const hint = unreadable > 0 ? ` (${unreadable} lines are no audit records of Flowbell)` : ''
    throw new UsageError(`${inputName(file)} holds ${error.message}${hint}`)
  }
}

function asJson(
  { ended, stillRunning, leftOut, unreadable }: RecordedOperations,
  schedule: FittedSchedule,
): string {
  const { table, fitted: expected, byDefault } = schedule
  const operations = { ended: ended.length, stillRunning, leftOut, unreadableLines: unreadable }
  const pollTimesSeconds = [0, ...table]
  const report = {
    pollTimesSeconds,
    pollTable: pollTableText(table),
    operations,
    fitted: expected,
    byDefault,
  }
  return `${JSON.stringify(report)}\n`
}

function inWords({ ended, stillRunning, leftOut }: RecordedOperations, schedule: FittedSchedule): string {
  const { table, fitted: expected, byDefault } = schedule
  const row = (name: string, { meanPolls, meanLatenessSeconds }: FittedSchedule['fitted']) =>
    `  ${name.padEnd(16)} ${meanPolls.toFixed(1).padStart(6)} polls, seen ${meanLatenessSeconds.toFixed(1)} s late on average`
  return [
    `${ended.length} operations ended, ${stillRunning} outlived the service's memory, ${leftOut} tell no duration.`,
    '',
    row('default schedule', byDefault),
    row('fitted to them', expected),
    '',
    `The first poll is at once, the last of the ${table.length} others after ${table.at(-1) ?? 0} s; then the default schedule goes on.`,
    'Deploy it as the parameter pollTable, or set',
    '',
    `FLOWBELL_POLL_TABLE=${pollTableText(table)}`,
    '',
  ].join('\n')
}
