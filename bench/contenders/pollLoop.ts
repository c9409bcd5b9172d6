import { shippedDefinitionText } from '../../local/engine/definition.ts'
import type { Carrier } from './contender.ts'
import type { Retrier } from './stepFunctionsRetry.ts'

/** The loop around PollOperation: what repeats a failed poll, and what one poll costs in transitions and history events. */
export type PollLoop = { readonly retriers: readonly Retrier[]; readonly carrier: Carrier }

type Choice = { readonly StringEquals?: string; readonly Next: string }
type State = {
  readonly Type: string
  readonly Next?: string
  readonly Choices?: readonly Choice[]
  readonly Retry?: readonly AslRetrier[]
}
type AslRetrier = {
  readonly ErrorEquals: readonly string[]
  readonly IntervalSeconds?: number
  readonly BackoffRate?: number
  readonly MaxDelaySeconds?: number
  readonly MaxAttempts?: number
  readonly JitterStrategy?: string
}

/** Entering and leaving; a task also is scheduled, begins and ends, and so does each of its retries. */
const eventsPerState = 2
const eventsPerTry = 3

/** Read from the definition that is deployed. Throws a TypeError if it has no such loop. */
export function shippedPollLoop(definition: string = shippedDefinitionText()): PollLoop {
  const states = (JSON.parse(definition) as { States: Record<string, State> }).States
  const loop = statesFrom('PollOperation', states)
  const tries = loop.filter(({ Type }) => Type === 'Task').length
  return {
    retriers: (states['PollOperation']?.Retry ?? []).map(retrierOf),
    carrier: {
      transitionsPerPoll: loop.length,
      transitionsPerThrottle: 1,
      eventsPerPoll: loop.length * eventsPerState + tries * eventsPerTry,
      eventsPerThrottle: eventsPerTry,
    },
  }
}

/** The states from one on, along WAIT, until it comes around. */
function statesFrom(first: string, states: Readonly<Record<string, State>>): State[] {
  const way: State[] = []
  for (let name = first; way.length === 0 || name !== first; ) {
    const state = states[name]
    const next = state?.Next ?? state?.Choices?.find(({ StringEquals }) => StringEquals === 'WAIT')?.Next
    if (!state || next === undefined || way.includes(state))
      throw new TypeError(`the state machine has no loop from ${first}: it ends at ${name}`)
    way.push(state)
    name = next
  }
  return way
}

function retrierOf(retrier: AslRetrier): Retrier {
  return {
    errors: retrier.ErrorEquals,
    intervalSeconds: retrier.IntervalSeconds ?? 1,
    backoffRate: retrier.BackoffRate ?? 2,
    maxDelaySeconds: retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY,
    maxAttempts: retrier.MaxAttempts ?? 3,
    hasFullJitter: retrier.JitterStrategy === 'FULL',
  }
}
