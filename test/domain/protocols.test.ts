import { expect, test } from '@jest/globals'
import { protocolName, protocolNumber } from '../../functions/domain/protocols.ts'

test.each([
  ['6', 'TCP', '6'],
  ['TCP', 'TCP', '6'],
  ['tcp', 'TCP', '6'],
  [' 17 ', 'UDP', '17'],
  ['1', 'ICMP', '1'],
  ['icmpv6', 'ICMPv6', '58'],
  ['132', 'SCTP', '132'],
  ['006', 'TCP', '6'],
  ['47', '47', '47'],
  ['6x', '6x', '6x'],
  ['1000', '1000', '1000'],
  ['GRE', 'GRE', 'GRE'],
  ['constructor', 'constructor', 'constructor'],
  ['__proto__', '__proto__', '__proto__'],
])('%j is called %s and numbered %s', (protocol, name, number) => {
  expect(protocolName(protocol)).toBe(name)
  expect(protocolNumber(protocol)).toBe(number)
})
