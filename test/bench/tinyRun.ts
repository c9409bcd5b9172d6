import { type BenchReport, runBench } from '../../bench/run.ts'
import { terminalTables } from '../../bench/tables.ts'

/** The whole bench with a handful of operations; its own process prints what another one must print too. */
async function tinyRun(seed: number): Promise<BenchReport> {
  Error.stackTraceLimit = 0
  return runBench({
    seed,
    scale: { operationsPerTrace: 120, recordsPerTrace: 200, crowdSizes: [20], callsPerSecond: [1] },
    ownTrace: null,
    onStep: () => undefined,
  })
}

const report = await tinyRun(Number(process.argv[2]))
process.stdout.write(`${JSON.stringify(report)}\n${terminalTables(report)}`)
