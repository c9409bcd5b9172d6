import type { FlowFilter, FlowOperationDetails } from './flowOperation.ts'
import type { StartedBy } from './watchRequest.ts'

/** A count with thin grouping that reads the same in every channel: 1,234,567. */
export function countInWords(count: number): string {
  return count.toLocaleString('en-US')
}

/** "1 flow", "2 flows". */
export function plural(count: number, noun: string): string {
  return `${countInWords(count)} ${noun}${count === 1 ? '' : 's'}`
}

const byteUnits = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'] as const

/** A byte count in decimal units with at most one decimal: 1.5 MB. */
export function bytesInWords(byteCount: number): string {
  const power = byteCount < 1000 ? 0 : Math.min(Math.floor(Math.log10(byteCount) / 3), byteUnits.length - 1)
  const value = byteCount / 1000 ** power
  return `${value.toLocaleString('en-US', { maximumFractionDigits: power === 0 ? 0 : 1 })} ${byteUnits[power]}`
}

/** A duration in its two largest units: 12 s, 3 min 5 s, 2 h 10 min. */
export function durationInWords(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  const [large, small, largeUnit, smallUnit] =
    whole < 3600
      ? ([Math.floor(whole / 60), whole % 60, 'min', 's'] as const)
      : ([Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), 'h', 'min'] as const)
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}

/** IANA protocol numbers of the names that the service's guide uses (flow-operations-capture). */
const protocolNames: ReadonlyMap<string, string> = new Map([
  ['1', 'ICMP'],
  ['6', 'TCP'],
  ['17', 'UDP'],
  ['58', 'ICMPv6'],
  ['132', 'SCTP'],
])

/** One filter as a sentence part: "TCP from 10.1.0.0/16 to any address, port 443". */
export function filterInWords(filter: FlowFilter): string {
  const protocols = filter.Protocols?.map(protocol => protocolNames.get(protocol) ?? protocol).join(', ')
  const from = endpointInWords(filter.SourceAddress?.AddressDefinition, filter.SourcePort)
  const to = endpointInWords(filter.DestinationAddress?.AddressDefinition, filter.DestinationPort)
  return `${protocols || 'any protocol'} from ${from} to ${to}`
}

function endpointInWords(address: string | undefined, port: string | undefined): string {
  return `${address ?? 'any address'} port ${port ?? 'any'}`
}

/** The minimum age of the flows that an operation takes, in words. */
export function minimumAgeInWords(details: FlowOperationDetails): string {
  const seconds = details.MinimumFlowAgeInSeconds
  return seconds === undefined ? 'any age' : `at least ${durationInWords(seconds)}`
}

/** Who made the call, in the order of what identifies best: name and ARN, else whatever CloudTrail told. */
export function startedByInWords(startedBy: StartedBy | null): string {
  if (!startedBy) return 'unknown (the event does not tell)'
  const { name, arn, invokedBy, type } = startedBy
  const who = name ?? arn ?? invokedBy ?? 'unknown'
  const details = [type, arn === who ? null : arn, invokedBy === who ? null : invokedBy && `via ${invokedBy}`]
  const known = details.filter(detail => detail !== null && detail !== '')
  return known.length === 0 ? who : `${who} (${known.join(', ')})`
}
