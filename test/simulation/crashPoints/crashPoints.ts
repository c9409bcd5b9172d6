import { factsOf, type Message } from '../invariants/facts.ts'
import { checkRun, violationsOf } from '../invariants/index.ts'
import type { Fault, FunctionName } from '../world/faults.ts'
import type { Run } from '../world/simulate.ts'

/** A place at which a function can die, or its result can be lost. */
export type CrashPoint = Fault & { readonly fromCall: number }

/** Every boundary of every call that a run made, and of every state that a function worked for. */
export function crashPointsOf({ journal }: Run): CrashPoint[] {
  const calls = counted(journal.exchanges.map(({ site, by }) => ({ at: site, by })))
  const invocations = counted(
    journal.invocations.map(({ functionName }) => ({ at: `lambda:${functionName}` as const, by: null })),
  )
  return [
    ...calls.flatMap(call => (['crash-before', 'crash-after'] as const).map(mode => ({ ...call, mode }))),
    ...invocations.flatMap(call =>
      (['crash-before', 'crash-after', 'after', 'hang-after'] as const).map(mode => ({ ...call, mode })),
    ),
  ]
}

type Called = { readonly at: Fault['at']; readonly by: FunctionName | null }

/** Each call with its number among those of its site and function. */
function counted(calls: readonly Called[]): { at: Fault['at']; by?: FunctionName; fromCall: number }[] {
  const counts = new Map<string, number>()
  return calls.map(({ at, by }) => {
    const key = `${at} ${by}`
    const fromCall = (counts.get(key) ?? 0) + 1
    counts.set(key, fromCall)
    return { at, fromCall, ...(by === null ? {} : { by }) }
  })
}

/** What is wrong after one crash: any broken rule, or one message that was sent more than once too often. */
export function afterCrash(run: Run): string[] {
  const repeated = factsOf(run).watches.flatMap(({ messages }) => repeatedMessages(messages))
  return [...violationsOf(checkRun(run)), ...repeated]
}

/**
 * One crash makes one repetition of a message unavoidable, and never two. It may do so to two messages: where a bot's card is not known,
 * one round posts the card and its reply, and both are lost with it.
 */
function repeatedMessages(messages: readonly Message[]): string[] {
  const groups = Map.groupBy(
    messages.filter(({ role }) => role !== 'edit'),
    ({ delivery, role }) =>
      [delivery.channel, delivery.target, role, role === 'card' ? '' : delivery.notice].join(' '),
  )
  return [...groups].flatMap(([purpose, group]) => {
    const extra = group.slice(0, -1).filter(({ isKnown }) => !isKnown).length
    return extra > 1 ? [`${purpose} was sent ${extra} times too often after one crash`] : []
  })
}
