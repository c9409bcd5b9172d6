/** IANA protocol numbers of the names that the service's guide uses (flow-operations-capture). */
const names: readonly (readonly [number: string, name: string])[] = [
  ['1', 'ICMP'],
  ['6', 'TCP'],
  ['17', 'UDP'],
  ['58', 'ICMPv6'],
  ['132', 'SCTP'],
]
const nameByNumber: ReadonlyMap<string, string> = new Map(names)
const numberByName: ReadonlyMap<string, string> = new Map(
  names.map(([number, name]) => [name.toLowerCase(), number]),
)

/** The service takes numbers and may answer with names: what is known is called by its name, all else stays. */
export function protocolName(protocol: string): string {
  return nameByNumber.get(protocolNumber(protocol)) ?? protocol
}

/** The IANA number of a name or number; what is neither stays as it is. */
export function protocolNumber(protocol: string): string {
  const text = protocol.trim()
  return /^\d{1,3}$/u.test(text) ? String(Number(text)) : (numberByName.get(text.toLowerCase()) ?? text)
}
