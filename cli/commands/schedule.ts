import { pollTimesSeconds } from '../../functions/domain/pollSchedule.ts'
import { durationInWords } from '../../functions/domain/words.ts'

/** Prints the poll times of the default policy, without jitter. */
export function schedule(json: boolean): number {
  const times = pollTimesSeconds()
  process.stdout.write(json ? `${JSON.stringify({ pollTimesSeconds: times })}\n` : table(times))
  return 0
}

/** Runs of equal steps as one line each: 558 times are for machines to read. */
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
