import type { Letter } from './letterBody.ts'

/** Later than that nobody can act on it; how the operation ended has a message of its own. */
const maxOverdueAgeHours = 12

/**
 * Why a letter is not sent any more, or null. That an operation goes on longer than expected is told as present fact, and lies
 * in the queue for up to 14 days. A letter that does not say when it was written is sent.
 */
export function supersededReason({ notice, document }: Letter, nowMilliseconds: number): string | null {
  const writtenAt = Date.parse(document.writtenAt ?? document.startedAt ?? '')
  if (notice !== 'OVERDUE' || Number.isNaN(writtenAt)) return null
  const ageHours = (nowMilliseconds - writtenAt) / 3_600_000
  return ageHours > maxOverdueAgeHours
    ? `that it is overdue was true ${Math.floor(ageHours)} hours ago`
    : null
}
