import { describe, expect, test } from '@jest/globals'
import { hasResults, outcomes, severityOf } from '../../functions/domain/outcome.ts'

describe('outcomes', () => {
  test('are the eight of the contract', () => {
    expect(outcomes).toEqual([
      'COMPLETED',
      'COMPLETED_WITH_ERRORS',
      'FAILED',
      'REFUSED',
      'EXPIRED',
      'TIMED_OUT',
      'UNKNOWN',
      'WATCH_FAILED',
    ])
  })

  test('severity', () => {
    expect(Object.fromEntries(outcomes.map(outcome => [outcome, severityOf(outcome)]))).toEqual({
      COMPLETED: 'info',
      COMPLETED_WITH_ERRORS: 'warning',
      FAILED: 'critical',
      REFUSED: 'warning',
      EXPIRED: 'warning',
      TIMED_OUT: 'critical',
      UNKNOWN: 'warning',
      WATCH_FAILED: 'critical',
    })
  })

  test('an operation that is not over is a warning', () => {
    expect(severityOf(null)).toBe('warning')
  })

  test('only the two completed outcomes have results', () => {
    expect(outcomes.filter(hasResults)).toEqual(['COMPLETED', 'COMPLETED_WITH_ERRORS'])
    expect(hasResults(null)).toBe(false)
  })
})
