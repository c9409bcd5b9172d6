import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Flow, ResultsPage } from '../../functions/domain/flowOperation.ts'
import {
  emptyCollection,
  forTelling,
  maxPages,
  ResultsCollection,
  ResultsSum,
} from '../../functions/domain/resultsCollection.ts'

const done = { next: 'DONE', waitSeconds: 0, failure: null } as const
const more = { next: 'MORE', waitSeconds: 0, failure: null } as const

function flow(change: Partial<Flow> = {}): Flow {
  return {
    sourceAddress: '10.0.0.1',
    destinationAddress: '198.51.100.7',
    destinationPort: '443',
    protocol: 'TCP',
    packetCount: 2,
    byteCount: 100,
    ...change,
  }
}

function summed(pages: readonly ResultsPage[], start = emptyCollection()): ResultsSum {
  const sum = new ResultsSum(start)
  for (const page of pages) sum.add(page)
  return sum
}

function ofFlows(flows: readonly Flow[]): ResultsCollection {
  return summed([{ flows, nextToken: null }]).carried(done)
}

/** So many flows, each from an address of its own and larger than the one before. */
function growing(count: number, offset = 0): Flow[] {
  return Array.from({ length: count }, (_, index) => {
    const number = index + offset
    const address = `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`
    return flow({ sourceAddress: address, byteCount: number })
  })
}

describe('pages are summed up', () => {
  test('flows, packets, bytes and both directions', () => {
    const pages = [
      { flows: [flow(), flow({ sourceAddress: '10.0.0.2', byteCount: 250 })], nextToken: 'two' },
      { flows: [flow({ packetCount: 5 })], nextToken: null },
    ]
    expect(summed(pages).carried(done)).toEqual({
      next: 'DONE',
      waitSeconds: 0,
      nextToken: null,
      calls: 1,
      pagesRead: 2,
      flowCount: 3,
      packetCount: 9,
      byteCount: 450,
      sources: [
        { address: '10.0.0.2', flowCount: 1, byteCount: 250 },
        { address: '10.0.0.1', flowCount: 2, byteCount: 200 },
      ],
      destinations: [{ address: '198.51.100.7', flowCount: 3, byteCount: 450 }],
      destinationPorts: [{ port: '443', protocol: 'TCP', flowCount: 3, byteCount: 450 }],
      exhausted: true,
      approximate: false,
      failure: null,
    })
  })

  test('begin with nothing, and the first page still to come', () => {
    expect(emptyCollection()).toEqual({
      next: 'MORE',
      waitSeconds: 0,
      nextToken: null,
      pagesRead: 0,
      calls: 0,
      flowCount: 0,
      packetCount: 0,
      byteCount: 0,
      sources: [],
      destinations: [],
      destinationPorts: [],
      exhausted: false,
      approximate: false,
      failure: null,
    })
  })

  test('say how far they have come', () => {
    const sum = summed([{ flows: [], nextToken: 'x' }], { ...emptyCollection(), calls: 4 })
    expect([sum.calls, sum.pagesRead, sum.nextToken, sum.isExhausted]).toEqual([5, 1, 'x', false])
  })

  test('an empty page is a page: no flow matched, and all was read', () => {
    expect(ofFlows([])).toMatchObject({ pagesRead: 1, flowCount: 0, exhausted: true, approximate: false })
  })

  test('the next token is carried, and only the page without one is the last', () => {
    const sum = summed([{ flows: [], nextToken: 'two' }])
    expect(sum).toMatchObject({ nextToken: 'two', pagesRead: 1, isExhausted: false })
    sum.add({ flows: [], nextToken: null })
    expect(sum).toMatchObject({ nextToken: null, pagesRead: 2, isExhausted: true })
  })

  test('a page that names itself as the next one would never end: it is not added', () => {
    const sum = summed([{ flows: [flow()], nextToken: 'two' }])
    expect(() => sum.add({ flows: [flow()], nextToken: 'two' })).toThrow(
      new RangeError('page 2 names itself as the next one'),
    )
    expect(sum.carried(done)).toMatchObject({ flowCount: 1, pagesRead: 1, exhausted: false })
  })

  test('the given step is carried', () => {
    const step = { next: 'MORE', waitSeconds: 5, failure: 'why' } as const
    expect(summed([]).carried(step)).toMatchObject(step)
  })

  test('what it was begun with stays untouched', () => {
    const before = ofFlows([flow()])
    const copy = structuredClone(before)
    summed([{ flows: [flow()], nextToken: null }], before)
    expect(before).toEqual(copy)
  })
})

