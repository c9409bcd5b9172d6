import type { FlowFilter, FlowOperationDetails } from './flowOperation.ts'
import { protocolName } from './protocols.ts'
import type { FlowOperationReport } from './report.ts'

/** A count with thin grouping that reads the same in every channel: 1,234,567. */
export function countInWords(count: number): string {
  return grouped(count, 3)
}

/** "1 flow", "2 flows". */
export function plural(count: number, thing: string): string {
  return `${countInWords(count)} ${thing}${count === 1 ? '' : 's'}`
}

const byteUnits = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'] as const
/** A byte count in decimal units with at most one decimal: 1.5 MB. */
export function bytesInWords(byteCount: number): string {
  const power = byteCount < 1000 ? 0 : Math.min(Math.floor(Math.log10(byteCount) / 3), byteUnits.length - 1)
  const value = byteCount / 1000 ** power
  return `${grouped(value, power === 0 ? 0 : 1)} ${byteUnits[power]}`
}

/**
 * A number in groups of three digits. Written out: the first number that Intl formats in a process takes it longer than all else
 * in a message.
 */
function grouped(value: number, maximumFractionDigits: number): string {
  const scale = 10 ** maximumFractionDigits
  const scaled = Math.round(value * scale)
  // Beyond, the digits of a number are a matter of how it is written.
  if (!Number.isSafeInteger(scaled)) return value.toLocaleString('en-US', { maximumFractionDigits })
  const [whole = '', decimals = ''] = (scaled / scale).toFixed(maximumFractionDigits).split('.')
  const groups = whole.replaceAll(/\B(?=(?:\d{3})+$)/gu, ',')
  const shown = decimals.replace(/0+$/u, '')
  return shown === '' ? groups : `${groups}.${shown}`
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

/** One filter as a sentence part: "TCP from 10.1.0.0/16 to any address port 443". */
export function filterInWords(filter: FlowFilter): string {
  const protocols = filter.Protocols?.map(protocolInWords).join(', ')
  const from = endpointInWords(filter.SourceAddress?.AddressDefinition, filter.SourcePort)
  const to = endpointInWords(filter.DestinationAddress?.AddressDefinition, filter.DestinationPort)
  return `${protocols || 'any protocol'} from ${from} to ${to}`
}

function protocolInWords(protocol: string): string {
  const name = protocolName(protocol)
  return /^\d+$/u.test(name) ? `protocol ${name}` : name
}

function endpointInWords(address: string | undefined, port: string | undefined): string {
  const isAnyPort = port === undefined || port.toUpperCase() === 'ANY'
  return `${address ?? 'any address'}${isAnyPort ? '' : ` port ${port}`}`
}

/** The minimum age of the flows that an operation takes, in words. */
export function minimumAgeInWords(details: FlowOperationDetails): string {
  const seconds = details.MinimumFlowAgeInSeconds
  return seconds === undefined ? 'any age' : `at least ${durationInWords(seconds)}`
}

/** A time as people read it, to the second and in UTC; what is no time of ours stays as it is. */
export function timeInWords(time: string): string {
  return time.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/u, '$1 $2 UTC')
}

/** "flush", "capture", or "operation" where the type is not known. */
export function noun({ flowOperationType }: Pick<FlowOperationReport, 'flowOperationType'>): string {
  if (flowOperationType === null) return 'operation'
  return flowOperationType === 'FLOW_FLUSH' ? 'flush' : 'capture'
}

/** For how long an operation had been running when the document was written; null when its start is not known. */
export function runningSeconds(document: FlowOperationReport): number | null {
  return secondsBetween(document.startedAt ?? document.flowRequestTimestamp, document.writtenAt)
}

/** Whole seconds are enough for people. Null when one of the times is not known, or the first is not the earlier one. */
export function secondsBetween(from: string | null, to: string | null): number | null {
  const seconds = (Date.parse(to ?? '') - Date.parse(from ?? '')) / 1000
  return seconds >= 0 ? seconds : null
}
