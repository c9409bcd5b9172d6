import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  finalStatuses,
  isFinalStatus,
  type ListedFlowOperation,
  newestInProgress,
} from '../../functions/domain/flowOperation.ts'

describe('statuses', () => {
  test('the three final ones, and no other', () => {
    expect(finalStatuses).toEqual(['COMPLETED', 'COMPLETED_WITH_ERRORS', 'FAILED'])
    expect(finalStatuses.every(isFinalStatus)).toBe(true)
    expect(['IN_PROGRESS', 'completed', '', 'constructor', 'COMPLETED '].some(isFinalStatus)).toBe(false)
  })
})

describe('the operation that an unanswered start began', () => {
  const listed = (flowOperationId: string, status: string | null, requestTimestamp: string | null) => ({
    flowOperationId,
    type: 'FLOW_FLUSH',
    status,
    requestTimestamp,
  })

  test('is the newest one in progress', () => {
    const newest = listed('b', 'IN_PROGRESS', '2026-11-02T09:15:02.000Z')
    expect(
      newestInProgress([
        listed('a', 'IN_PROGRESS', '2026-11-02T09:00:00.000Z'),
        newest,
        listed('c', 'COMPLETED', '2026-11-02T09:16:00.000Z'),
        listed('d', null, '2026-11-02T09:17:00.000Z'),
        listed('e', 'IN_PROGRESS', '2026-11-01T23:59:59.000Z'),
      ]),
    ).toEqual(newest)
  })

  test('one without a timestamp is younger than any other', () => {
    const fresh = listed('b', 'IN_PROGRESS', null)
    const older = listed('a', 'IN_PROGRESS', '2026-11-02T09:15:02.000Z')
    expect(newestInProgress([older, fresh])).toEqual(fresh)
    expect(newestInProgress([fresh, older])).toEqual(fresh)
  })

  test('of two of the same time the list’s first one counts', () => {
    const [first, second] = ['a', 'b'].map(id => listed(id, 'IN_PROGRESS', '2026-11-02T09:15:02.000Z'))
    expect(newestInProgress([first, second].flatMap(one => one ?? []))).toEqual(first)
  })

  test('none in progress is none', () => {
    expect(newestInProgress([])).toBeNull()
    expect(newestInProgress([listed('a', 'FAILED', null)])).toBeNull()
  })

  test('does not depend on the order of the list', () => {
    const time = fc.integer({ min: 0, max: 1e9 }).map(milliseconds => new Date(milliseconds).toISOString())
    const list: fc.Arbitrary<ListedFlowOperation[]> = fc.uniqueArray(
      fc.record({
        flowOperationId: fc.uuid(),
        type: fc.constant('FLOW_FLUSH'),
        status: fc.constantFrom('IN_PROGRESS', 'COMPLETED', null),
        requestTimestamp: time,
      }),
      { selector: ({ requestTimestamp }) => requestTimestamp },
    )
    fc.assert(
      fc.property(list, operations => {
        expect(newestInProgress(operations.toReversed())).toEqual(newestInProgress(operations))
      }),
    )
  })
})
