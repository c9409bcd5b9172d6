import { FlowFilter, type FlowOperationDetails } from './flowOperation.ts'
import { isObject, type JsonObject } from './tolerantJson.ts'

/**
 * Details may fill at most this much of the execution's state (262,144 bytes), where they stand more than once, and of an SNS
 * message, where they stand twice, as text in text: so they are counted, since a quotation mark has four bytes there. The 20
 * filters that the service's documentation allows need 4 kB.
 */
const maxDetailsBytes = 40_000

/** What of an answer's details is kept, and how many filters did not fit or could not be read. */
export type ReadDetails = {
  readonly details: FlowOperationDetails | null
  readonly omittedFilterCount: number
}

/**
 * Reads minimum age and filters as the service returned them; a member of an unexpected type is left out instead of breaking
 * the watch.
 */
export function readDetails(value: unknown): ReadDetails {
  if (!isObject(value)) return { details: null, omittedFilterCount: 0 }
  const given: readonly unknown[] = Array.isArray(value['FlowFilters']) ? value['FlowFilters'] : []
  const filters = fitting(given.flatMap(readFilter))
  const details = {
    ...minimumAge(value),
    ...(Array.isArray(value['FlowFilters']) ? { FlowFilters: filters } : {}),
  }
  return { details, omittedFilterCount: given.length - filters.length }
}

function minimumAge(value: JsonObject): Pick<FlowOperationDetails, 'MinimumFlowAgeInSeconds'> {
  const age = value['MinimumFlowAgeInSeconds']
  const seconds = typeof age === 'string' && age.trim() !== '' ? Number(age) : age
  return typeof seconds === 'number' && Number.isFinite(seconds) ? { MinimumFlowAgeInSeconds: seconds } : {}
}

function readFilter(value: unknown): FlowFilter[] {
  const parsed = FlowFilter.safeParse(value)
  return parsed.success ? [parsed.data] : []
}

function fitting(filters: readonly FlowFilter[]): FlowFilter[] {
  let bytes = 0
  return filters.filter(filter => {
    bytes += Buffer.byteLength(JSON.stringify(JSON.stringify(filter)))
    return bytes <= maxDetailsBytes
  })
}
