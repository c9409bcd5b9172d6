import { readFileSync } from 'node:fs'
import path from 'node:path'

const text = readFileSync(path.resolve(import.meta.dirname, '../../docs/routing.md'), 'utf8')

/** The routing documents that docs/routing.md shows. */
export const shownDocuments: readonly string[] = [...text.matchAll(/```json\n([\s\S]*?)```/g)].map(
  ([, json = '']) => json,
)

/** One line of the example: a message, and where it is said to go. */
export type ExampleRow = {
  /** An outcome, or a notice that has none. */
  readonly message: string
  readonly operation: string
  readonly firewall: string
  /** `key=value`, `none` or `unknown`. */
  readonly tags: string
  /** `<channel>` or `<channel> <end of the target>`, sorted. */
  readonly goesTo: readonly string[]
}

/** The table of the example, line by line. */
export const exampleRows: readonly ExampleRow[] = text
  .split('\n')
  .map(line => line.split('|').map(cell => cell.trim()))
  .filter(cells => cells.length === 8 && /^`[A-Z_]+`$/.test(cells[1] ?? ''))
  .map(([, message = '', operation = '', firewall = '', tags = '', goesTo = '']) => ({
    message: plain(message),
    operation: plain(operation),
    firewall: plain(firewall),
    tags: plain(tags),
    goesTo: goesTo === 'nobody' ? [] : goesTo.split(',').map(plain).sort(),
  }))

function plain(cell: string): string {
  return cell.replaceAll('`', '').trim()
}
