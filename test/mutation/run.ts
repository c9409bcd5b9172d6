import type { JsonObject } from '../statemachines/aslWalk.ts'
import {
  type BatteryTest,
  firstKiller,
  type Killer,
  prepareProcess,
  surveyBattery,
} from './battery/battery.ts'
import { textOnDisk } from './battery/shippedFile.ts'
import { type Mutant, textOf } from './machine/mutant.ts'
import { mutantsOf } from './machine/mutants.ts'

/** What became of a mutant. Without a killer it lives. */
export type Fate = {
  readonly mutant: Mutant
  readonly killer: Killer | null
  readonly milliseconds: number
}

export type Hunt = {
  /** The test files that may kill, and the mutants that are hunted. */
  readonly isPart: (file: string) => boolean
  readonly isWanted: (mutant: Mutant) => boolean
  readonly onStart?: (mutants: number, tests: number) => void
  readonly onFate?: (fate: Fate) => void
}

/**
 * Lets the tests of the state machine loose on each of its mutants until the first one fails. Throws RedBatteryError when they
 * fail on the definition as it is.
 */
export async function huntMutants({ isPart, isWanted, onStart, onFate }: Hunt): Promise<Fate[]> {
  prepareProcess()
  const definition = JSON.parse(textOnDisk()) as JsonObject
  const battery = await surveyBattery(textOf(definition), isPart)
  const mutants = mutantsOf(definition).filter(isWanted)
  onStart?.(mutants.length, battery.length)
  const kills = new Map<string, number>()
  const fates: Fate[] = []
  for (const mutant of mutants) {
    const start = performance.now()
    const killer = await firstKiller(mutant.text, inOrder(battery, mutant, kills))
    if (killer) countKill(kills, mutant, killer)
    const fate = { mutant, killer, milliseconds: performance.now() - start }
    fates.push(fate)
    onFate?.(fate)
  }
  return fates
}

/**
 * The tests that can tell a mutant at all, the likeliest and cheapest first. An execution without any of the mutant's signs is
 * the same as without the change.
 */
function inOrder(
  battery: readonly BatteryTest[],
  mutant: Mutant,
  kills: ReadonlyMap<string, number>,
): BatteryTest[] {
  const cost = (test: BatteryTest) => test.milliseconds / (1 + (kills.get(killKey(mutant, test)) ?? 0))
  return battery
    .filter(({ isStatic, signs }) => isStatic || mutant.signs.some(sign => signs.has(sign)))
    .map(test => ({ test, cost: cost(test) }))
    .toSorted((one, other) => one.cost - other.cost)
    .map(({ test }) => test)
}

function countKill(kills: Map<string, number>, mutant: Mutant, killer: Killer): void {
  const key = killKey(mutant, killer)
  kills.set(key, (kills.get(key) ?? 0) + 1)
}

/** What killed a mutant of this operator in this state once may well kill the next one. */
function killKey({ operator, state }: Mutant, { file, name }: Pick<Killer, 'file' | 'name'>): string {
  return [operator, state, file, name].join('\n')
}
