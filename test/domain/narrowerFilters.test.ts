import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { FlowFilter } from '../../functions/domain/flowOperation.ts'
import { narrowerFilters } from '../../functions/domain/narrowerFilters.ts'

const from = (AddressDefinition: string): FlowFilter => ({ SourceAddress: { AddressDefinition } })
const to = (AddressDefinition: string): FlowFilter => ({ DestinationAddress: { AddressDefinition } })

describe('what is no network and no range of ports is not cut', () => {
  test.each([
    from('x10.1.0.0/16'),
    from('10.1.0.0/160'),
    from('10.1.0.0/16x'),
    { SourcePort: 'x1:9' },
    { SourcePort: '1:9x' },
    { DestinationPort: '1:9,20' },
  ])('%j', filter => {
    expect(narrowerFilters([filter])).toBeNull()
  })
})

describe('filters are cut where they suggest it', () => {
  const both = { ...from('10.1.0.0/16'), ...to('198.51.100.0/24') }
  test.each<[string, FlowFilter[], FlowFilter[]]>([
    ['one filter at a time', [from('10.0.0.1'), to('10.0.0.2')], [from('10.0.0.1'), to('10.0.0.2')]],
    [
      'one protocol at a time',
      [{ ...both, Protocols: ['6', '17'] }],
      [
        { ...both, Protocols: ['6'] },
        { ...both, Protocols: ['17'] },
      ],
    ],
    [
      'one half of the source network at a time',
      [{ ...both, Protocols: ['6'] }],
      ['10.1.0.0/17', '10.1.128.0/17'].map(half => ({ ...both, ...from(half), Protocols: ['6'] })),
    ],
    [
      'one half of the destination network at a time',
      [{ ...from('10.1.2.3'), ...to('198.51.100.0/31') }],
      ['198.51.100.0', '198.51.100.1'].map(half => ({ ...from('10.1.2.3'), ...to(half) })),
    ],
    [
      'one half of the destination ports at a time',
      [{ ...from('10.1.2.3'), DestinationPort: '1024:65535', SourcePort: '1:2' }],
      ['1024:33279', '33280:65535'].map(half => ({
        ...from('10.1.2.3'),
        DestinationPort: half,
        SourcePort: '1:2',
      })),
    ],
    [
      'one half of the source ports at a time',
      [{ SourcePort: '1:2' }],
      [{ SourcePort: '1' }, { SourcePort: '2' }],
    ],
  ])('%s', (way, filters, parts) => {
    expect(narrowerFilters(filters)).toEqual({ way, parts })
  })

  test.each<[string, string, string]>([
    ['0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1'],
    ['10.1.2.3/16', '10.1.0.0/17', '10.1.128.0/17'],
    ['255.255.255.254/31', '255.255.255.254', '255.255.255.255'],
    ['192.168.7.200/25', '192.168.7.128/26', '192.168.7.192/26'],
  ])('the network %s in %s and %s', (network, one, other) => {
    expect(narrowerFilters([from(network)])?.parts).toEqual([from(one), from(other)])
  })

  test.each<[string, FlowFilter[]]>([
    ['no filter', []],
    ['an empty filter', [{}]],
    ['a host', [from('10.0.0.1')]],
    ['a host with its prefix', [from('10.0.0.1/32')]],
    ['a network of IPv6', [from('2001:db8::/32')]],
    ['no network', [from('10.0.0.1/33')]],
    ['an octet that is none', [from('10.0.0.256/24')]],
    ['one port', [{ DestinationPort: '443' }]],
    ['a range of one port', [{ DestinationPort: '443:443' }]],
    ['a range that runs backwards', [{ DestinationPort: '5:4' }]],
    ['any port', [{ DestinationPort: 'ANY' }]],
    ['one protocol', [{ Protocols: ['6'] }]],
  ])('%s cannot be cut', (_name, filters) => {
    expect(narrowerFilters(filters)).toBeNull()
  })
})

test('the halves of any network and of any range together are the whole, and neither is', () => {
  const anyNetwork = fc
    .tuple(fc.ipV4(), fc.nat({ max: 31 }))
    .map(([address, prefix]) => `${address}/${prefix}`)
  fc.assert(
    fc.property(anyNetwork, network => {
      const halves =
        narrowerFilters([from(network)])?.parts.map(part => part.SourceAddress?.AddressDefinition ?? '') ?? []
      const [first, second] = halves.map(rangeOf)
      const whole = rangeOf(network)
      expect(first?.[0]).toBe(whole[0])
      expect(second?.[0]).toBe((first?.[1] ?? 0) + 1)
      expect(second?.[1]).toBe(whole[1])
      expect((first?.[1] ?? 0) - whole[0]).toBe((whole[1] - whole[0] - 1) / 2)
    }),
  )
})

/** First and last address of a network, computed bit by bit. */
function rangeOf(network: string): [number, number] {
  const [address = '', prefix = '32'] = network.split('/')
  const bits = address
    .split('.')
    .map(octet => Number(octet).toString(2).padStart(8, '0'))
    .join('')
    .slice(0, Number(prefix))
  return [Number.parseInt(bits.padEnd(32, '0'), 2), Number.parseInt(bits.padEnd(32, '1'), 2)]
}
