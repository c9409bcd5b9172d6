import { createLogUpdate } from 'log-update'
import { PollProgress } from '../functions/domain/pollProgress.ts'
import type { WatchRequest } from '../functions/domain/watchRequest.ts'
import type { ExecutionEvent } from '../local/engine/runExecution.ts'
import { liveLines, plainLine } from './progressText.ts'

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

export type ProgressDisplay = { readonly observe: (event: ExecutionEvent) => void; readonly stop: () => void }

const refreshMilliseconds = 100

/** Shows a watch as it goes: a few live lines in a terminal, else one plain line per change. */
export function startProgress(watch: WatchRequest, stream: NodeJS.WriteStream): ProgressDisplay {
  let progress: WatchProgress = {
    watch,
    beganAt: Date.now(),
    state: 'starting',
    status: null,
    polls: 0,
    throttles: 0,
    failures: 0,
    nextPollAt: null,
    trouble: null,
  }
  const show = stream.isTTY ? liveDisplay(stream, () => progress) : plainDisplay(stream)
  return {
    observe(event) {
      const before = progress
      progress = afterEvent(progress, event)
      show.changed(before, progress, event)
    },
    stop: show.stop,
  }
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

type Display = {
  readonly changed: (before: WatchProgress, after: WatchProgress, event: ExecutionEvent) => void
  readonly stop: () => void
}

function liveDisplay(stream: NodeJS.WriteStream, current: () => WatchProgress): Display {
  const update = createLogUpdate(stream)
  let frame = 0
  const draw = () => {
    update(liveLines(current(), Date.now(), frame))
    frame += 1
  }
  draw()
  const timer = setInterval(draw, refreshMilliseconds)
  return {
    changed: () => undefined,
    stop() {
      clearInterval(timer)
      draw()
      update.done()
    },
  }
}

function plainDisplay(stream: NodeJS.WriteStream): Display {
  return {
    changed(before, after, event) {
      const line = plainLine(before, after, event, Date.now())
      if (line !== null) stream.write(`${line}\n`)
    },
    stop: () => undefined,
  }
}
