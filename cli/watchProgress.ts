import { PollProgress } from '../functions/domain/pollProgress.ts'
import type { WatchRequest } from '../functions/domain/watchRequest.ts'
import type { ExecutionEvent } from '../local/engine/runExecution.ts'

/** What is known of a running watch. Times are epoch milliseconds. */
export type WatchProgress = {
  readonly watch: WatchRequest
  readonly beganAt: number
  readonly state: string
  readonly status: string | null
  readonly polls: number
  readonly throttles: number
  readonly failures: number
  readonly nextPollAt: number | null
  /** The last failure that was met, in the service's words. */
  readonly trouble: string | null
}

/** The progress after an event of the execution. */
export function afterEvent(progress: WatchProgress, event: ExecutionEvent): WatchProgress {
  switch (event.kind) {
    case 'STATE_ENTERED':
      return { ...progress, state: event.state }
    case 'TASK_FAILED':
      return afterFailure(progress, event)
    case 'TASK_SUCCEEDED':
      return event.state === 'PollOperation' ? afterPoll(progress, event.result) : progress
  }
}

function afterFailure(
  progress: WatchProgress,
  { error, cause }: Extract<ExecutionEvent, { kind: 'TASK_FAILED' }>,
): WatchProgress {
  const trouble = (JSON.parse(cause) as { readonly errorMessage: string }).errorMessage
  if (error === 'ThrottlingException') return { ...progress, throttles: progress.throttles + 1, trouble }
  return { ...progress, failures: progress.failures + 1, trouble }
}

function afterPoll(progress: WatchProgress, result: unknown): WatchProgress {
  const { polls, operation, outcome, waitSeconds, failure } = PollProgress.parse(result)
  const nextPollAt = outcome === null ? Date.now() + waitSeconds * 1000 : null
  const status = outcome ?? operation?.status ?? null
  return { ...progress, polls, status, nextPollAt, trouble: failure?.message ?? null }
}
