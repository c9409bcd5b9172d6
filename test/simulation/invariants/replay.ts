import { runExecution } from '../../../local/engine/runExecution.ts'
import type { SimulatedExecution } from '../world/executions.ts'
import { functionNames } from '../world/faults.ts'
import { inVirtualWorld, never } from '../world/virtualWorld.ts'
import type { Product } from '../world/world.ts'
import type { Finding } from './checker.ts'

/**
 * I17: the recorded execution is run once more, on the recorded results and with another chance and other times, and has to go the
 * same way. What differs is a decision that rests on something outside the history. Left out: the order of parallel channels.
 */
export async function replay(execution: SimulatedExecution, { definition }: Product): Promise<Finding> {
  if (execution.status === 'RUNNING') return { looked: 0, violations: [] }
  const outcomes = recordedOutcomes(execution)
  const states: string[] = []
  const unknown: string[] = []
  const functions = functionNames.map(name => {
    const answer = async (payload: unknown) => {
      const outcome = outcomes.get(callKey(name, payload))?.shift()
      if (outcome === undefined) unknown.push(name)
      if (outcome === undefined || outcome === null) return never()
      if ('error' in outcome) throw outcome.error
      return outcome.result
    }
    return [name, answer] as const
  })
  const noNetwork = () => Promise.reject(new TypeError('a replay calls nobody'))
  const end = await inVirtualWorld({ random: () => 0.5, fetch: noNetwork }, () =>
    runExecution({
      definition,
      functions: Object.fromEntries(functions),
      name: execution.name,
      input: execution.input as object,
      observe: event => {
        if (event.kind === 'STATE_ENTERED') states.push(event.state)
      },
    }),
  )
  const before = execution.events.flatMap(event => (event.kind === 'STATE_ENTERED' ? [event.state] : []))
  const isSame =
    end.status === execution.status && end.error === execution.error && sorted(states) === sorted(before)
  const violation = `the replay of ${execution.name.slice(0, 8)} went another way${unknown.length > 0 ? `, with a call of ${unknown[0]} that was never made` : ''}`
  return { looked: 1, violations: isSame ? [] : [violation] }
}

function recordedOutcomes({ calls }: SimulatedExecution) {
  const outcomes = new Map<string, SimulatedExecution['calls'][number]['outcome'][]>()
  for (const { functionName, payload, outcome } of calls) {
    const key = callKey(functionName, payload)
    outcomes.set(key, [...(outcomes.get(key) ?? []), outcome])
  }
  return outcomes
}

function callKey(functionName: string, payload: unknown): string {
  return `${functionName} ${JSON.stringify(payload)}`
}

function sorted(states: readonly string[]): string {
  return states.toSorted().join(' ')
}
