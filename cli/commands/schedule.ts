import { pollTimesSeconds } from '../../functions/domain/pollSchedule.ts'
import { durationInWords } from '../../functions/domain/words.ts'
import { UsageError } from '../usageError.ts'

export type ScheduleOptions = { readonly json?: boolean; readonly fit?: string; readonly polls?: string }

/** Prints the poll times of the default policy, without jitter, or fits others to an export of the audit log. Throws UsageError. */
export async function schedule({ fit, polls, json = false }: ScheduleOptions): Promise<number> {
  if (fit !== undefined) {
    const { fitSchedule } = await import('./fitSchedule.ts')
    return fitSchedule(fit, { polls: polls === undefined ? null : meanPollsGiven(polls), json })
  }
  if (polls !== undefined) throw new UsageError('--polls says how a schedule is fitted: add --fit <file>')
  const times = pollTimesSeconds()
  process.stdout.write(json ? `${JSON.stringify({ pollTimesSeconds: times })}\n` : table(times))
  return 0
}

function meanPollsGiven(text: string): number {
  const polls = Number(text)
  if (/^\d+(?:\.\d+)?$/u.test(text) && polls >= 2 && polls <= 150) return polls
  throw new UsageError(`--polls ${text} must be a number from 2 to 150`)
}

/** Runs of equal steps as one line each: all the times are for machines to read. */
function table(times: readonly number[]): string {
  const lines = [`${times.length} polls in 12 hours, counted from the start of the operation:`, '  at once']
  let runStart = 0
  for (let index = 1; index < times.length; index += 1) {
    if (stepAt(times, index) === stepAt(times, index + 1)) continue
    const [from = 0, to = 0] = [times[runStart], times[index]]
    lines.push(
      `  every ${durationInWords(stepAt(times, index))} from ${durationInWords(from)} to ${durationInWords(to)}`,
    )
    runStart = index
  }
  return `${lines.join('\n')}\n`
}

function stepAt(times: readonly number[], index: number): number {
  return (times[index] ?? 0) - (times[index - 1] ?? 0)
}
