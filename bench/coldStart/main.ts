import { writeFileSync } from 'node:fs'
import { Command, InvalidArgumentError } from 'commander'
import { startProgress } from '../progress.ts'
import { firstCalls } from './firstCalls.ts'
import { measure } from './measure.ts'
import { circumstancesOf, currentLoad, figuresOf, type Report, reportText } from './report.ts'
import { variantNames } from './variants.ts'

type Options = {
  readonly runs: number
  readonly function?: string
  readonly runtime?: true
  readonly json?: string
}

const command = new Command('bench:cold')
  .description('Measures how fast each function loads and first answers, against other ways to bundle it.')
  .option('--runs <number>', 'fresh processes per variant', atLeastOne, 30)
  .option('--function <name>', 'this function only', knownFunction)
  .option('--runtime', "load first what Lambda's own runtime client has loaded before any handler")
  .option('--json <file>', 'write all figures as JSON')
  .allowExcessArguments(false)
  .action(bench)

async function bench({ runs, function: wanted, runtime, json }: Options): Promise<void> {
  const chosen = firstCalls.filter(({ functionName }) => wanted === undefined || functionName === wanted)
  const total = chosen.length * runs * variantNames.length
  const loadAtStart = currentLoad()
  const progress = startProgress()
  const functions: Report['functions'][number][] = []
  let done = 0
  for (const first of chosen) {
    const onRun = () => progress.show((done += 1), total, first.name)
    functions.push(figuresOf(await measure(first, { runs, isRuntimeLoaded: runtime === true, onRun })))
  }
  progress.stop()
  const report = { circumstances: circumstancesOf(runs, runtime === true, loadAtStart), functions }
  process.stdout.write(reportText(report))
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(report, null, 2)}\n`)
}

function atLeastOne(text: string): number {
  if (/^[1-9]\d{0,4}$/u.test(text)) return Number(text)
  throw new InvalidArgumentError('must be a whole number from 1 to 99999')
}

function knownFunction(name: string): string {
  const names = new Set(firstCalls.map(({ functionName }) => functionName))
  if (names.has(name)) return name
  throw new InvalidArgumentError(`is none of ${[...names].join(', ')}`)
}

await command.parseAsync()
