import type { Mutant } from './machine/mutant.ts'
import type { Fate } from './run.ts'
import type { Verdict } from './verdict.ts'

/** What a hunt came to, in a few lines. */
export function summaryOf(fates: readonly Fate[], verdict: Verdict): string {
  const seconds = fates.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000
  const byFile = countsOf(fates.flatMap(({ killer }) => (killer ? [killer.file] : [])))
  return [
    `${verdict.mutants} mutants in ${seconds.toFixed(0)} s: ${verdict.killed} killed, ` +
      `${verdict.equivalent} the same for every test, ${verdict.survivors.length} alive`,
    ...[...byFile].map(([file, count]) => `  ${String(count).padStart(5)} by ${file}`),
  ].join('\n')
}

/** Each operator with its mutants, and how many of them are the same for every test. */
function operatorTable(mutants: readonly Mutant[], isEquivalent: (id: string) => boolean): string {
  const all = countsOf(mutants.map(({ operator }) => operator))
  const same = countsOf(mutants.filter(({ id }) => isEquivalent(id)).map(({ operator }) => operator))
  return [
    '| operator | mutants | the same for every test |',
    '| --- | ---: | ---: |',
    ...[...all].map(([operator, count]) => `| ${operator} | ${count} | ${same.get(operator) ?? 0} |`),
    `| all | ${mutants.length} | ${mutants.filter(({ id }) => isEquivalent(id)).length} |`,
  ].join('\n')
}

function equivalentList(equivalents: Readonly<Record<string, string>>): string {
  if (Object.keys(equivalents).length === 0) return '- none'
  return Object.entries(equivalents)
    .map(([id, reason]) => `- \`${id}\`: ${reason}`)
    .join('\n')
}

const begin = '<!-- from here to the next mark: npm run mutate:machine -- --write -->'
const end = '<!-- end of what is written -->'

/** A document with the table and the list of these mutants between its two marks. */
export function withTables(
  document: string,
  mutants: readonly Mutant[],
  equivalents: Readonly<Record<string, string>>,
): string {
  const written = [
    operatorTable(mutants, id => Object.hasOwn(equivalents, id)),
    'The same for every test, each with the reason:',
    equivalentList(equivalents),
  ]
  const before = document.slice(0, document.indexOf(begin))
  const after = document.slice(document.indexOf(end))
  return `${before}${begin}\n\n${written.join('\n\n')}\n\n${after}`
}

function countsOf(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return new Map([...counts].toSorted(([, one], [, other]) => other - one))
}
