import * as z from 'zod/mini'

/** How a watch can end: the service's three words, then what the service never says. */
export const outcomes = [
  'COMPLETED',
  'COMPLETED_WITH_ERRORS',
  'FAILED',
  'REFUSED',
  'EXPIRED',
  'TIMED_OUT',
  'UNKNOWN',
  'WATCH_FAILED',
] as const
export const Outcome = z.enum(outcomes)
export type Outcome = z.infer<typeof Outcome>

export const Severity = z.enum(['info', 'warning', 'critical'])
export type Severity = z.infer<typeof Severity>

const severityByOutcome = {
  COMPLETED: 'info',
  COMPLETED_WITH_ERRORS: 'warning',
  FAILED: 'critical',
  REFUSED: 'warning',
  EXPIRED: 'warning',
  TIMED_OUT: 'critical',
  UNKNOWN: 'warning',
  WATCH_FAILED: 'critical',
} as const satisfies Record<Outcome, Severity>

/** How urgent an outcome is; null stands for an operation that is not over (an overdue notice): a warning. */
export function severityOf(outcome: Outcome | null): Severity {
  return outcome === null ? 'warning' : severityByOutcome[outcome]
}

/** Only an operation that reached its end has results to show. */
export function hasResults(outcome: Outcome | null): boolean {
  return outcome === 'COMPLETED' || outcome === 'COMPLETED_WITH_ERRORS'
}
