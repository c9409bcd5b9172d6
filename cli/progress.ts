import { createLogUpdate } from 'log-update'
import type { WatchRequest } from '../functions/domain/watchRequest.ts'
import type { ExecutionEvent } from '../local/engine/runExecution.ts'
import { liveLines, plainLine } from './progressText.ts'
import { afterEvent, type WatchProgress } from './watchProgress.ts'

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
