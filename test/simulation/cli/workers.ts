import { type ChildProcess, fork } from 'node:child_process'
import type { Report, Share } from './worker.ts'

const workerFile = new URL('./worker.ts', import.meta.url)

export type Seeds = { readonly first: number; readonly count: number }

/** Runs all seeds on so many child processes. `onReport` hears of every few runs. Rejects when a worker breaks. */
export async function runWorkers(
  { first, count }: Seeds,
  workers: number,
  onReport: (report: Report) => void,
): Promise<void> {
  const shares = Array.from({ length: workers }, (_, index): Share => {
    return { first: first + index, end: first + count, step: workers }
  })
  const children: ChildProcess[] = []
  try {
    await Promise.all(
      shares.map(share => {
        const child = fork(workerFile, { execArgv: ['--disable-warning=ExperimentalWarning'] })
        children.push(child)
        return ended(child, share, onReport)
      }),
    )
  } finally {
    for (const child of children) if (child.exitCode === null) child.kill()
  }
}

function ended(child: ChildProcess, share: Share, onReport: (report: Report) => void): Promise<void> {
  child.on('message', report => onReport(report as Report))
  child.send(share)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', code =>
      code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}: its own message stands above`)),
    )
  })
}
