import { stripVTControlCharacters } from 'node:util'
import { expect, test } from '@jest/globals'
import { whyText } from '../../cli/whyText.ts'
import { eventRejected, notificationRecords } from '../../functions/domain/auditRecord.ts'
import { recordsIn } from '../../operator/why/records.ts'
import { storyOf } from '../../operator/why/story.ts'
import { completedReport } from '../adapters/support/reports.ts'
import { delivery, isoAfterStart } from '../support/builders.ts'

test('T31: what others wrote does nothing in the terminal of an operator', () => {
  const hostile = 'gone\u001b]8;;https://evil.example\u0007 \u001b[2J\u009b31m\rDelivered\u202e'
  const now = isoAfterStart(60)
  const lost = delivery({ status: 'DEAD_LETTERED', reason: hostile, settledAt: now })
  const lines = [eventRejected('key', hostile, now), ...notificationRecords(completedReport, [lost], now)]
  const story = storyOf(recordsIn(lines.map(line => JSON.stringify(line))), ['sns'])
  const text = whyText({
    watchKey: 'key',
    region: 'eu-west-1',
    stack: 'flowbell',
    logGroup: '/audit',
    channels: ['sns'],
    story,
  })
  expect(text).toContain('gone')
  // Colours are Flowbell's own; of all else, only line feeds are left.
  expect(stripVTControlCharacters(text)).not.toMatch(/[[\p{Cc}\p{Cf}]--[\n]]/v)
  for (const active of ['\u001b]', '\u001b[2J', '\u009b']) expect(text).not.toContain(active)
})
