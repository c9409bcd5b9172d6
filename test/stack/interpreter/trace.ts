import { normalised } from './normalise.ts'
import { channelOf, type ExecutionEnd, type Invocation, memberOf, type Run, type StateVisit } from './run.ts'

/** What happened one after the other: the main line, or everything that was done for one channel. */
type Strand = { readonly visits: readonly StateVisit[]; readonly invocations: readonly Invocation[] }

/** One run in a form that two engines share: parallel branches apart, volatile parts replaced. */
export type Trace = { readonly end: ExecutionEnd; readonly strands: Readonly<Record<string, Strand>> }

const mainStrand = 'main'

/** Every Map of the definition goes over channels side by side, so only the order within a channel, and beside them all, is fixed. */
export function traceOf({ watchKey, end, visits, invocations }: Run): Trace {
  const visitsByStrand = Object.groupBy(
    visits,
    ({ input }) => channelOf(memberOf(input, 'attempt')) ?? mainStrand,
  )
  const invocationsByStrand = Object.groupBy(invocations, ({ payload }) => channelOf(payload) ?? mainStrand)
  const names = new Set([...Object.keys(visitsByStrand), ...Object.keys(invocationsByStrand)])
  const strands = Object.fromEntries(
    [...names].sort().map(name => [
      name,
      {
        visits: (visitsByStrand[name] ?? []).map(withoutOverwritten),
        invocations: invocationsByStrand[name] ?? [],
      },
    ]),
  )
  return normalised({ end, strands }, watchKey) as Trace
}

/**
 * The embedded engine's JsonMerge (aws-local-stepfunctions 3.0.0) writes into its first argument, so that a state which merges seems
 * to have been given its own result. What it merged is compared all the same: it is the next state's input.
 */
function withoutOverwritten(visit: StateVisit): StateVisit {
  const { state, input } = visit
  if (!state.endsWith('NotParked') || typeof input !== 'object' || input === null) return visit
  return { ...visit, input: { ...input, attempt: 'merged in place' } }
}

/** The state names of each strand, in their order. */
export function stateNames({ strands }: Trace): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(strands).map(([name, { visits }]) => [name, visits.map(({ state }) => state)]),
  )
}

/** What the execution's last state was given. */
export function lastInput({ strands }: Trace): unknown {
  return strands[mainStrand]?.visits.at(-1)?.input
}
