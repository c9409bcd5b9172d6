import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  type ListedFlush,
  type ReferenceFlush,
  type ZoneFindings,
  zoneCoverage,
} from '../../functions/domain/coverage.ts'
import type { FlowOperation } from '../../functions/domain/flowOperation.ts'
import { outcomes } from '../../functions/domain/outcome.ts'
import { flowOperation, isoAfterStart, operationId, secondsAfterStart } from '../support/builders.ts'

const hour = 3600
const own = 'eu-west-1a'
const other = 'eu-west-1b'
const selection = { details: flowOperation().details, omittedFilterCount: 0 }
const elsewhere = { details: { FlowFilters: [{ DestinationPort: '22' }] } }

function reference(change: Partial<ReferenceFlush> = {}): ReferenceFlush {
  return {
    flowOperationId: operationId,
    availabilityZone: own,
    outcome: 'COMPLETED',
    time: isoAfterStart(0),
    selection,
    isWholeZone: true,
    ...change,
  }
}

type FlushChange = Partial<ListedFlush> & { readonly says?: Partial<FlowOperation> }

/** A completed flush with the same filters in the other zone, this many seconds before the watched one. */
function flush(secondsBefore: number, { says, ...change }: FlushChange = {}): ListedFlush {
  const requestTimestamp = isoAfterStart(-secondsBefore)
  return {
    flowOperationId: `flush-${secondsBefore}`,
    requestTimestamp,
    answer: flowOperation({ availabilityZone: null, status: 'COMPLETED', requestTimestamp, ...says }),
    isWholeZone: true,
    ...change,
  }
}

const zone = (
  availabilityZone: string,
  flushes: readonly ListedFlush[] = [],
  isListWhole = true,
): ZoneFindings => ({
  availabilityZone,
  isListWhole,
  flushes,
})
const coverage = (zones: readonly ZoneFindings[], change: Partial<ReferenceFlush> = {}, nowSeconds = 60) =>
  zoneCoverage(reference(change), zones, secondsAfterStart(nowSeconds))

/** State and id of the other zone, in which these flushes were listed. */
function otherZone(
  flushes: readonly ListedFlush[],
  change: Partial<ReferenceFlush> = {},
  isListWhole = true,
) {
  const [, told] = coverage([zone(own), zone(other, flushes, isListWhole)], change)
  return [told?.state, told?.flowOperationId]
}

describe("the watched flush's own zone", () => {
  const ownZone = (
    change: Partial<ReferenceFlush>,
    flushes: readonly ListedFlush[] = [],
    isListWhole = true,
  ) => coverage([zone(own, flushes, isListWhole), zone(other)], change)[0]?.state

  test('is covered once the flush completed, by its id and time, whatever else is listed or cannot be asked', () => {
    const strange = [flush(5, { answer: null }), flush(-5, { answer: null, requestTimestamp: null })]
    expect(coverage([zone(own, strange, false), zone(other)])[0]).toEqual({
      availabilityZone: own,
      state: 'COVERED',
      flowOperationId: operationId,
      flowRequestTimestamp: isoAfterStart(0),
    })
  })

  test.each(outcomes.filter(outcome => outcome !== 'COMPLETED'))('is not covered after %s', outcome => {
    expect(ownZone({ outcome })).toBe(outcome === 'FAILED' ? 'NOT_COVERED' : 'UNKNOWN')
  })

  test('is unknown without an outcome', () => {
    expect(ownZone({ outcome: null })).toBe('UNKNOWN')
  })

  test('is not covered after a failure that nothing followed, though its list was not read to the end', () => {
    expect(ownZone({ outcome: 'FAILED' }, [], false)).toBe('NOT_COVERED')
  })

  test('is unknown where a later flush counts of a list that was not read to its end', () => {
    const failedLater = flush(-10, { says: { status: 'FAILED' } })
    expect(ownZone({ outcome: 'COMPLETED_WITH_ERRORS' }, [failedLater], false)).toBe('UNKNOWN')
    expect(ownZone({ outcome: 'COMPLETED_WITH_ERRORS' }, [failedLater])).toBe('NOT_COVERED')
  })

  test('is covered by a flush that was started after one that failed', () => {
    expect(ownZone({ outcome: 'FAILED' }, [flush(-10)])).toBe('COVERED')
    expect(ownZone({ outcome: 'FAILED' }, [flush(10)])).toBe('NOT_COVERED')
  })

  test('is not covered by a flush of one endpoint of several', () => {
    expect(ownZone({ isWholeZone: false })).toBe('UNKNOWN')
    expect(ownZone({ isWholeZone: false }, [flush(100)])).toBe('COVERED')
  })

  test('is the only zone of the firewall when the start named none', () => {
    expect(coverage([zone(own)], { availabilityZone: null })).toMatchObject([{ state: 'COVERED' }])
  })

  test('is the one zone that lists the flush when the start named none', () => {
    const listed = flush(0, { flowOperationId: operationId, answer: null })
    const told = coverage([zone(own), zone(other, [listed])], { availabilityZone: null })
    expect(told.map(({ state }) => state)).toEqual(['NOT_COVERED', 'COVERED'])
  })

  test('is unknown when several zones list the flush and none is named: it is called covered in none', () => {
    const listed = flush(0, { flowOperationId: operationId })
    const told = coverage([zone(own, [listed]), zone(other, [listed])], { availabilityZone: null })
    expect(told.map(({ state }) => state)).toEqual(['UNKNOWN', 'UNKNOWN'])
  })

  test('listed in another zone too, the flush covers its own only', () => {
    expect(otherZone([flush(0, { flowOperationId: operationId })])).toEqual(['NOT_COVERED', null])
  })
})

