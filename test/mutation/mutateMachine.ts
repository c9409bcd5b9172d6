/**
 * npm run mutate:machine [-- --only <part of a name>] [--tests <part of a file's name>] [--json | --write]
 *
 * Kills every mutant of the state machine's definition, or says which ones no test sees. Ends with 0 when all is well, with 1
 * when something is wrong, and with 2 when the tests fail on the definition as it is. `--write` kills nothing: it writes the
 * table of the mutants into docs/mutation.md.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { SingleBar } from 'cli-progress'
import type { JsonObject } from '../statemachines/aslWalk.ts'
import { RedBatteryError } from './battery/battery.ts'
import { textOnDisk } from './battery/shippedFile.ts'
import { equivalents } from './equivalents.ts'
import { mutantsOf } from './machine/mutants.ts'
import { type Fate, type Hunt, huntMutants } from './run.ts'
import { summaryOf, withTables } from './summary.ts'
import { complaints, verdictOn } from './verdict.ts'

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    tests: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
})

if (options.write) writeTables()
else await huntAndTell()

function writeTables(): void {
  const file = new URL('../../docs/mutation.md', import.meta.url)
  const mutants = mutantsOf(JSON.parse(textOnDisk()) as JsonObject)
  writeFileSync(file, withTables(readFileSync(file, 'utf8'), mutants, equivalents))
}

async function huntAndTell(): Promise<void> {
  try {
    tell(await hunt())
  } catch (error) {
    if (!(error instanceof RedBatteryError)) throw error
    process.stderr.write(
      `The tests fail on the shipped definition and cannot judge mutants:\n${error.message}\n`,
    )
    process.exitCode = 2
  }
}

function tell(fates: readonly Fate[]): void {
  const isWhole = options.only === '' && options.tests === ''
  const verdict = verdictOn(fates, isWhole ? equivalents : listedAmong(fates))
  const wrong = complaints(verdict)
  const { mutants, killed, equivalent } = verdict
  const looks = options.only === '' ? [] : fates.map(lookAt)
  const text = options.json
    ? JSON.stringify({ mutants, killed, equivalent, complaints: wrong })
    : [...looks, summaryOf(fates, verdict), ...wrong].join('\n\n')
  process.stdout.write(`${text}\n`)
  process.exitCode = wrong.length === 0 ? 0 : 1
}

async function hunt(): Promise<Fate[]> {
  const bar = new SingleBar({
    format: '{bar} {percentage} % | {value} of {total} mutants | {alive} alive | {eta_formatted} left',
    stream: process.stderr,
    hideCursor: true,
  })
  let alive = 0
  const watching: Pick<Hunt, 'onStart' | 'onFate'> = {
    onStart: mutants => bar.start(mutants, 0, { alive }),
    onFate: ({ killer }) => {
      if (!killer) alive += 1
      bar.increment({ alive })
    },
  }
  try {
    return await huntMutants({
      isPart: file => file.includes(options.tests),
      isWanted: ({ id }) => id.includes(options.only),
      ...(process.stderr.isTTY && !options.json ? watching : {}),
    })
  } finally {
    bar.stop()
  }
}

/** A part of the mutants says nothing about the names that it does not have. */
function listedAmong(fates: readonly Fate[]): Readonly<Record<string, string>> {
  const ids = new Set(fates.map(({ mutant }) => mutant.id))
  return Object.fromEntries(Object.entries(equivalents).filter(([id]) => ids.has(id)))
}

function lookAt({ mutant, killer }: Fate): string {
  const fate = killer ? `killed by ${killer.file} › ${killer.name}\n${killer.message}` : 'alive'
  return `${mutant.id} (${mutant.operator})\n${mutant.difference}\n${fate}`
}
