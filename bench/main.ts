import { writeFileSync } from 'node:fs'
import { Command, CommanderError, InvalidArgumentError } from 'commander'
import {
  type Baseline,
  BaselineError,
  baselineOf,
  changesInWords,
  compared,
  readBaseline,
} from './baseline.ts'
import { startProgress } from './progress.ts'
import { type BenchReport, runBench, scales } from './run.ts'
import { terminalTables } from './tables.ts'
import { readTraceFile, TraceFileError } from './traceFile.ts'

type Options = {
  readonly full?: true
  readonly seed: number
  readonly json?: string
  readonly trace?: string
  readonly check?: string
  readonly writeBaseline?: string
  readonly docs?: true
}

const exitCodes = { done: 0, worse: 1, badUsage: 2 } as const

const command = new Command('bench')
  .description('Measures poll schedules against each other, in virtual time.')
  .option('--full', 'all scales and five times the operations')
  .option('--seed <number>', 'the seed of every draw', wholeNumber, 1)
  .option('--json <file>', 'write all figures as JSON')
  .option('--trace <file>', 'durations of your own, one a line, in seconds')
  .option(
    '--check <file>',
    'compare with a baseline, by its seed; exit code 1 if a figure is more than 2 % worse',
  )
  .option('--write-baseline <file>', 'write the figures that --check compares')
  .option('--docs', 'write the tables and plots of docs/performance.md anew')
  .exitOverride()
  .configureOutput({ writeErr: () => undefined })
  .allowExcessArguments(false)
  .action(bench)

async function bench(options: Options): Promise<void> {
  // A throttled call makes an error, of whose stack nobody reads a line.
  Error.stackTraceLimit = 0
  const baseline = options.check === undefined ? null : readBaseline(options.check)
  const report = await measured({ ...options, seed: baseline?.seed ?? options.seed })
  process.stdout.write(terminalTables(report))
  if (options.json !== undefined) writeJson(options.json, report)
  if (options.writeBaseline !== undefined) writeJson(options.writeBaseline, baselineOf(report))
  if (options.docs) {
    const { writeDocument } = await import('./document.ts')
    await writeDocument(report)
  }
  if (baseline) check(baseline, report)
}

async function measured({ seed, full, trace }: Options): Promise<BenchReport> {
  const ownTrace = trace === undefined ? null : readTraceFile(trace)
  const progress = startProgress()
  try {
    return await runBench({ seed, scale: full ? scales.full : scales.quick, ownTrace, onStep: progress.show })
  } finally {
    progress.stop()
  }
}

function check(baseline: Baseline, report: BenchReport): void {
  const changes = compared(baseline, baselineOf(report))
  process.stderr.write(changesInWords(changes))
  if (changes.worse.length > 0) process.exitCode = exitCodes.worse
  else process.stderr.write(`no figure is more than 2 % worse than the baseline\n`)
}

function writeJson(file: string, value: unknown): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`)
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/u.test(text)) return Number(text)
  throw new InvalidArgumentError('must be a whole number from 0 to 999999999')
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done
  process.stderr.write(
    `bench: ${error instanceof Error ? error.message.replace(/^error: /u, '') : String(error)}\n`,
  )
  const isCallersFault = [CommanderError, TraceFileError, BaselineError].some(type => error instanceof type)
  return isCallersFault ? exitCodes.badUsage : exitCodes.worse
}

try {
  await command.parseAsync()
} catch (error) {
  process.exitCode = exitCodeOf(error)
}
