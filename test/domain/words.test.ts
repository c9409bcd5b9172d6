import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { FlowFilter } from '../../functions/domain/flowOperation.ts'
import {
  bytesInWords,
  countInWords,
  durationInWords,
  filterInWords,
  minimumAgeInWords,
  plural,
  secondsBetween,
  timeInWords,
} from '../../functions/domain/words.ts'

describe('numbers', () => {
  test.each([
    [0, '0'],
    [-0, '0'],
    [999, '999'],
    [1_234_567, '1,234,567'],
    [1.05, '1.05'],
  ])('count %i is %s', (count, words) => {
    expect(countInWords(count)).toBe(words)
  })

  test('a count reads as Intl would write it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.maxSafeNat(), fc.double({ min: 0 })), count => {
        expect(countInWords(count)).toBe(count.toLocaleString('en-US'))
      }),
    )
  })

  test.each([
    [0, '0 flows'],
    [1, '1 flow'],
    [2, '2 flows'],
    [1000, '1,000 flows'],
  ])('%i is %s', (count, words) => {
    expect(plural(count, 'flow')).toBe(words)
  })

  test.each([
    [0, '0 bytes'],
    [1, '1 bytes'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [999.4, '999 bytes'],
    [1500, '1.5 kB'],
    [1_000_000, '1 MB'],
    [1_549_000, '1.5 MB'],
    [2_000_000_000, '2 GB'],
    [3e12, '3 TB'],
    [4e15, '4 PB'],
    [5e18, '5,000 PB'],
  ])('%d bytes are %s', (count, words) => {
    expect(bytesInWords(count)).toBe(words)
  })

  test('any count of bytes is a number below 1,000 and one of the units', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), count => {
        expect(bytesInWords(count)).toMatch(
          /^(?:\d{1,3}(?:\.\d)?|1,000|[1-9],\d{3}) (?:bytes|kB|MB|GB|TB|PB)$/u,
        )
      }),
    )
  })

  test.each([
    [-5, '0 s'],
    [0, '0 s'],
    [12.4, '12 s'],
    [59.6, '1 min'],
    [60, '1 min'],
    [185, '3 min 5 s'],
    [3599, '59 min 59 s'],
    [3600, '1 h'],
    [7800, '2 h 10 min'],
    [43_200, '12 h'],
  ])('%d seconds are %s', (seconds, words) => {
    expect(durationInWords(seconds)).toBe(words)
  })
})

describe('a filter', () => {
  const full: FlowFilter = {
    SourceAddress: { AddressDefinition: '10.1.0.0/16' },
    SourcePort: '1024:65535',
    DestinationAddress: { AddressDefinition: '198.51.100.7' },
    DestinationPort: '443',
    Protocols: ['6'],
  }

  test('every member of it is told', () => {
    expect(filterInWords(full)).toBe('TCP from 10.1.0.0/16 port 1024:65535 to 198.51.100.7 port 443')
  })

  test('what is absent is any', () => {
    const any = 'any protocol from any address to any address'
    expect(filterInWords({})).toBe(any)
    expect(filterInWords({ Protocols: [], SourceAddress: {}, DestinationAddress: {} })).toBe(any)
  })

  test.each([
    ['1', 'ICMP'],
    ['6', 'TCP'],
    ['17', 'UDP'],
    ['58', 'ICMPv6'],
    ['132', 'SCTP'],
    ['TCP', 'TCP'],
    ['47', 'protocol 47'],
    ['6x', '6x'],
    ['icmpv6', 'ICMPv6'],
    ['constructor', 'constructor'],
    ['__proto__', '__proto__'],
  ])('the protocol %s is called %s', (protocol, name) => {
    expect(filterInWords({ Protocols: [protocol] })).toMatch(new RegExp(`^${name} from `, 'u'))
  })

  test('several protocols are listed', () => {
    expect(filterInWords({ Protocols: ['6', '17'] })).toMatch(/^TCP, UDP from /u)
  })
})

describe('the minimum age', () => {
  test.each([
    [{}, 'any age'],
    [{ MinimumFlowAgeInSeconds: 0 }, 'at least 0 s'],
    [{ MinimumFlowAgeInSeconds: 90 }, 'at least 1 min 30 s'],
  ])('%j is %s', (details, words) => {
    expect(minimumAgeInWords(details)).toBe(words)
  })
})

test.each(['ANY', 'any'])('the port %s is any, and left out', SourcePort => {
  expect(filterInWords({ SourcePort })).toBe('any protocol from any address to any address')
})

describe('times', () => {
  test.each([
    ['2026-11-02T09:15:02.123Z', '2026-11-02 09:15:02 UTC'],
    ['2026-11-02T09:15:02Z', '2026-11-02 09:15:02 UTC'],
    ['yesterday', 'yesterday'],
    ['at 2026-11-02T09:15:02Z', 'at 2026-11-02T09:15:02Z'],
    ['2026-11-02T09:15:02.123Z and more', '2026-11-02T09:15:02.123Z and more'],
  ])('%s reads as %s', (time, words) => {
    expect(timeInWords(time)).toBe(words)
  })

  test.each([
    ['2026-11-02T09:15:02.000Z', '2026-11-02T09:15:04.500Z', 2.5],
    ['2026-11-02T09:15:04.000Z', '2026-11-02T09:15:02.000Z', null],
    [null, '2026-11-02T09:15:02.000Z', null],
    ['2026-11-02T09:15:02.000Z', null, null],
    ['then', 'now', null],
  ])('between %s and %s lie %s seconds', (from, to, seconds) => {
    expect(secondsBetween(from, to)).toBe(seconds)
  })
})
