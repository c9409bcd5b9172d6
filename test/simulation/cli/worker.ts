/** A child process of `npm run simulate`: runs a share of the seeds and reports by messages. */
import { explore, type Failure } from '../explore/explore.ts'
import { emptyTally, type Tally } from '../explore/tally.ts'

/** Every `step`-th seed from `first` on, and below `end`. */
export type Share = { readonly first: number; readonly end: number; readonly step: number }
export type Report = { readonly tally: Tally; readonly failures: readonly Failure[] }

/** Runs between two reports. */
const reportedEach = 20

process.once('message', (share: Share) => {
  work(share)
    .then(() => process.disconnect())
    .catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
      process.exitCode = 1
      process.disconnect()
    })
})

async function work({ first, end, step }: Share): Promise<void> {
  for (let from = first; from < end; from += step * reportedEach) {
    const tally = emptyTally()
    const failures: Failure[] = []
    await explore(seedsOf(from, Math.min(end, from + step * reportedEach), step), tally, failure => {
      if (failure) failures.push(failure)
    })
    await told({ tally, failures })
  }
}

/** Settles when the report is handed over: a worker that disconnects earlier loses the timeline of a long run. */
function told(report: Report): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(report, undefined, undefined, error => (error ? reject(error) : resolve()))
  })
}

function* seedsOf(first: number, end: number, step: number): Generator<number> {
  for (let seed = first; seed < end; seed += step) yield seed
}
