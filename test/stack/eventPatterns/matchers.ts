import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { pythonProgram } from '../support/pythonTools.ts'

/** Which patterns match which events: one row per pattern, one column per event. */
export type Matcher = (
  patterns: readonly unknown[],
  events: readonly unknown[],
) => readonly (readonly boolean[])[]

const maxSeconds = 60

/** Matchers of event patterns that others have written. */
export const matchers: Readonly<Record<'moto' | 'ministack', Matcher>> = {
  moto: pythonMatcher('moto'),
  ministack: pythonMatcher('ministack'),
}

function pythonMatcher(tool: 'moto' | 'ministack'): Matcher {
  const script = path.join(import.meta.dirname, `${tool}_matcher.py`)
  return (patterns, events) => {
    const output = execFileSync(pythonProgram(tool, 'python'), [script], {
      input: JSON.stringify({ patterns, events }),
      env: {},
      timeout: maxSeconds * 1000,
      encoding: 'utf8',
    })
    return JSON.parse(output) as boolean[][]
  }
}

/** A matcher that has been asked for all these patterns at once, since each question starts a Python. */
export function askedOnce(
  matcher: Matcher,
  patterns: readonly unknown[],
  events: readonly unknown[],
): Matcher {
  const rows = matcher(patterns, events)
  const rowByPattern = new Map(patterns.map((pattern, index) => [JSON.stringify(pattern), rows[index] ?? []]))
  return asked =>
    asked.map(pattern => {
      const row = rowByPattern.get(JSON.stringify(pattern))
      if (!row) throw new Error('this pattern was not asked for')
      return row
    })
}
