import { expect, jest, test } from '@jest/globals'
import { documentedLines, tableLine, writeLines } from './document.ts'
import { play, type RowResult } from './play.ts'
import type { Row } from './row.ts'

// A row takes seconds; on a machine that is busy with other tests, minutes.
jest.setTimeout(600_000)

/** A test for each row, and one for what the document says of all of them. */
export function testRows(group: string, rows: readonly Row[]): void {
  const results = new Map<Row, Promise<RowResult>>()
  const resultOf = (row: Row) => {
    const result = results.get(row) ?? play(row)
    results.set(row, result)
    return result
  }
  for (const row of rows) {
    test(`${row.number}. ${row.fault}: ${row.promise}`, async () => {
      const { idle, violations } = await resultOf(row)
      expect(idle).toEqual([])
      if (row.broken === undefined) expect(violations).toEqual([])
      else expect(violations).not.toEqual([])
    })
  }
  test(`docs/fault-matrix.md says what came of "${group}" (UPDATE_DOCS=1 writes it anew)`, async () => {
    const lines: string[] = []
    for (const row of rows) lines.push(tableLine(row, await resultOf(row)))
    if (process.env['UPDATE_DOCS']) writeLines(group, lines)

    expect(documentedLines(group)).toEqual(lines)
  })
}
