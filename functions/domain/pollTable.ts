import { serviceMemorySeconds } from './pollSchedule.ts'

/** Poll times of an operation in whole seconds after its start, rising, the one at once left out. */
export type PollTable = readonly number[]

/** A fitted schedule may be silent where hardly any operation ends, but no longer than this, in seconds. */
export const maxTableGapSeconds = 900
/** With the 545 polls of the default schedule that can be left behind it, at 9 history events each, a watch's history has 6,300. */
export const maxTablePolls = 150
/** The last poll of a table lies before the service's memory ends; what comes then is the default schedule's. */
export const maxTableSeconds = serviceMemorySeconds - 120

const gap = '[1-9]\\d{0,2}(?:x[1-9]\\d{0,2})?'
const format = new RegExp(`^${gap}(?:,${gap})*$`, 'u')

/**
 * Reads gaps in whole seconds such as `35,14,12x3`, where `12x3` is three of 12 s. Null where it is no such table, or breaks a
 * bound.
 */
export function pollTableIn(text: string): PollTable | null {
  if (!format.test(text)) return null
  const times: number[] = []
  let time = 0
  for (const part of text.split(',')) {
    const [seconds = 0, count = 1] = part.split('x').map(Number)
    if (seconds > maxTableGapSeconds || times.length + count > maxTablePolls) return null
    for (let poll = 0; poll < count; poll += 1) {
      time += seconds
      times.push(time)
    }
  }
  return time <= maxTableSeconds ? times : null
}

/** A table as {@link pollTableIn} reads it. */
export function pollTableText(table: PollTable): string {
  const runs: { readonly seconds: number; count: number }[] = []
  for (const [index, time] of table.entries()) {
    const seconds = time - (table[index - 1] ?? 0)
    const last = runs.at(-1)
    if (last?.seconds === seconds) last.count += 1
    else runs.push({ seconds, count: 1 })
  }
  return runs.map(({ seconds, count }) => (count === 1 ? `${seconds}` : `${seconds}x${count}`)).join(',')
}

/**
 * Whole seconds from this age to the table's next poll, at least 1; null behind its last one. The times are kept from the
 * start of the operation, so that calls that take their time do not add up.
 */
export function secondsToTablePoll(table: PollTable, ageSeconds: number): number | null {
  const next = table.find(time => time >= ageSeconds + 0.5)
  return next === undefined ? null : Math.max(1, Math.round(next - ageSeconds))
}
