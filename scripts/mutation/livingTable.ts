import type { LivingMutant } from './measuredMutants.ts'

/**
 * Why no test notices a change, by file and change, and how many such mutants that was said of. Lines move, so they do not count.
 */
export type Reasons = ReadonlyMap<string, { readonly why: string; readonly count: number }>

const head = '| where | change | why no test notices |\n| --- | --- | --- |'
const notLoaded = 'not valid: the tests of it cannot be loaded with it'
const unknown = '**no reason is known**'
const row =
  /^\| (?<file>[^|]+?):(?<lines>[\d, ]+) \| (?<change>(?:\\\||[^|])+?) \| (?<why>(?:\\\||[^|])+?) \|$/gmu

const keyOf = (file: string, change: string) => `${file}: ${change}`

/** The reasons that a table in this text gives; what {@link livingTable} writes for want of one is none. */
export function reasonsIn(text: string): Reasons {
  return new Map(
    [...text.matchAll(row)]
      .map(({ groups: { file = '', lines = '', change = '', why = '' } = {} }) => {
        return [keyOf(file, change), { why, count: lines.split(',').length }] as const
      })
      .filter(([, { why }]) => why !== notLoaded && why !== unknown),
  )
}

/** The table of living mutants, a row for each change of a file, and those for which no reason is known. */
export function livingTable(
  living: readonly LivingMutant[],
  reasons: Reasons,
): { readonly table: string; readonly unexplained: readonly LivingMutant[] } {
  const groups = [...Map.groupBy(living, ({ file, change }) => keyOf(file, change))].map(([key, same]) => ({
    same,
    why: whyOf(same, reasons.get(key)),
  }))
  const rows = groups.map(({ same, why }) => {
    const lines = same.map(({ line }) => line).join(', ')
    return `| ${same[0]?.file}:${lines} | ${same[0]?.change} | ${why ?? unknown} |`
  })
  return {
    table: [head, ...rows].join('\n'),
    unexplained: groups.filter(({ why }) => why === null).flatMap(({ same }) => same),
  }
}

/** One more than a reason was given for may live for another. */
function whyOf(
  same: readonly LivingMutant[],
  reason: { why: string; count: number } | undefined,
): string | null {
  if (!same.some(({ isValid }) => isValid)) return notLoaded
  return reason !== undefined && same.length <= reason.count ? reason.why : null
}
