import { expect } from '@jest/globals'
import fc from 'fast-check'
import { operationFinished } from '../../functions/domain/auditRecord.ts'
import { serviceMemorySeconds } from '../../functions/domain/pollSchedule.ts'
import { pollTableIn, pollTableText, secondsToTablePoll } from '../../functions/domain/pollTable.ts'
import { auditLinesIn } from '../../operator/fit/auditExport.ts'
import { recordedOperations } from '../../operator/fit/recordedDurations.ts'
import { completedReport } from '../adapters/support/reports.ts'
import { isoAfterStart } from '../support/builders.ts'
import { textNear } from './support/bytes.ts'
import { describeTarget } from './support/target.ts'

const gap = fc.oneof(
  { arbitrary: fc.constantFrom('35', '14', '12x3', '900', '1x150'), weight: 4 },
  {
    arbitrary: fc.constantFrom('0', '901', '9x999999999', '-1', '1e3', '٣', '', ' ', '1.5', '__proto__'),
    weight: 1,
  },
)
const tables = fc.oneof(
  fc.array(gap, { minLength: 1, maxLength: 20 }).map(gaps => gaps.join(',')),
  fc.constantFrom('1,'.repeat(100_000), `${'1'.repeat(300_000)}x9`),
  fc.string({ unit: 'binary', maxLength: 20 }),
)

describeTarget(
  'any poll table',
  {
    inputs: tables,
    run: text => pollTableIn(text),
    refusals: [],
    check: table => {
      if (table === null) return
      expect(table.length).toBeLessThanOrEqual(150)
      expect(
        table.every((time, index) => time > (table[index - 1] ?? 0) && time < serviceMemorySeconds),
      ).toBe(true)
      // What is printed is read as the same.
      expect(pollTableIn(pollTableText(table))).toEqual(table)
      for (const age of [0, 1, 100, 43_000]) {
        expect(secondsToTablePoll(table, age) ?? 1).toBeGreaterThanOrEqual(1)
      }
    },
  },
  { 'gaps that are believed': { run: text => text.split(',').map(Number) } },
)

const records = [60, 600, 7200].map(seconds =>
  operationFinished({ ...completedReport, finishedAt: isoAfterStart(seconds) }, isoAfterStart(seconds)),
)
const lines = records.map(record => JSON.stringify(record))
/** The three forms that an export has. */
const exportTexts = fc.oneof(
  fc.array(textNear(records), { maxLength: 5 }).map(some => some.join('\n')),
  fc
    .array(textNear(records), { maxLength: 5 })
    .map(some => some.map(line => `2026-11-02T09:15:04.000Z ${line}`).join('\r\n')),
  textNear([{ events: lines.map(message => ({ message, timestamp: 0 })) }]),
)

describeTarget(
  'any export of the audit log that a schedule is fitted to',
  {
    inputs: exportTexts,
    run: text => recordedOperations(auditLinesIn(text)),
    refusals: [],
    check: ({ ended, stillRunning, leftOut, unreadable }) => {
      for (const { notBeforeSeconds, seenAtSeconds } of ended) {
        expect(notBeforeSeconds >= 0 && notBeforeSeconds <= seenAtSeconds).toBe(true)
        expect(seenAtSeconds).toBeLessThanOrEqual(serviceMemorySeconds)
      }
      expect([stillRunning, leftOut, unreadable].every(count => count >= 0)).toBe(true)
    },
  },
  {
    'times that are believed': {
      run: text => {
        const { document } = JSON.parse(auditLinesIn(text)[0] ?? '{}') as { document: { finishedAt: string } }
        const seenAtSeconds = Date.parse(document.finishedAt)
        return { ended: [{ notBeforeSeconds: 0, seenAtSeconds }], stillRunning: 0, leftOut: 0, unreadable: 0 }
      },
    },
  },
)
