import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { executionInput } from '../../functions/domain/executionInput.ts'
import type { ListedFlowOperation } from '../../functions/domain/flowOperation.ts'
import {
  eventGraceSeconds,
  foundOperations,
  fromAnywhere,
  isOfUnknownAge,
  recoveredWatch,
} from '../../functions/domain/sweep.ts'
import { scopeOf, WatchRequest } from '../../functions/domain/watchRequest.ts'
import { accountId, firewallArn, isoAfterStart, region, secondsAfterStart } from '../support/builders.ts'
import {
  association,
  endpoint,
  idOf,
  listed,
  listedOfAge,
  otherZone,
  sweptAtSeconds,
  wholeFirewall,
  zone,
} from '../support/sweepWorld.ts'

const now = secondsAfterStart(sweptAtSeconds)
const nowIso = isoAfterStart(sweptAtSeconds)
const foundIn = (...operations: ListedFlowOperation[]) =>
  foundOperations([{ scope: zone, operations }], now).map(({ operation }) => operation.flowOperationId)

describe('an operation that may need a watch', () => {
  test('the event of a start has three minutes to arrive', () => {
    expect(eventGraceSeconds).toBe(180)
  })

  test.each([180, 181, 600, 11 * 3600, 13 * 3600])('at an age of %i s is found', ageSeconds => {
    expect(foundIn(listedOfAge(1, ageSeconds))).toEqual([idOf(1)])
  })

  test.each([179, 1, 0, -5, -300])('at an age of %i s is left to its event', ageSeconds => {
    expect(foundIn(listedOfAge(1, ageSeconds))).toEqual([])
  })

  test.each([
    [null, 'IN_PROGRESS', true],
    [null, null, true],
    [null, 'COMPLETED', false],
    [nowIso, 'IN_PROGRESS', false],
    [nowIso, 'COMPLETED', false],
  ])('with the time %s and the status %s is of unknown age: %s', (requestTimestamp, status, isUnknown) => {
    const operation = listed(1, { requestTimestamp, status })
    expect(isOfUnknownAge({ operation, scopes: [zone] })).toBe(isUnknown)
  })

  test('named by the firewall as a whole twice is one of it once', () => {
    const listing = { scope: wholeFirewall, operations: [listed(1), listed(1)] }
    expect(foundOperations([listing], now)).toEqual([{ operation: listed(1), scopes: [wholeFirewall] }])
  })

  test('is as old as any of the lists says: what only a later one knows to be young is left to its event', () => {
    const unknown = listed(1, { requestTimestamp: null, status: 'COMPLETED' })
    const listings = [
      { scope: wholeFirewall, operations: [unknown] },
      { scope: zone, operations: [listedOfAge(1, 1)] },
    ]

    expect(foundOperations(listings, now)).toEqual([])
    expect(foundOperations(listings, now + 600_000).map(({ scopes }) => scopes)).toEqual([[zone]])
  })

  test('is as old as an earlier list says when a later one does not know', () => {
    const listings = [
      { scope: wholeFirewall, operations: [listedOfAge(1, 1)] },
      { scope: zone, operations: [listed(1, { requestTimestamp: null, status: 'COMPLETED' })] },
    ]

    expect(foundOperations(listings, now)).toEqual([])
  })

  test('without an engine timestamp is found: it may be old', () => {
    expect(foundIn(listed(1, { requestTimestamp: null }))).toEqual([idOf(1)])
  })

  test.each(['IN_PROGRESS', 'COMPLETED', 'COMPLETED_WITH_ERRORS', 'FAILED', 'CANCELLED', null])(
    'with the status %s is found: whatever its end, nobody may have been told',
    status => {
      expect(foundIn(listed(1, { status }))).toEqual([idOf(1)])
    },
  )

  test.each(['FLOW_FLUSH', 'FLOW_CAPTURE', 'FLOW_OF_THE_FUTURE', null])('of the type %s is found', type => {
    expect(foundIn(listed(1, { type }))).toEqual([idOf(1)])
  })

  test.each([
    '',
    'x',
    '../../etc/passwd',
    idOf(0xab).toUpperCase(),
    `${idOf(1)}\n`,
    ` ${idOf(1)}`,
    `${idOf(1)}0`,
    idOf(1).replace('-', ''),
    idOf(1).replace('0f', '０f'),
  ])('an id that is none, %j, is not one', flowOperationId => {
    expect(foundIn(listed(1, { flowOperationId }), listed(2))).toEqual([idOf(2)])
  })
})