describe('another zone', () => {
  test('is decided by a flush without a time before all others, wherever the list names it', () => {
    const undated = flush(0, {
      flowOperationId: 'undated',
      requestTimestamp: null,
      says: { requestTimestamp: null, status: 'IN_PROGRESS' },
    })
    expect(otherZone([flush(5), undated])).toEqual(['RUNNING', 'undated'])
    expect(otherZone([undated, flush(5)])).toEqual(['RUNNING', 'undated'])
  })

  test('is unknown by a flush that cannot be compared, even one of a part, whatever covered it before', () => {
    const incomparable = flush(5, { answer: null, isWholeZone: false })
    expect(otherZone([incomparable, flush(60)])).toEqual(['UNKNOWN', 'flush-5'])
  })

  test('is not covered by a flush that failed, however long ago', () => {
    expect(otherZone([flush(2 * hour, { says: { status: 'FAILED' } })])).toEqual([
      'NOT_COVERED',
      'flush-7200',
    ])
  })

  test.each([
    ['COMPLETED', 'COVERED'],
    ['IN_PROGRESS', 'RUNNING'],
    ['FAILED', 'NOT_COVERED'],
    ['COMPLETED_WITH_ERRORS', 'UNKNOWN'],
    ['A_NEW_STATUS', 'UNKNOWN'],
    ['constructor', 'UNKNOWN'],
    [null, 'UNKNOWN'],
  ])('with a flush of the same filters that is %s is %s', (status, state) => {
    expect(otherZone([flush(10, { says: { status } })])).toEqual([state, 'flush-10'])
  })

  test('without any flush is not covered', () => {
    expect(otherZone([])).toEqual(['NOT_COVERED', null])
  })

  test('with flushes of other filters only is not covered', () => {
    expect(
      otherZone([
        flush(10, { says: elsewhere }),
        flush(20, { says: { ...elsewhere, status: 'IN_PROGRESS' } }),
      ]),
    ).toEqual(['NOT_COVERED', null])
  })

  test('is decided by the newest flush of the same filters, in whatever order they are listed', () => {
    const failed = flush(10, { says: { status: 'FAILED' } })
    const completed = flush(20)
    for (const flushes of [
      [failed, completed],
      [completed, failed],
    ])
      expect(otherZone(flushes)).toEqual(['NOT_COVERED', 'flush-10'])
    expect(otherZone([flush(20, { says: { status: 'FAILED' } }), flush(10)])).toEqual(['COVERED', 'flush-10'])
  })

  test('is decided past a newer flush of other filters', () => {
    expect(otherZone([flush(5, { says: { ...elsewhere, status: 'IN_PROGRESS' } }), flush(10)])).toEqual([
      'COVERED',
      'flush-10',
    ])
  })

  test('stays open when a newer flush could not be asked: it may have been the same, and failed', () => {
    expect(otherZone([flush(5, { answer: null }), flush(10)])).toEqual(['UNKNOWN', 'flush-5'])
    expect(otherZone([flush(5), flush(10, { answer: null })])).toEqual(['COVERED', 'flush-5'])
  })

  test('stays open when the filters of its flush are not all known', () => {
    expect(otherZone([flush(10, { says: { details: null } })])[0]).toBe('UNKNOWN')
    expect(otherZone([flush(10, { says: { omittedFilterCount: 1 } })])[0]).toBe('UNKNOWN')
  })

  test('stays open when those of the watched flush are not known, unless nothing was flushed there', () => {
    const unread = { selection: { details: null, omittedFilterCount: 0 } }
    expect(otherZone([flush(10)], unread)[0]).toBe('UNKNOWN')
    expect(otherZone([], unread)[0]).toBe('NOT_COVERED')
    expect(otherZone([flush(10)], { selection: { ...selection, omittedFilterCount: 2 } })[0]).toBe('UNKNOWN')
  })

  test('whose list could not be read to its end is only certain while a flush runs there', () => {
    expect(otherZone([], {}, false)).toEqual(['UNKNOWN', null])
    expect(otherZone([flush(10)], {}, false)[0]).toBe('UNKNOWN')
    expect(otherZone([flush(10, { says: { status: 'IN_PROGRESS' } })], {}, false)[0]).toBe('RUNNING')
  })

  test('is covered by a flush of at most 15 minutes before: flows that came since an earlier one are untouched', () => {
    expect(otherZone([flush(15 * 60 - 1)])).toEqual(['COVERED', 'flush-899'])
    expect(otherZone([flush(15 * 60)])[0]).toBe('COVERED')
    const [, told] = coverage([zone(own), zone(other, [flush(15 * 60 + 1)])])
    expect(told).toMatchObject({
      state: 'UNKNOWN',
      flowOperationId: 'flush-901',
      flowRequestTimestamp: isoAfterStart(-901),
    })
    expect(otherZone([flush(-hour)])[0]).toBe('COVERED')
    expect(otherZone([flush(10)], { time: 'no time' })[0]).toBe('UNKNOWN')
  })

  test('with a flush of more than 12 hours ago only is not covered', () => {
    const told = (seconds: number) => otherZone([flush(seconds)])[0]
    expect(told(12 * hour - 60)).toBe('UNKNOWN')
    expect(told(12 * hour - 59)).toBe('NOT_COVERED')
  })

  test('with a newer flush of a part is not covered by an earlier action either', () => {
    expect(otherZone([flush(10, { isWholeZone: false }), flush(901)])).toEqual(['UNKNOWN', 'flush-10'])
  })

  test('with a flush that completed nobody knows when is unknown, while one that runs without a time is running', () => {
    const undated = (status: string) =>
      flush(10, { requestTimestamp: null, says: { status, requestTimestamp: null } })
    expect(otherZone([undated('COMPLETED')])[0]).toBe('UNKNOWN')
    expect(otherZone([undated('IN_PROGRESS'), flush(5)])[0]).toBe('RUNNING')
  })

  test('is not covered by a flush that the service says ran in a third zone', () => {
    expect(otherZone([flush(10, { says: { availabilityZone: 'eu-west-1c' } })])).toEqual([
      'NOT_COVERED',
      null,
    ])
    expect(otherZone([flush(10, { says: { availabilityZone: other } })])[0]).toBe('COVERED')
  })

  test('with a flush of one endpoint of several is open, unless an earlier one covered all of it', () => {
    const part = { isWholeZone: false }
    expect(otherZone([flush(10, part)])).toEqual(['UNKNOWN', 'flush-10'])
    expect(otherZone([flush(10, part), flush(20)])).toEqual(['COVERED', 'flush-20'])
    expect(otherZone([flush(10, part), flush(20, { says: { status: 'FAILED' } })])).toEqual([
      'UNKNOWN',
      'flush-10',
    ])
    expect(otherZone([flush(10, { ...part, says: { status: 'IN_PROGRESS' } }), flush(20)])[0]).toBe('RUNNING')
  })

  test('is not called untouched when nobody knows where the watched flush ran', () => {
    const nowhere = { availabilityZone: null }
    expect(otherZone([], nowhere)[0]).toBe('UNKNOWN')
    expect(otherZone([flush(10, { says: { status: 'FAILED' } })], nowhere)[0]).toBe('UNKNOWN')
    expect(otherZone([flush(10)], nowhere)[0]).toBe('COVERED')
  })
})

