import type { LivingMutant } from './measuredMutants.ts'

/** Why no test notices a change, by file and change; lines move, so they do not count. */
export type Reasons = ReadonlyMap<string, string>

const head = '| where | change | why no test notices |\n| --- | --- | --- |'
const notLoaded = 'not valid: the module cannot be loaded with it'
const row = /^\| (?<file>[^|]+?):[\d, ]+ \| (?<change>(?:\\\||[^|])+?) \| (?<why>(?:\\\||[^|])+?) \|$/gmu

const keyOf = (file: string, change: string) => `${file}: ${change}`

/** The reasons that a table in this text gives. */
export function reasonsIn(text: string): Reasons {
  return new Map(
    [...text.matchAll(row)].map(({ groups: { file = '', change = '', why = '' } = {} }) => [
      keyOf(file, change),
      why,
    ]),
  )
}

/** The table of living mutants, a row for each change of a file, and those for which no reason is known. */
export function livingTable(
  living: readonly LivingMutant[],
  reasons: Reasons,
): { readonly table: string; readonly unexplained: readonly LivingMutant[] } {
  const whyOf = ({ file, change, isValid }: LivingMutant) =>
    isValid ? reasons.get(keyOf(file, change)) : notLoaded
  const groups = Map.groupBy(living, mutant => keyOf(mutant.file, mutant.change))
  const rows = [...groups.values()].map(same => {
    const [first] = same
    if (first === undefined) return ''
    const lines = [...new Set(same.map(({ line }) => line))].join(', ')
    return `| ${first.file}:${lines} | ${first.change} | ${whyOf(first) ?? '**no reason is known**'} |`
  })
  return {
    table: [head, ...rows].join('\n'),
    unexplained: living.filter(mutant => whyOf(mutant) === undefined),
  }
}
