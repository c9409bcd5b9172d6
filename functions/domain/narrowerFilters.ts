import type { FlowFilter } from './flowOperation.ts'

/** An operation's filters in parts, each of which takes fewer flows; `way` says in our own words how they were cut. */
export type NarrowerFilters = { readonly way: string; readonly parts: readonly FlowFilter[] }

/**
 * Narrower repeats of an operation that did not finish everywhere, cut where the filters themselves suggest it: one filter at
 * a time, one protocol at a time, one half of a network or of a port range. Together the parts take what the whole took. Null
 * when there is nothing left to cut.
 */
export function narrowerFilters(filters: readonly FlowFilter[]): NarrowerFilters | null {
  const [filter] = filters
  if (!filter) return null
  if (filters.length > 1) return { way: 'one filter at a time', parts: filters }
  return cuts.map(cut => cut(filter)).find(narrower => narrower !== null) ?? null
}

const cuts: readonly ((filter: FlowFilter) => NarrowerFilters | null)[] = [
  byProtocol,
  filter => byNetwork(filter, 'SourceAddress', 'source'),
  filter => byNetwork(filter, 'DestinationAddress', 'destination'),
  filter => byPorts(filter, 'DestinationPort', 'destination'),
  filter => byPorts(filter, 'SourcePort', 'source'),
]

function byProtocol(filter: FlowFilter): NarrowerFilters | null {
  const protocols = filter.Protocols ?? []
  if (protocols.length < 2) return null
  return {
    way: 'one protocol at a time',
    parts: protocols.map(protocol => ({ ...filter, Protocols: [protocol] })),
  }
}

function byNetwork(
  filter: FlowFilter,
  side: 'SourceAddress' | 'DestinationAddress',
  name: string,
): NarrowerFilters | null {
  const halves = halvesOfNetwork(filter[side]?.AddressDefinition ?? '')
  return (
    halves && {
      way: `one half of the ${name} network at a time`,
      parts: halves.map(AddressDefinition => ({ ...filter, [side]: { AddressDefinition } })),
    }
  )
}

function byPorts(
  filter: FlowFilter,
  side: 'SourcePort' | 'DestinationPort',
  name: string,
): NarrowerFilters | null {
  const range = /^(\d{1,5}):(\d{1,5})$/u.exec(filter[side] ?? '')
  const [first, last] = [Number(range?.[1]), Number(range?.[2])]
  if (!(first < last)) return null
  const middle = Math.floor((first + last) / 2)
  const halves = [portRange(first, middle), portRange(middle + 1, last)]
  return {
    way: `one half of the ${name} ports at a time`,
    parts: halves.map(half => ({ ...filter, [side]: half })),
  }
}

function portRange(first: number, last: number): string {
  return first === last ? String(first) : `${first}:${last}`
}

/** IPv4 only: networks of IPv6 are cut by hand. */
function halvesOfNetwork(network: string): readonly [string, string] | null {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/u.exec(network)
  if (!found) return null
  const [prefix = 32, ...octets] = found.slice(1).map(Number).toReversed()
  if (prefix >= 32 || octets.some(octet => octet > 255)) return null
  const address = octets.reduceRight((sum, octet) => sum * 256 + octet, 0)
  const size = 2 ** (32 - prefix)
  const first = Math.floor(address / size) * size
  return [networkText(first, prefix + 1), networkText(first + size / 2, prefix + 1)]
}

function networkText(address: number, prefix: number): string {
  const octets = [24, 16, 8, 0].map(shift => Math.floor(address / 2 ** shift) % 256)
  return prefix === 32 ? octets.join('.') : `${octets.join('.')}/${prefix}`
}
