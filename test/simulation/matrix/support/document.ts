import { readFileSync, writeFileSync } from 'node:fs'
import type { RowResult } from './play.ts'
import type { Row } from './row.ts'

const file = new URL('../../../../docs/fault-matrix.md', import.meta.url)
const head = ['| | fault | promised behaviour | runs | result |', '| --- | --- | --- | --- | --- |']

/** One line of the table, from what its runs came to. */
export function tableLine({ number, fault, promise, note, broken }: Row, result: RowResult): string {
  const { runs, idle, violations } = result
  const promised = note === undefined ? promise : `${promise}. _${note}_`
  const holds = idle.length === 0 && violations.length === 0
  const verdict = holds ? 'holds' : `**does not hold**: ${broken ?? violations[0] ?? idle[0]}`
  return `| ${[number, fault, promised, runs, verdict].map(cell).join(' | ')} |`
}

function cell(text: string | number): string {
  return String(text).replaceAll('|', String.raw`\|`).replaceAll('\n', ' ').replaceAll('<', '&lt;')
}

/** The table below the heading of a group as it stands, without its head. */
export function documentedLines(group: string): readonly string[] {
  return (sectionOf(readFileSync(file, 'utf8'), group) ?? '')
    .split('\n')
    .filter(line => line.startsWith('| ') && !head.includes(line))
}

/** Every line of every table of the document. */
export function allDocumentedLines(): readonly string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line.startsWith('| ') && !head.includes(line))
}

/** Writes the table of a group anew; the words around it stay. */
export function writeLines(group: string, lines: readonly string[]): void {
  const text = readFileSync(file, 'utf8')
  const section = sectionOf(text, group)
  if (section === undefined) throw new TypeError(`docs/fault-matrix.md has no heading "## ${group}"`)
  const words = section.split('\n').filter(line => !line.startsWith('|'))
  const table = [...head, ...lines].join('\n')
  const written = `${words.join('\n').trimEnd()}\n\n${table}\n\n`
  writeFileSync(file, `${text.replace(section, () => written).trimEnd()}\n`)
}

/** From a heading to the next one. */
function sectionOf(text: string, group: string): string | undefined {
  return text.split(/(?=^## )/mu).find(section => section.startsWith(`## ${group}\n`))
}
