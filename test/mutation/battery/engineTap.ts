import { StateMachine } from 'aws-local-stepfunctions'

/**
 * What executions did, as signs: `A` where state A was entered, `A failed` and `A failed with E` where it failed, `A > B` where B
 * came next, and `anything` where anything ran; and how often a state was entered in all.
 */
export type Footprint = { readonly signs: ReadonlySet<string>; readonly states: number }

type Execution = ReturnType<StateMachine['run']>
/** The engine has failures among its events, though its types do not know them. */
type Event = {
  readonly type: string
  readonly index?: number
  readonly state?: { readonly name: string }
  readonly Error?: string
}

let signs = new Set<string>()
let states = 0
let mostStates = Number.POSITIVE_INFINITY
const running = new Set<Execution>()

/** Begins a new footprint. Once so many states are entered, every execution of it is aborted. */
export function beginFootprint(limit: number): void {
  signs = new Set()
  states = 0
  mostStates = limit
}

/** The footprint of everything that ran since it was begun. */
export function footprint(): Footprint {
  return { signs, states }
}

/** Aborts whatever still runs. */
export function abortExecutions(): void {
  for (const execution of running) execution.abort()
}

/** From now on every execution in this process leaves its footprint. */
export function tapEngine(): void {
  const run = StateMachine.prototype.run
  StateMachine.prototype.run = function tapped(this: StateMachine, ...call: Parameters<typeof run>) {
    const execution = run.apply(this, call)
    const isInner = '_rootAbortSignal' in (call[1] ?? {})
    return isInner ? execution : { ...execution, eventLogs: tappedEvents(execution) }
  }
}

async function* tappedEvents(execution: Execution): Execution['eventLogs'] {
  /** The last state of the machine itself, and of each item of a Map. */
  const last = new Map<number | undefined, string>()
  running.add(execution)
  try {
    for await (const event of execution.eventLogs) {
      note(event, last)
      yield event
    }
  } finally {
    running.delete(execution)
  }
}

function note({ type, index, state, Error: error }: Event, last: Map<number | undefined, string>): void {
  if (!state) return
  if (type === 'StateFailed') signs.add(`${state.name} failed`).add(`${state.name} failed with ${error}`)
  if (type !== 'StateEntered') return
  signs
    .add('anything')
    .add(state.name)
    .add(`${last.get(index)} > ${state.name}`)
  last.set(index, state.name)
  states += 1
  if (states > mostStates) abortExecutions()
}
