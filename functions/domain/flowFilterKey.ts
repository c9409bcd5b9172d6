import type { FlowFilter, FlowOperationDetails } from './flowOperation.ts'
import { protocolNumber } from './protocols.ts'

/**
 * A text that two operations share exactly when they take the same flows, as far as that can be told from their filters:
 * order and repetition do not count, TCP is 6, a host may be written with or without its full prefix, the port ANY is none.
 * What is only equal in effect (a network cut in two, a protocol apart) counts as different, which errs on the safe side.
 * Null when the filters are not known.
 */
export function selectionKey(
  details: FlowOperationDetails | null,
  omittedFilterCount: number,
): string | null {
  const filters = details?.FlowFilters
  if (!filters || omittedFilterCount > 0) return null
  return JSON.stringify([details.MinimumFlowAgeInSeconds ?? null, sorted(filters.map(filterKey))])
}

function filterKey(filter: FlowFilter): string {
  return JSON.stringify([
    addressKey(filter.SourceAddress?.AddressDefinition),
    portKey(filter.SourcePort),
    addressKey(filter.DestinationAddress?.AddressDefinition),
    portKey(filter.DestinationPort),
    sorted((filter.Protocols ?? []).map(protocolNumber)),
  ])
}

function sorted(keys: readonly string[]): string[] {
  return [...new Set(keys)].toSorted()
}

function addressKey(address: string | undefined): string | null {
  if (!address) return null
  const [host = '', prefix = ''] = address.trim().split('/')
  const isVersion6 = host.includes(':')
  const isHost = prefix === '' || Number(prefix) === (isVersion6 ? 128 : 32)
  const plain = isVersion6 ? shortest(host) : host
  return isHost ? plain : `${plain}/${prefix}`
}

/** IPv6 has many spellings of one address; the URL parser knows the shortest (RFC 5952). */
function shortest(host: string): string {
  return URL.parse(`http://[${host}]/`)?.hostname.slice(1, -1) ?? host.toLowerCase()
}

function portKey(port: string | undefined): string | null {
  const text = port?.trim().toUpperCase() ?? ''
  if (text === '' || text === 'ANY') return null
  const [first = '', last = first] = text.split(':')
  return first === last ? first : text
}
