import { SingleBar } from 'cli-progress'

/** How far the run is, on standard error, and how long it still takes; silent where nobody looks. */
export type Progress = {
  readonly show: (done: number, total: number, name: string) => void
  readonly stop: () => void
}

export function startProgress(): Progress {
  if (!process.stderr.isTTY) return { show: () => undefined, stop: () => undefined }
  const bar = new SingleBar({
    stream: process.stderr,
    format: '{bar} {value}/{total}  {name}  {eta_formatted} left',
    clearOnComplete: true,
    hideCursor: true,
  })
  let isStarted = false
  return {
    show: (done, total, name) => {
      if (!isStarted) bar.start(total, done, { name })
      isStarted = true
      bar.update(done, { name })
    },
    stop: () => bar.stop(),
  }
}
