import type { ExecutionEvent } from '../../local/engine/runExecution.ts'

/** Step Functions ends an execution at 25,000 events; a watch stays clear of it. */
export const eventBudget = 20_000

/** What entering and leaving a state adds to AWS's history; a Fail state is only entered. */
const eventsByType: Readonly<Record<string, number>> = {
  Task: 2,
  Wait: 2,
  Choice: 2,
  Pass: 2,
  Succeed: 2,
  Fail: 1,
  Map: 4,
}
/** TaskScheduled, TaskStarted, and TaskSucceeded or TaskFailed: for the first try and for each retry. */
const eventsPerInvocation = 3
/** MapIterationStarted and MapIterationSucceeded. */
const eventsPerIteration = 2
/** ExecutionStarted, and how it ended. */
const eventsPerExecution = 2

/** The history events that the same execution would have in AWS. */
export function countHistoryEvents(events: readonly ExecutionEvent[]): number {
  return events.reduce((sum, event) => sum + eventsOf(event), eventsPerExecution)
}

function eventsOf(event: ExecutionEvent): number {
  if (event.kind !== 'STATE_ENTERED') return eventsPerInvocation
  const events = eventsByType[event.type]
  if (events === undefined) throw new TypeError(`${event.state}: how many events has a ${event.type}?`)
  return event.type === 'Map' ? events + itemCount(event.data) * eventsPerIteration : events
}

/** Every Map of the definition goes over `$.notice.deliveries`, which definition.test.ts holds it to. */
function itemCount(data: unknown): number {
  return (data as { readonly notice: { readonly deliveries: readonly unknown[] } }).notice.deliveries.length
}