describe('the scopes of an operation', () => {
  const scopesOf = (...scopes: (typeof zone)[]) =>
    foundOperations(
      scopes.map(scope => ({ scope, operations: [listed(1)] })),
      now,
    ).map(found => found.scopes)

  test('are those whose lists name it', () => {
    const found = foundOperations(
      [
        { scope: zone, operations: [listed(1), listed(2)] },
        { scope: otherZone, operations: [listed(3)] },
        { scope: endpoint, operations: [listed(2)] },
        { scope: association, operations: [] },
        { scope: wholeFirewall, operations: [] },
      ],
      now,
    )
    expect(found.map(({ operation, scopes }) => [operation.flowOperationId, scopes])).toEqual([
      [idOf(1), [zone]],
      [idOf(2), [zone, endpoint]],
      [idOf(3), [otherZone]],
    ])
  })

  test('are in the order in which they were listed', () => {
    expect(scopesOf(endpoint, zone)).toEqual([[endpoint, zone]])
  })

  test('hold the firewall as a whole only where no other lists it', () => {
    expect(scopesOf(zone, wholeFirewall)).toEqual([[zone]])
    expect(scopesOf(wholeFirewall, zone)).toEqual([[zone]])
    expect(scopesOf(wholeFirewall)).toEqual([[wholeFirewall]])
  })

  test('hold each once, however often its list names the operation', () => {
    const operations = [listed(1), listed(1, { status: 'IN_PROGRESS' })]
    const found = foundOperations([{ scope: zone, operations }], now)
    expect(found.map(({ scopes }) => scopes)).toEqual([[zone]])
  })
})

test('whatever the lists hold, each operation that is old enough is found once, where it was listed', () => {
  const scopes = [zone, otherZone, endpoint, association, wholeFirewall]
  const ages = fc.option(fc.integer({ min: -1000, max: 50_000 }).filter(age => Math.abs(age - 180) > 1))
  fc.assert(
    fc.property(
      fc.array(fc.tuple(ages, fc.subarray(scopes, { minLength: 1 })), { maxLength: 12 }),
      operations => {
        const entries = operations.map(([age, namedBy], index) => ({
          namedBy,
          age,
          operation: age === null ? listed(index, { requestTimestamp: null }) : listedOfAge(index, age),
        }))
        const listings = scopes.map(scope => ({
          scope,
          operations: entries.filter(({ namedBy }) => namedBy.includes(scope)).map(entry => entry.operation),
        }))
        const found = new Map(
          foundOperations(listings, now).map(one => [one.operation.flowOperationId, one.scopes]),
        )
        const expected = entries.filter(({ age }) => age === null || age > 180)
        expect([...found.keys()].toSorted()).toEqual(
          expected.map(({ operation }) => operation.flowOperationId).toSorted(),
        )
        for (const { operation, namedBy } of expected) {
          const selective = namedBy.filter(scope => scope !== wholeFirewall)
          expect(found.get(operation.flowOperationId)).toEqual(selective.length > 0 ? selective : namedBy)
        }
      },
    ),
  )
})

describe('the firewalls of a sweep', () => {
  test.each([
    [0, ['a', 'b', 'c']],
    [0.34, ['b', 'c', 'a']],
    [0.999, ['c', 'a', 'b']],
  ])('are all there, from another one on at a chance of %d', (chance, order) => {
    expect(fromAnywhere(['a', 'b', 'c'], chance)).toEqual(order)
  })

  test('may be none', () => {
    expect(fromAnywhere([], 0.5)).toEqual([])
  })
})

describe('the watch of an operation that the sweep found', () => {
  test('says all that is known, and that it was recovered late', () => {
    expect(recoveredWatch(listed(1, { type: 'FLOW_CAPTURE' }), endpoint, nowIso)).toEqual({
      kind: 'ACCEPTED_START',
      watchKey: idOf(1),
      flowOperationId: idOf(1),
      flowOperationType: 'FLOW_CAPTURE',
      firewallArn,
      availabilityZone: null,
      vpcEndpointAssociationArn: null,
      vpcEndpointId: endpoint.vpcEndpointId,
      accountId,
      region,
      startedAt: null,
      startedBy: null,
      watchedSince: listed(1).requestTimestamp,
      refusal: null,
      lookUpFailure: null,
      recoveredLate: true,
      slotHolder: null,
      availabilityZoneId: null,
    })
  })

  test.each([zone, otherZone, endpoint, association, wholeFirewall])(
    'carries exactly the selector of its scope, so that every call finds it: %#',
    scope => {
      const watch = recoveredWatch(listed(1), scope, nowIso)
      expect(scopeOf(watch)).toEqual({ ...scope, availabilityZoneId: null, flowOperationId: idOf(1) })
    },
  )

  test('without an engine timestamp is watched from now on', () => {
    const watch = recoveredWatch(listed(1, { requestTimestamp: null }), zone, nowIso)
    expect(watch).toMatchObject({ watchedSince: nowIso, startedAt: null })
  })

  test.each(['FLOW_OF_THE_FUTURE', '', 'flow_flush', null])(
    'has no type where the list says %j: only known words enter',
    type => {
      expect(recoveredWatch(listed(1, { type }), zone, nowIso).flowOperationType).toBeNull()
    },
  )

  test('is one that the state machine takes', () => {
    const watch = recoveredWatch(listed(1), association, nowIso)
    expect(WatchRequest.parse(JSON.parse(JSON.stringify(watch)))).toEqual(watch)
    expect(executionInput(watch).watch).toEqual(watch)
  })

  test.each(['aws-cn', 'aws-us-gov'])('names account and Region of a firewall in %s', partition => {
    const arn = `arn:${partition}:network-firewall:xx-north-1:210987654321:firewall/edge`
    expect(recoveredWatch(listed(1), { ...wholeFirewall, firewallArn: arn }, nowIso)).toMatchObject({
      accountId: '210987654321',
      region: 'xx-north-1',
    })
  })
})
