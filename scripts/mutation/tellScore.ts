/**
 * Prints, from Stryker's incremental file, the score of each folder of functions/ and every mutant that no test
 * noticed, as the tables of docs/mutation.md: node scripts/mutation/tellScore.ts [incremental.json]
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'

type Place = { readonly line: number; readonly column: number }
type Status = 'Killed' | 'Timeout' | 'Survived' | 'NoCoverage' | 'RuntimeError' | 'CompileError' | 'Ignored'
type Mutant = {
  readonly status: Status
  readonly mutatorName: string
  readonly replacement?: string
  readonly location: { readonly start: Place; readonly end: Place }
}
type MutatedFile = { readonly source: string; readonly mutants: readonly Mutant[] }

const given = process.argv[2] ?? 'reports/mutation/incremental.json'
const { files } = JSON.parse(readFileSync(given, 'utf8')) as {
  readonly files: Readonly<Record<string, MutatedFile>>
}

const count = (mutants: readonly Mutant[], ...statuses: Status[]) =>
  mutants.filter(({ status }) => statuses.includes(status)).length

/** Detected of valid, as Stryker counts: a mutant that breaks the loading of its module (RuntimeError) is not valid. */
function scoreOf(mutants: readonly Mutant[]): string {
  const detected = count(mutants, 'Killed', 'Timeout')
  const valid = detected + count(mutants, 'Survived', 'NoCoverage')
  return valid === 0 ? 'none' : `${((100 * detected) / valid).toFixed(1)} %`
}

function row(name: string, mutants: readonly Mutant[]): string {
  const killed = count(mutants, 'Killed')
  const timedOut = count(mutants, 'Timeout')
  const missed = count(mutants, 'Survived', 'NoCoverage')
  const excluded = count(mutants, 'RuntimeError', 'CompileError', 'Ignored')
  return `| ${name} | ${mutants.length} | ${killed} | ${timedOut} | ${missed} | ${excluded} | ${scoreOf(mutants)} |`
}

/** The changed text in one line, short enough for a table. */
function shown(text: string): string {
  const line = text.replaceAll(/\s+/gu, ' ').replaceAll('|', '\\|')
  return line.length > 60 ? `${line.slice(0, 59)}…` : line
}

function textAt(source: string, { start, end }: Mutant['location']): string {
  const lines = source.split('\n').slice(start.line - 1, end.line)
  const last = lines.length - 1
  return lines
    .map((line, index) =>
      line.slice(index === 0 ? start.column - 1 : 0, index === last ? end.column - 1 : undefined),
    )
    .join('\n')
}

const entries = Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1))
const folders = Map.groupBy(entries, ([file]) => path.dirname(file))

process.stdout.write(
  '| folder | mutants | killed | timed out | not noticed | not valid or left out | score |\n',
)
process.stdout.write('| --- | --- | --- | --- | --- | --- | --- |\n')
for (const [folder, inside] of folders)
  process.stdout.write(
    `${row(
      folder,
      inside.flatMap(([, { mutants }]) => mutants),
    )}\n`,
  )
process.stdout.write(
  `${row(
    'all',
    entries.flatMap(([, { mutants }]) => mutants),
  )}\n\n`,
)

for (const [file, { source, mutants }] of entries) {
  for (const mutant of mutants.filter(({ status }) => status !== 'Killed' && status !== 'Timeout')) {
    const change = `\`${shown(textAt(source, mutant.location))}\` → \`${shown(mutant.replacement ?? '')}\``
    process.stdout.write(`| ${file}:${mutant.location.start.line} | ${change} | ${mutant.status} |\n`)
  }
}
