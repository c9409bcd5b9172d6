import type { EventKind, LabelledEvent } from './events.ts'
import type { Matcher } from './matchers.ts'

/** The patterns of the two rules. */
export type RulePatterns = Readonly<Record<'started' | 'refused', unknown>>

/** An event that reaches other rules than the one it is for. */
export type PatternFinding = {
  readonly event: string
  readonly expected: readonly string[]
  readonly matched: readonly string[]
}

const rules = ['started', 'refused'] as const

const rulesFor: Readonly<Record<EventKind, readonly string[]>> = {
  started: ['started'],
  refused: ['refused'],
  others: [],
}

/** Every event that does not reach exactly the rule it is for. Empty: each start goes through one rule, all else through none. */
export function patternFindings(
  patterns: RulePatterns,
  events: readonly LabelledEvent[],
  matcher: Matcher,
): PatternFinding[] {
  const matches = matcher(
    rules.map(rule => patterns[rule]),
    events.map(({ event }) => event),
  )
  return events.flatMap(({ kind, name }, column) => {
    const matched = rules.filter((_rule, row) => matches[row]?.[column])
    const expected = rulesFor[kind]
    return matched.join() === expected.join() ? [] : [{ event: name, expected, matched }]
  })
}
