import { readFileSync, writeFileSync } from 'node:fs'
import { Command, InvalidArgumentError } from 'commander'
import { type Failure, failureOf } from '../explore/explore.ts'
import { addTally, emptyTally } from '../explore/tally.ts'
import type { Scenario } from '../world/scenario.ts'
import { showProgress } from './progress.ts'
import { type Exploration, failureLine, failureLines, markdownReport, summaryLines } from './report.ts'
import { runWorkers } from './workers.ts'

type Options = {
  readonly runs: number
  readonly seed: number
  readonly workers: number
  readonly scenario?: string
  readonly json?: string
  readonly report?: string
}

/** Failures are shown in full only so many times; the rest are named by their seeds. */
const shownFailures = 3

const program = new Command('simulate')
  .description('Runs Flowbell in a simulated world full of faults and checks what must never happen')
  .option('--runs <number>', 'how many scenarios', wholeNumber, 1000)
  .option('--seed <number>', 'the first seed; each scenario has the next one', wholeNumber, 1)
  .option('--workers <number>', 'child processes', wholeNumber, 2)
  .option('--scenario <file>', 'run the scenario of a JSON file instead, and show its timeline')
  .option('--json <file>', 'write the sums and every failure there, as JSON')
  .option('--report <file>', 'write the report there, as Markdown')
  .addHelpText('after', '\nExit code 1: a rule was broken. The last lines then say how to see it again.')
program.parse()
const options = program.opts<Options>()
process.exitCode = options.scenario ? await runOne(options.scenario) : await runMany(options)

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/u.test(text)) throw new InvalidArgumentError('a whole number from 1 on')
  return Number(text)
}

async function runOne(file: string): Promise<number> {
  const scenario = JSON.parse(readFileSync(file, 'utf8')) as Scenario
  const { timeline, violations } = await failureOf(scenario.seed, scenario)
  print([...timeline, '', violations.length === 0 ? 'No rule is broken.' : 'Broken rules:', ...violations])
  return violations.length === 0 ? 0 : 1
}

async function runMany({ runs, seed, workers, json, report }: Options): Promise<number> {
  const begun = Date.now()
  const tally = emptyTally()
  const failures: Failure[] = []
  const progress = showProgress(runs)
  const seeds = { first: seed, count: runs }
  try {
    await runWorkers(seeds, Math.min(workers, runs), part => {
      addTally(tally, part.tally)
      failures.push(...part.failures)
      for (const failure of part.failures) process.stderr.write(`${failureLine(failure)}\n`)
      progress.advance(tally.runs, failures.length)
    })
  } finally {
    progress.stop()
  }
  failures.sort((one, other) => one.seed - other.seed)
  const exploration = { seeds, tally, failures, seconds: (Date.now() - begun) / 1000 }
  write(exploration, { json, report })
  print(summaryLines(exploration))
  for (const failure of failures.slice(0, shownFailures)) print(failureLines(failure))
  if (failures.length > 0)
    print(['', `Seeds that break a rule: ${failures.map(failure => failure.seed).join(', ')}`])
  if (tally.runs !== runs) print(['', `Only ${tally.runs} of ${runs} scenarios ran: a worker ended early.`])
  return failures.length === 0 && tally.runs === runs ? 0 : 1
}

function write(
  exploration: Exploration,
  { json, report }: { json: string | undefined; report: string | undefined },
): void {
  if (json) writeFileSync(json, `${JSON.stringify(exploration, null, 2)}\n`)
  if (report) writeFileSync(report, markdownReport(exploration))
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`)
}