describe('talkers', () => {
  test('by bytes, then by flows, then by address', () => {
    const talkers = ofFlows([
      flow({ sourceAddress: 'c', byteCount: 10 }),
      flow({ sourceAddress: 'b', byteCount: 10 }),
      flow({ sourceAddress: 'a', byteCount: 5 }),
      flow({ sourceAddress: 'a', byteCount: 5 }),
      flow({ sourceAddress: 'd', byteCount: 11 }),
    ]).sources
    expect(talkers.map(({ address }) => address)).toEqual(['d', 'a', 'b', 'c'])
  })

  test.each([
    ['10.0.0.1/32', '10.0.0.1'],
    ['2001:db8::1/128', '2001:db8::1'],
    ['10.0.0.0/24', '10.0.0.0/24'],
    ['2001:db8::/32', '2001:db8::/32'],
    ['::ffff:10.0.0.1/128', '::ffff:10.0.0.1'],
  ])('%s counts as %s', (sourceAddress, address) => {
    expect(ofFlows([flow({ sourceAddress })]).sources).toMatchObject([{ address }])
  })

  test('a host written bare and with its full prefix is one talker', () => {
    const { sources } = ofFlows([flow({ sourceAddress: '10.0.0.1' }), flow({ sourceAddress: '10.0.0.1/32' })])
    expect(sources).toEqual([{ address: '10.0.0.1', flowCount: 2, byteCount: 200 }])
  })

  test('a flow without an address counts, but belongs to nobody', () => {
    const nobody = ofFlows([flow({ sourceAddress: null, destinationAddress: null })])
    expect(nobody).toMatchObject({
      flowCount: 1,
      byteCount: 100,
      sources: [],
      destinations: [],
      approximate: false,
    })
  })

  test('names that every object has are addresses like any other', () => {
    const { sources } = ofFlows(['__proto__', 'constructor'].map(sourceAddress => flow({ sourceAddress })))
    expect(sources.map(({ address }) => address)).toEqual(['__proto__', 'constructor'])
  })

  test.each(['1'.repeat(100_000), `${'1'.repeat(100_000)}/32`])(
    'an address of any length is kept short, since it goes into the state',
    sourceAddress => {
      expect(ofFlows([flow({ sourceAddress })]).sources[0]?.address.length).toBeLessThanOrEqual(64)
    },
  )
})

describe('what goes into the state', () => {
  test.each(['"', '\\', '\0', '\u0007', '漢', '\ud83d'])('has one byte for each character: %j', character => {
    const long = character.repeat(300)
    const { sources, destinationPorts } = ofFlows([
      flow({ sourceAddress: long, destinationPort: long, protocol: long }),
    ])
    const texts = [sources[0]?.address, destinationPorts[0]?.port, destinationPorts[0]?.protocol]
    expect(texts).toEqual(['?'.repeat(64), '?'.repeat(11), '?'.repeat(12)])
  })

  test('holds what addresses and ports are made of as it is', () => {
    const words = { sourceAddress: '2001:db8::/32', destinationPort: '1024:65535', protocol: 'TCP' }
    const { sources, destinationPorts } = ofFlows([flow(words)])
    expect([sources[0]?.address, destinationPorts[0]]).toMatchObject([
      '2001:db8::/32',
      { port: '1024:65535', protocol: 'TCP' },
    ])
  })

  test('takes no token with more bytes than 4,096, however few its characters are', () => {
    const tokenOf = (bytes: number) => () => summed([{ flows: [], nextToken: '漢'.repeat(bytes / 3) }])
    expect(tokenOf(4095)).not.toThrow()
    expect(tokenOf(4098)).toThrow(new RangeError('page 1 names a next one in more than 4096 bytes'))
    expect(() => summed([{ flows: [], nextToken: 'x'.repeat(4096) }])).not.toThrow()
    expect(() => summed([{ flows: [], nextToken: 'x'.repeat(4097) }])).toThrow(RangeError)
  })

  test('of a finished collection is what will be told', () => {
    const flows = Array.from({ length: 9 }, (_, index) =>
      flow({
        sourceAddress: `10.0.0.${index}`,
        destinationAddress: `10.1.0.${index}`,
        destinationPort: `${index}`,
      }),
    )
    const finished = { ...summed([{ flows, nextToken: 'two' }]).carried(done), exhausted: false }
    expect(forTelling(finished)).toEqual({
      ...finished,
      nextToken: null,
      sources: finished.sources.slice(0, 5),
      destinations: finished.destinations.slice(0, 5),
      destinationPorts: finished.destinationPorts.slice(0, 5),
    })
    const unfinished = { ...finished, next: 'MORE' } as const
    expect(forTelling(unfinished)).toBe(unfinished)
  })
})