describe('for any findings', () => {
  const status = fc.constantFrom('IN_PROGRESS', 'COMPLETED', 'COMPLETED_WITH_ERRORS', 'FAILED', null)
  const anyFlush = fc
    .record({
      seconds: fc.integer({ min: -100, max: 13 * hour }),
      status,
      isSame: fc.boolean(),
      isAsked: fc.boolean(),
      isDated: fc.boolean(),
      isWholeZone: fc.boolean(),
    })
    .map(({ seconds, isSame, isAsked, isDated, isWholeZone, ...says }) => {
      const time = isDated ? isoAfterStart(-seconds) : null
      const answer = { ...(isSame ? {} : elsewhere), ...says, requestTimestamp: time }
      return flush(seconds, {
        says: answer,
        isWholeZone,
        requestTimestamp: time,
        ...(isAsked ? {} : { answer: null }),
      })
    })
  const anyZones = fc.array(fc.tuple(fc.array(anyFlush, { maxLength: 5 }), fc.boolean()), { maxLength: 4 })

  test('a zone is called covered only by a flush of the whole zone and the same filters that completed in 12 hours', () => {
    fc.assert(
      fc.property(anyZones, fc.constantFrom(...outcomes), fc.boolean(), (some, outcome, isPlaced) => {
        const zones = some.map(([flushes, isWhole], index) => zone(`zone-${index}`, flushes, isWhole))
        const availabilityZone = isPlaced ? 'zone-0' : null
        const told = coverage(zones, { outcome, availabilityZone })
        expect(told.map(one => one.availabilityZone)).toEqual(zones.map(one => one.availabilityZone))
        for (const [index, one] of told.entries()) {
          if (one.state !== 'COVERED') continue
          if (one.flowOperationId === operationId) expect(outcome).toBe('COMPLETED')
          else
            expect(zones[index]?.flushes).toContainEqual(
              expect.objectContaining({
                flowOperationId: one.flowOperationId,
                isWholeZone: true,
                requestTimestamp: one.flowRequestTimestamp,
                answer: expect.objectContaining({ status: 'COMPLETED', details: selection.details }),
              }),
            )
        }
      }),
      { numRuns: 500 },
    )
  })
})
