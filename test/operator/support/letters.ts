import { readFileSync } from 'node:fs'
import path from 'node:path'

type Letter = { channel: string; flowOperationId: string; document: Record<string, unknown> }

/** A dead letter as the first version wrote it, without the members that were added since. */
export const firstLetter = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'firstLetter.json'), 'utf8'),
) as Letter

/** The body of a letter for a channel, of the watch with this number. */
export function letterBody(channel: string, number = 1): string {
  const flowOperationId = `0f3c9a52-7d1e-4b6a-9c38-${String(number).padStart(12, '0')}`
  const document = { ...firstLetter.document, flowOperationId, watchKey: flowOperationId }
  return JSON.stringify({ ...firstLetter, channel, flowOperationId, document })
}

/** The letter that an operation is overdue, with the times of its document. */
export function overdueBody(times: {
  readonly writtenAt?: string | null
  readonly startedAt?: string | null
}): string {
  const { document } = firstLetter
  const notice = 'OVERDUE'
  return JSON.stringify({
    ...firstLetter,
    notice,
    document: { ...document, notice, outcome: null, isOverdue: true, ...times },
  })
}