describe('destination ports', () => {
  const portsOf = (...flows: Partial<Flow>[]) => ofFlows(flows.map(change => flow(change))).destinationPorts

  test('are summed by port and protocol, the largest first', () => {
    const ports = portsOf(
      { destinationPort: '53', protocol: 'UDP', byteCount: 10 },
      { destinationPort: '53', protocol: 'TCP', byteCount: 30 },
      { destinationPort: '53', protocol: 'UDP', byteCount: 25 },
    )
    expect(ports).toEqual([
      { port: '53', protocol: 'UDP', flowCount: 2, byteCount: 35 },
      { port: '53', protocol: 'TCP', flowCount: 1, byteCount: 30 },
    ])
  })

  test('a protocol is one, whether the service names or numbers it', () => {
    expect(portsOf({ protocol: 'TCP' }, { protocol: '6' }, { protocol: 'tcp' })).toEqual([
      { port: '443', protocol: 'TCP', flowCount: 3, byteCount: 300 },
    ])
  })

  test.each([
    ['absent', null],
    ['empty', ''],
    ['blank', ' '],
  ])('of a flow whose port is %s there is none', (_name, destinationPort) => {
    expect(portsOf({ destinationPort })).toEqual([])
  })

  test('without a protocol is a port of its own', () => {
    const ports = portsOf({ protocol: null }, {}, { protocol: 'ICMP' })
    expect(ports.map(({ protocol }) => protocol)).toEqual([null, 'ICMP', 'TCP'])
  })

  test('of any length are kept short, since they go into the state', () => {
    const [first] = portsOf({ destinationPort: '1'.repeat(5000), protocol: 'x'.repeat(5000) })
    expect(first).toMatchObject({ port: '1'.repeat(11), protocol: 'x'.repeat(12) })
  })

  test('a collection of an earlier version goes on without those read before', () => {
    const { destinationPorts: _none, ...earlier } = ofFlows([flow()])
    const parsed = ResultsCollection.parse(earlier)
    expect(summed([{ flows: [flow()], nextToken: null }], parsed).carried(done)).toMatchObject({
      flowCount: 2,
      destinationPorts: [{ port: '443', flowCount: 1 }],
    })
  })
})

describe('counts that are not exact are marked', () => {
  test.each<[string, Partial<Flow>, Partial<ResultsCollection>]>([
    ['absent bytes', { byteCount: null }, { byteCount: 0, packetCount: 2 }],
    ['absent packets', { packetCount: null }, { byteCount: 100, packetCount: 0 }],
    ['a negative count', { byteCount: -1 }, { byteCount: 0 }],
    ['not a number', { packetCount: Number.NaN }, { packetCount: 0 }],
    ['an endless count', { byteCount: Number.POSITIVE_INFINITY }, { byteCount: 0 }],
    ['a count above 2^53 - 1', { byteCount: 2 ** 53 }, { byteCount: 2 ** 53 }],
  ])('%s', (_name, change, expected) => {
    expect(ofFlows([flow(change)])).toMatchObject({ ...expected, flowCount: 1, approximate: true })
  })

  test('2^53 - 1 itself is exact', () => {
    const largest = Number.MAX_SAFE_INTEGER
    expect(ofFlows([flow({ byteCount: largest })])).toMatchObject({ byteCount: largest, approximate: false })
  })

  test.each<[string, Partial<Flow>]>([
    ['bytes', { byteCount: Number.MAX_SAFE_INTEGER }],
    ['packets', { packetCount: Number.MAX_SAFE_INTEGER }],
  ])('a sum of %s above it is not', (_name, change) => {
    expect(ofFlows([flow(change), flow(change)]).approximate).toBe(true)
  })

  test('once approximate, always approximate', () => {
    const before = ofFlows([flow({ byteCount: null })])
    const after = summed([{ flows: [flow()], nextToken: null }], before).carried(done)
    expect(after.approximate).toBe(true)
  })
})

