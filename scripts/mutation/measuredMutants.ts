import { readFileSync } from 'node:fs'
import path from 'node:path'

type Place = { readonly line: number; readonly column: number }
type Status = 'Killed' | 'Timeout' | 'Survived' | 'NoCoverage' | 'RuntimeError' | 'CompileError' | 'Ignored'
type Mutant = {
  readonly status: Status
  readonly replacement?: string
  readonly location: { readonly start: Place; readonly end: Place }
}
type MutatedFile = { readonly source: string; readonly mutants: readonly Mutant[] }

/** A mutant that no test noticed or was asked about, or that is not valid; `file` is counted from functions/. */
export type LivingMutant = {
  readonly file: string
  readonly line: number
  readonly change: string
  readonly isValid: boolean
}

/** Stryker's incremental file: every mutant that was ever asked about, by file. */
export type MeasuredFiles = Readonly<Record<string, MutatedFile>>

export function measuredFiles(file: string): MeasuredFiles {
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly files: MeasuredFiles }).files
}

/** The scores of each folder and of all as the rows of a Markdown table. */
export function scoreTable(files: MeasuredFiles): string {
  const entries = Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const folders = Map.groupBy(entries, ([file]) => path.dirname(file))
  const inside = (some: typeof entries) => some.flatMap(([, { mutants }]) => mutants)
  return [
    '| folder | mutants | killed | lived | not valid | score |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...[...folders].map(([folder, some]) => scoreRow(`\`${folder}/\``, inside(some))),
    scoreRow('all', inside(entries)),
  ].join('\n')
}

/** Detected of valid, as Stryker counts: a mutant that breaks the loading of its module (RuntimeError) is not valid. */
function scoreRow(name: string, mutants: readonly Mutant[]): string {
  const count = (...statuses: Status[]) => mutants.filter(({ status }) => statuses.includes(status)).length
  const killed = count('Killed', 'Timeout')
  const lived = count('Survived', 'NoCoverage')
  const score = killed + lived === 0 ? 'none' : `${((100 * killed) / (killed + lived)).toFixed(1)} %`
  const others = mutants.length - killed - lived
  return `| ${name} | ${mutants.length} | ${killed} | ${lived} | ${others} | ${score} |`
}

export function livingMutants(files: MeasuredFiles): LivingMutant[] {
  return Object.entries(files)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([file, { source, mutants }]) =>
      mutants
        .filter(({ status }) => status !== 'Killed' && status !== 'Timeout')
        .map(({ status, location, replacement = '' }) => ({
          file: file.replace(/^functions\//u, ''),
          line: location.start.line,
          change: `${code(textAt(source, location))} → ${code(replacement)}`,
          isValid: status !== 'RuntimeError' && status !== 'CompileError',
        })),
    )
}

/** The changed text in one line, short enough for a table; between two backticks where it has some of its own. */
function code(text: string): string {
  const line = text.replaceAll(/\s+/gu, ' ')
  const short = line.length > 60 ? `${line.slice(0, 59)}…` : line
  const shown = short.replaceAll('|', String.raw`\|`)
  return shown.includes('`') ? `\`\` ${shown} \`\`` : `\`${shown}\``
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
