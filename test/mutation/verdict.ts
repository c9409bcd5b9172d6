import type { Fate } from './run.ts'

/** What a hunt came to. It is well when all three lists are empty. */
export type Verdict = {
  readonly mutants: number
  readonly killed: number
  readonly equivalent: number
  /** Mutants that live, though nothing says why no test sees them. */
  readonly survivors: readonly Fate[]
  /** Mutants that are said to be the same as the shipped definition, and were killed. */
  readonly killedEquivalents: readonly Fate[]
  /** Names among the equivalents that no mutant has. */
  readonly unknownEquivalents: readonly string[]
}

/** Judges the fates of all mutants by the list of those that no test can see. */
export function verdictOn(fates: readonly Fate[], equivalents: Readonly<Record<string, string>>): Verdict {
  const isEquivalent = ({ mutant }: Fate) => Object.hasOwn(equivalents, mutant.id)
  const isKilled = ({ killer }: Fate) => killer !== null
  const ids = new Set(fates.map(({ mutant }) => mutant.id))
  return {
    mutants: fates.length,
    killed: fates.filter(isKilled).length,
    equivalent: fates.filter(fate => isEquivalent(fate) && !isKilled(fate)).length,
    survivors: fates.filter(fate => !isKilled(fate) && !isEquivalent(fate)),
    killedEquivalents: fates.filter(fate => isKilled(fate) && isEquivalent(fate)),
    unknownEquivalents: Object.keys(equivalents).filter(id => !ids.has(id)),
  }
}

/** One paragraph for each thing that is wrong; nothing when all is well. */
export function complaints({ survivors, killedEquivalents, unknownEquivalents }: Verdict): string[] {
  return [
    ...survivors.map(
      ({ mutant }) => `No test sees this mutant (${mutant.operator}): ${mutant.id}\n${mutant.difference}`,
    ),
    ...killedEquivalents.map(
      ({ mutant, killer }) =>
        `Listed in equivalents.ts, but killed: ${mutant.id}\n  by ${killer?.file} › ${killer?.name}`,
    ),
    ...unknownEquivalents.map(id => `Listed in equivalents.ts, but no mutant has this name: ${id}`),
  ]
}
