/**
 * npm run mutate:score [-- --write] [incremental.json]
 *
 * Prints, from Stryker's incremental file, the score of each folder of functions/ and every mutant that no test noticed, with
 * the reason that docs/mutation.md gives for it. `--write` renews both tables there. Ends with 1 while a mutant lives for no
 * reason that is known: write it into the table's third column, or a test.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { livingTable, reasonsIn } from './livingTable.ts'
import { livingMutants, measuredFiles, scoreTable } from './measuredMutants.ts'

const documentFile = 'docs/mutation.md'
const { values, positionals } = parseArgs({
  options: { write: { type: 'boolean', default: false } },
  allowPositionals: true,
})

const files = measuredFiles(positionals[0] ?? 'reports/mutation/incremental.json')
const document = readFileSync(documentFile, 'utf8')
const scores = scoreTable(files)
const { table, unexplained } = livingTable(livingMutants(files), reasonsIn(document))

if (values.write)
  writeFileSync(documentFile, withTable(withTable(document, 'scores', scores), 'living', table))
else process.stdout.write(`${scores}\n\n${table}\n`)
for (const { file, line, change } of unexplained)
  process.stderr.write(`lives for no known reason: ${file}:${line} ${change}\n`)
process.exitCode = unexplained.length > 0 ? 1 : 0

function withTable(text: string, name: string, content: string): string {
  const [from, to] = [`<!-- mutants: ${name} -->`, `<!-- /mutants: ${name} -->`]
  const [start, end] = [text.indexOf(from), text.indexOf(to)]
  if (start < 0 || end < start)
    throw new Error(`${documentFile} has no lines ${from} and ${to} to write the table between`)
  return `${text.slice(0, start)}${from}\n${content}\n${text.slice(end)}`
}