describe('memory and state are bounded', () => {
  test('at most 250 talkers per direction are carried: the largest', () => {
    const all = ofFlows(growing(1000))
    expect(all.sources).toHaveLength(250)
    expect(all.sources[0]?.byteCount).toBe(999)
    expect(all.sources.at(-1)?.byteCount).toBe(750)
  })

  test('the cut matters only when something is still to come', () => {
    const pages = [{ flows: growing(251), nextToken: 'two' }]
    expect(summed(pages).carried(done).approximate).toBe(false)
    expect(summed(pages).carried(more).approximate).toBe(true)
    expect(summed([{ flows: growing(250), nextToken: 'two' }]).carried(more).approximate).toBe(false)
  })

  test('the cut of destinations counts too', () => {
    const flows = growing(251).map(one =>
      flow({ destinationAddress: one.sourceAddress, byteCount: one.byteCount }),
    )
    expect(summed([{ flows, nextToken: 'two' }]).carried(more).approximate).toBe(true)
  })

  test('more than 4,000 addresses in one call: the larger half stays, and the result is approximate', () => {
    expect(ofFlows(growing(4000)).approximate).toBe(false)
    const all = ofFlows(growing(4001))
    expect(all).toMatchObject({ approximate: true, flowCount: 4001 })
    expect(all.sources[0]?.byteCount).toBe(4000)
  })

  test('the sums stay exact even then', () => {
    const flows = growing(10_000)
    expect(ofFlows(flows)).toMatchObject({
      flowCount: 10_000,
      packetCount: 20_000,
      byteCount: (10_000 * 9999) / 2,
    })
  })

  test('the cut of ports counts too', () => {
    const flows = growing(251).map((one, index) =>
      flow({ destinationPort: `${index}`, byteCount: one.byteCount }),
    )
    expect(summed([{ flows, nextToken: 'two' }]).carried(more).approximate).toBe(true)
    expect(ofFlows(flows)).toMatchObject({ approximate: false, destinationPorts: { length: 250 } })
  })

  test('the state of a full collection is far below 262,144 bytes', () => {
    const long = (index: number) =>
      `2001:0db8:85a3:0000:0000:8a2e:0370:${index.toString(16).padStart(4, '0')}`
    const flows = Array.from({ length: 4000 }, (_, index) =>
      flow({
        sourceAddress: long(index),
        destinationAddress: long(index),
        destinationPort: `${index}`,
        byteCount: 2 ** 52,
      }),
    )
    expect(JSON.stringify(ofFlows(flows)).length).toBeLessThan(100_000)
  })

  test('200,000 flows are read before giving up', () => {
    expect(maxPages * 100).toBe(200_000)
  })
})

describe('for any flows', () => {
  const address = fc.oneof(
    fc.constant(null),
    fc.ipV4(),
    fc.ipV6(),
    fc.constantFrom('10.0.0.1', '10.0.0.2', '10.0.0.3'),
  )
  const count = fc.integer({ min: 0, max: 2 ** 40 })
  const anyFlow: fc.Arbitrary<Flow> = fc.record({
    sourceAddress: address,
    destinationAddress: address,
    destinationPort: fc.constantFrom('443', '22', '53', null),
    protocol: fc.constantFrom('TCP', 'UDP', '6', null),
    packetCount: count,
    byteCount: count,
  })
  const flows = fc.array(anyFlow, { maxLength: 120 })

  test('the sums are the plain sums', () => {
    fc.assert(
      fc.property(flows, all => {
        expect(ofFlows(all)).toMatchObject({
          flowCount: all.length,
          packetCount: all.reduce((sum, one) => sum + (one.packetCount ?? 0), 0),
          byteCount: all.reduce((sum, one) => sum + (one.byteCount ?? 0), 0),
          approximate: false,
        })
      }),
    )
  })

  test('the top talkers of few addresses are exact', () => {
    fc.assert(
      fc.property(flows, all => {
        const { sources } = ofFlows(all)
        const expected = new Map<string, number>()
        for (const { sourceAddress, byteCount } of all) {
          if (sourceAddress !== null) {
            expected.set(sourceAddress, (expected.get(sourceAddress) ?? 0) + (byteCount ?? 0))
          }
        }
        expect(new Map(sources.map(one => [one.address, one.byteCount]))).toEqual(expected)
        const bytes = sources.map(({ byteCount }) => byteCount)
        expect(bytes).toEqual(bytes.toSorted((one, other) => other - one))
      }),
    )
  })

  test('split over several pages and calls they make the same collection', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(anyFlow, { maxLength: 40 }), { minLength: 1, maxLength: 6 }),
        pagesOfFlows => {
          const pages = pagesOfFlows.map((page, index) => ({
            flows: page,
            nextToken: index === pagesOfFlows.length - 1 ? null : `page-${index + 1}`,
          }))
          let state = emptyCollection()
          for (const page of pages) {
            // Through JSON, as the state machine carries it.
            state = JSON.parse(JSON.stringify(summed([page], state).carried(more))) as ResultsCollection
          }
          expect({ ...state, next: 'DONE' }).toEqual({ ...summed(pages).carried(done), calls: pages.length })
        },
      ),
    )
  })
})
