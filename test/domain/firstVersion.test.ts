import { describe, expect, test } from '@jest/globals'
import { FlowOperationReport } from '../../functions/domain/report.ts'
import { WatchRequest } from '../../functions/domain/watchRequest.ts'
import { letterIn } from '../../operator/redrive/letterBody.ts'
import { refusedWatch, report, watchRequest } from '../support/builders.ts'

const laterMembers = ['recoveredLate', 'slotHolder']

/** As the first version wrote it: executions run for 12 hours, and dead letters wait for 14 days. */
function withoutLaterMembers(members: object): Record<string, unknown> {
  const first = Object.entries(members).filter(([name]) => !laterMembers.includes(name))
  return JSON.parse(JSON.stringify(Object.fromEntries(first))) as Record<string, unknown>
}

describe('what the first version wrote is understood: nothing was swept, and nothing known to hold the slot', () => {
  test.each([watchRequest(), refusedWatch()])('a watch: $kind', watch => {
    expect(WatchRequest.parse(withoutLaterMembers(watch))).toEqual(watch)
  })

  test.each([
    report(),
    report({ outcome: null, notice: 'OVERDUE' }),
    report({ outcome: 'REFUSED', flowOperationId: null }),
  ])('a document: $notice', document => {
    expect(FlowOperationReport.parse(withoutLaterMembers(document))).toEqual(document)
  })

  test('a dead letter', () => {
    const letter = { schemaVersion: 1, channel: 'sns', notice: 'OUTCOME', reason: 'why' }
    const body = JSON.stringify({ ...letter, document: withoutLaterMembers(report()) })
    expect(letterIn(body)).toMatchObject({ channel: 'sns', notice: 'OUTCOME', document: report() })
  })
})

const slotHolder = {
  flowOperationId: '0f3c9a52-7d1e-4b6a-9c38-2f5d8e1a7b40',
  flowOperationType: 'FLOW_CAPTURE' as const,
  requestTimestamp: null,
}

describe('both members outlive the way through state and queue', () => {
  test('of a watch', () => {
    const watch = watchRequest({ recoveredLate: true, slotHolder })
    expect(WatchRequest.parse(JSON.parse(JSON.stringify(watch)))).toEqual(watch)
  })

  test('of a document', () => {
    const document = report({ recoveredLate: true, slotHolder })
    expect(FlowOperationReport.parse(JSON.parse(JSON.stringify(document)))).toEqual(document)
  })

  test.each([
    { recoveredLate: 'yes' },
    { slotHolder: 'x' },
    { slotHolder: { ...slotHolder, flowOperationType: '<!channel>' } },
  ])('but nothing else is taken for them: %j', change => {
    expect(() => WatchRequest.parse({ ...watchRequest(), ...change })).toThrow()
    expect(() => FlowOperationReport.parse({ ...report(), ...change })).toThrow()
  })
})
