import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { selectionKey } from '../../functions/domain/flowFilterKey.ts'
import type { FlowFilter, FlowOperationDetails } from '../../functions/domain/flowOperation.ts'

const filter: FlowFilter = {
  SourceAddress: { AddressDefinition: '10.1.0.0/16' },
  SourcePort: '1024:65535',
  DestinationAddress: { AddressDefinition: '198.51.100.7' },
  DestinationPort: '443',
  Protocols: ['6', '17'],
}
const details = (change: FlowFilter, ...others: FlowFilter[]): FlowOperationDetails => ({
  MinimumFlowAgeInSeconds: 60,
  FlowFilters: [{ ...filter, ...change }, ...others],
})
const key = (some: FlowOperationDetails | null, omitted = 0) => selectionKey(some, omitted)
const to = (address: string): FlowFilter => ({ DestinationAddress: { AddressDefinition: address } })

describe('takes the same flows', () => {
  test.each<[string, FlowOperationDetails, FlowOperationDetails]>([
    ['protocols in another order', details({ Protocols: ['17', '6'] }), details({})],
    ['protocols by name', details({ Protocols: ['tcp', 'UDP'] }), details({})],
    ['a protocol twice', details({ Protocols: ['6', 'TCP', '17'] }), details({})],
    ['a protocol with zeros', details({ Protocols: ['06', '017'] }), details({})],
    ['a host with its full prefix', details(to('198.51.100.7/32')), details({})],
    ['an IPv6 host with its full prefix', details(to('2001:db8::1/128')), details(to('2001:db8::1'))],
    ['an IPv6 address spelt out', details(to('2001:0DB8:0:0:0:0:0:1')), details(to('2001:db8::1'))],
    ['an address between spaces', details(to(' 198.51.100.7 ')), details({})],
    ['what is no address, in capitals', details(to('gg:GG')), details(to('GG:gg'))],
    ['an IPv6 network spelt out', details(to('2001:0db8:0::/32')), details(to('2001:db8::/32'))],
    ['the port ANY', details({ SourcePort: 'ANY' }), details({ SourcePort: undefined })],
    ['the port any', details({ SourcePort: 'any' }), details({ SourcePort: '' })],
    ['a range of one port', details({ DestinationPort: '443:443' }), details({})],
    ['no protocol', details({ Protocols: [] }), details({ Protocols: undefined })],
    [
      'filters in another order',
      details({}, to('10.0.0.1')),
      { ...details({}), FlowFilters: [to('10.0.0.1'), filter] },
    ],
    ['a filter twice', details({}, filter), details({})],
  ])('%s', (_name, one, other) => {
    expect(key(one)).toBe(key(other))
    expect(key(one)).not.toBeNull()
  })
})

describe('takes other flows', () => {
  test.each<[string, FlowOperationDetails]>([
    ['another minimum age', { ...details({}), MinimumFlowAgeInSeconds: 61 }],
    ['no minimum age', { FlowFilters: [filter] }],
    ['another source', details({ SourceAddress: { AddressDefinition: '10.1.0.0/17' } })],
    ['another prefix that ends alike', details(to('198.51.100.7/3'))],
    ['a network of the same host', details(to('198.51.100.7/31'))],
    ['no source', details({ SourceAddress: {} })],
    ['an address of IPv6', details(to('2001:db8::1'))],
    ['another port', details({ DestinationPort: '44' })],
    ['a range that begins alike', details({ DestinationPort: '443:444' })],
    ['another protocol', details({ Protocols: ['6'] })],
    ['any protocol', details({ Protocols: [] })],
    ['one filter more', details({}, to('10.0.0.1'))],
    ['no filter at all', { MinimumFlowAgeInSeconds: 60, FlowFilters: [] }],
    [
      'source and destination exchanged',
      details({
        SourceAddress: filter.DestinationAddress,
        DestinationAddress: filter.SourceAddress,
      }),
    ],
    ['ports exchanged', details({ SourcePort: '443', DestinationPort: '1024:65535' })],
  ])('%s', (_name, other) => {
    expect(key(other)).not.toBe(key(details({})))
  })

  test('one IPv6 address is not another', () => {
    expect(key(details(to('2001:db8::1')))).not.toBe(key(details(to('2001:db8::2'))))
    expect(key(details(to('gg:1')))).not.toBe(key(details(to('gg:2'))))
    expect(key(details(to('[2001:db8::1]')))).not.toBe(key(details(to('2001:db8::1'))))
  })

  test('no minimum age is not said to be one of zero: the service does not publish which it takes', () => {
    expect(key({ MinimumFlowAgeInSeconds: 0, FlowFilters: [filter] })).not.toBe(
      key({ FlowFilters: [filter] }),
    )
  })

  test('a text that imitates the form of a key is a text', () => {
    expect(key(details({ SourcePort: '1","2' }))).not.toBe(key(details({ SourcePort: '1' })))
  })
})

describe('cannot be told', () => {
  test.each<[string, FlowOperationDetails | null, number]>([
    ['without details', null, 0],
    ['without filters', { MinimumFlowAgeInSeconds: 60 }, 0],
    ['when filters were left out', details({}), 1],
  ])('%s', (_name, some, omitted) => {
    expect(key(some, omitted)).toBeNull()
  })
})

test('order never counts, whatever the filters are', () => {
  const text = fc.constantFrom(
    '10.0.0.1',
    '10.0.0.1/32',
    '2001:db8::',
    '443',
    'ANY',
    '',
    '6',
    'TCP',
    '__proto__',
  )
  const some = fc.record({
    SourceAddress: fc.record({ AddressDefinition: text }),
    DestinationPort: text,
    Protocols: fc.array(text, { maxLength: 3 }),
  })
  fc.assert(
    fc.property(fc.array(some, { maxLength: 5 }), filters => {
      const reversed = filters.toReversed().map(one => ({ ...one, Protocols: one.Protocols.toReversed() }))
      expect(key({ FlowFilters: reversed })).toBe(key({ FlowFilters: filters }))
    }),
  )
})
