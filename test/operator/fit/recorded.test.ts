import { describe, expect, test } from '@jest/globals'
import { recordedOperations } from '../../../operator/fit/recordedDurations.ts'
import { recordedSurvival } from '../../../operator/fit/recordedSurvival.ts'

const startedAt = '2026-03-01T00:00:00.000Z'

function line(number: number, seconds: number, polls = 9, outcome = 'COMPLETED'): string {
  const finishedAt = new Date(Date.parse(startedAt) + seconds * 1000).toISOString()
  return JSON.stringify({
    recordId: `operation-${number}/OPERATION_FINISHED`,
    recordType: 'OPERATION_FINISHED',
    time: finishedAt,
    outcome,
    severity: 'info',
    document: { startedAt, finishedAt, polls },
  })
}

const endedIn = (...lines: string[]) => recordedOperations(lines).ended

describe('a recorded duration', () => {
  test('lies between the poll that saw the end and the step before it', () => {
    expect(endedIn(line(1, 4), line(2, 6), line(3, 100), line(4, 200), line(5, 1000))).toEqual([
      { notBeforeSeconds: 0, seenAtSeconds: 4 },
      { notBeforeSeconds: 4, seenAtSeconds: 6 },
      { notBeforeSeconds: 96, seenAtSeconds: 100 },
      { notBeforeSeconds: 195, seenAtSeconds: 200 },
      { notBeforeSeconds: 970, seenAtSeconds: 1000 },
    ])
  })

  test('may lie anywhere before the first poll that saw it', () => {
    expect(endedIn(line(1, 80, 1))).toEqual([{ notBeforeSeconds: 0, seenAtSeconds: 80 }])
  })

  test('is none where the end was not the service own, or not in its time', () => {
    const { ended, stillRunning, leftOut } = recordedOperations([
      line(1, 7, 9, 'REFUSED'),
      line(2, 7, 9, 'EXPIRED'),
      line(3, 7, 9, 'UNKNOWN'),
      line(4, 43_200, 600, 'TIMED_OUT'),
      line(5, -5),
      line(6, 50_000),
      line(7, 30, 9, 'FAILED'),
    ])

    expect({ ended: ended.length, stillRunning, leftOut }).toEqual({ ended: 1, stillRunning: 1, leftOut: 5 })
  })
})

describe('the curve of recorded operations', () => {
  const many = (count: number, seconds: number, first = 0) =>
    Array.from({ length: count }, (_, index) => line(first + index, seconds))

  test('falls from 1, where they ended, and hardly elsewhere', () => {
    const { shares } = recordedSurvival(recordedOperations(many(400, 100)))
    const between = (from: number, to: number) => (shares[from] ?? 0) - (shares[to] ?? 0)

    expect(shares[0]).toBe(1)
    expect([...shares].every((share, cell) => cell === 0 || share <= (shares[cell - 1] ?? 0))).toBe(true)
    expect(between(40, 160)).toBeGreaterThan(0.98)
    expect(between(0, 40)).toBeGreaterThan(0)
    expect(between(200, 43_200)).toBeGreaterThan(0)
  })

  test('keeps those running that outlived the memory', () => {
    const stillRunning = Array.from({ length: 100 }, (_, index) =>
      line(1000 + index, 43_200, 600, 'TIMED_OUT'),
    )
    const { shares } = recordedSurvival(recordedOperations([...many(300, 100), ...stillRunning]))

    expect(shares.at(-1)).toBeCloseTo(0.25, 1)
  })

  test('takes those that the first poll saw ended to have ended like the others', () => {
    const seenLate = Array.from({ length: 100 }, (_, index) => line(1000 + index, 900, 1))
    const { shares } = recordedSurvival(recordedOperations([...many(300, 100), ...seenLate]))

    expect(shares[200]).toBeLessThan(0.02)
  })
})
