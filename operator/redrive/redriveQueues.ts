import type { Clock } from '../../functions/ports.ts'
import type { Outcome } from './outcome.ts'
import type { DeadLetterQueue } from './ports.ts'
import { runQueue } from './queueRun.ts'
import type { NamedResult, QueueName } from './report.ts'

/** No run goes on for longer; what waits then is left for the next one. */
const maxRunMinutes = 15
/** The run, and then some for its last message. */
export const hiddenSeconds = 20 * 60

/** One queue and what is done with its messages. */
export type RedriveStep = {
  readonly name: QueueName
  readonly url: string
  readonly queue: DeadLetterQueue
  readonly handle: (body: string) => Promise<Outcome>
}

export type Run = {
  readonly clock: Clock
  readonly stop: AbortSignal
  readonly observe: (queue: QueueName, sent: number, stayed: number) => void
}

/** One queue after the other, each looked at once, until AWS refuses the credentials: then the last result has the refusal. */
export async function redriveQueues(
  steps: readonly RedriveStep[],
  { clock, stop, observe }: Run,
): Promise<NamedResult[]> {
  const endsAt = clock.nowMilliseconds() + maxRunMinutes * 60_000
  const reasonToEnd = () => {
    if (stop.aborted) return 'stopped'
    return clock.nowMilliseconds() > endsAt ? `the ${maxRunMinutes} minutes of one run are over` : null
  }
  const results: NamedResult[] = []
  for (const { name, url, queue, handle } of steps) {
    observe(name, 0, 0)
    const seen = (sent: number, stayed: number) => observe(name, sent, stayed)
    const result = await runQueue(queue, { handle, reasonToEnd, observe: seen })
    results.push({ name, url, result })
    if (result.refusal !== null) break
  }
  return results
}
