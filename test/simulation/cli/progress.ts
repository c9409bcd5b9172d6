import cliProgress from 'cli-progress'

/** How far a long run has come, for whoever waits for it. */
export type Progress = { advance(runs: number, violations: number): void; stop(): void }

/** Plain lines are written this often at most. */
const lineEachMilliseconds = 10_000

/** A bar with the time left on a terminal, else a line every ten seconds; both to standard error. */
export function showProgress(totalRuns: number): Progress {
  return process.stderr.isTTY ? bar(totalRuns) : lines(totalRuns)
}

function bar(totalRuns: number): Progress {
  const shown = new cliProgress.SingleBar({
    format: '{bar} {percentage} % | {value}/{total} runs | {violations} violations | {eta_formatted} left',
    stream: process.stderr,
    etaBuffer: 200,
  })
  shown.start(totalRuns, 0, { violations: 0 })
  return {
    advance: (runs, violations) => shown.update(runs, { violations }),
    stop: () => shown.stop(),
  }
}

function lines(totalRuns: number): Progress {
  const begun = Date.now()
  let told = begun
  return {
    advance(runs, violations) {
      const now = Date.now()
      if (now - told < lineEachMilliseconds) return
      told = now
      const left = Math.round((((now - begun) / runs) * (totalRuns - runs)) / 1000)
      process.stderr.write(`${runs} of ${totalRuns} runs, ${violations} violations, about ${left} s left\n`)
    },
    stop: () => undefined,
  }
}
