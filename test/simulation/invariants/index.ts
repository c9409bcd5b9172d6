import type { Run } from '../world/simulate.ts'
import type { Checker, Finding } from './checker.ts'
import { deliveryCheckers } from './deliveries.ts'
import { endingCheckers } from './endings.ts'
import { factsOf } from './facts.ts'
import { orderCheckers } from './order.ts'
import { outcomeCheckers } from './outcomes.ts'
import { pacingCheckers } from './pacing.ts'
import { pollingCheckers } from './polling.ts'
import { truthCheckers } from './truth.ts'

/** Every rule that can be checked on one run alone; I17 needs a second run (replay.ts). */
const checkers: readonly Checker[] = [
  ...outcomeCheckers,
  ...deliveryCheckers,
  ...pollingCheckers,
  ...pacingCheckers,
  ...orderCheckers,
  ...endingCheckers,
  ...truthCheckers,
]

export type Checked = Finding & { readonly id: string; readonly rule: string }

/** Checks a run by every rule. I16 and I18 are the rules they name, over the runs with a crash or with a clock that jumped. */
export function checkRun(run: Run): Checked[] {
  const facts = factsOf(run)
  const checked = checkers.map(({ id, rule, check }) => ({ id, rule, ...check(run, facts) }))
  const hasCrashed = run.journal.invocations.some(({ end }) => end === 'died')
  const hasJumped =
    run.scenario.clockJump !== undefined && run.endedAt > run.scenario.clockJump.atSeconds * 1000
  return [
    ...checked,
    again(checked, 'I16', 'I1 to I5 hold where a function crashed', hasCrashed, [
      'I1',
      'I2',
      'I3',
      'I4',
      'I5',
    ]),
    again(checked, 'I18', 'I1 to I9 hold where a clock jumped', hasJumped, [
      'I1',
      'I2',
      'I3',
      'I4',
      'I5',
      'I6',
      'I7',
      'I8',
      'I9',
    ]),
  ]
}

function again(
  checked: readonly Checked[],
  id: string,
  rule: string,
  isDue: boolean,
  ids: readonly string[],
): Checked {
  const those = isDue ? checked.filter(each => ids.includes(each.id)) : []
  return {
    id,
    rule,
    looked: those.reduce((sum, { looked }) => sum + looked, 0),
    violations: those.flatMap(({ violations }) => violations),
  }
}

export function violationsOf(checked: readonly Checked[]): string[] {
  return checked.flatMap(({ id, violations }) => violations.map(violation => `${id}: ${violation}`))
}
