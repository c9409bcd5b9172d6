import * as z from 'zod/mini'

/** The service's own three words for an operation that is over. */
export const finalStatuses = ['COMPLETED', 'COMPLETED_WITH_ERRORS', 'FAILED'] as const
export type FinalStatus = (typeof finalStatuses)[number]

export function isFinalStatus(status: string): status is FinalStatus {
  return (finalStatuses as readonly string[]).includes(status)
}

const Address = z.object({ AddressDefinition: z.optional(z.string()) })

/** One filter with the service's own keys. */
export const FlowFilter = z.object({
  SourceAddress: z.optional(Address),
  DestinationAddress: z.optional(Address),
  SourcePort: z.optional(z.string()),
  DestinationPort: z.optional(z.string()),
  Protocols: z.optional(z.array(z.string())),
})
export type FlowFilter = z.infer<typeof FlowFilter>

/** Minimum flow age (seconds) and filters, as DescribeFlowOperation returns them. */
export const FlowOperationDetails = z.object({
  MinimumFlowAgeInSeconds: z.optional(z.number()),
  FlowFilters: z.optional(z.array(FlowFilter)),
})
export type FlowOperationDetails = z.infer<typeof FlowOperationDetails>

/**
 * What one DescribeFlowOperation answer said; no member of that answer is guaranteed.
 * `omittedFilterCount`: filters that were too many or too long to be kept. `requestTimestamp` is ISO 8601: the moment when the engine identified the flows, not the time of the call.
 */
export const FlowOperation = z.object({
  firewallArn: z.nullable(z.string()),
  availabilityZone: z.nullable(z.string()),
  vpcEndpointAssociationArn: z.nullable(z.string()),
  vpcEndpointId: z.nullable(z.string()),
  type: z.nullable(z.string()),
  status: z.nullable(z.string()),
  statusMessage: z.nullable(z.string()),
  requestTimestamp: z.nullable(z.string()),
  details: z.nullable(FlowOperationDetails),
  omittedFilterCount: z.number(),
})
export type FlowOperation = z.infer<typeof FlowOperation>

/** One entry of ListFlowOperations. */
export type ListedFlowOperation = {
  readonly flowOperationId: string
  readonly type: string | null
  readonly status: string | null
  readonly requestTimestamp: string | null
}

/** One flow of ListFlowOperationResults, as far as it is summed up. */
export type Flow = {
  readonly sourceAddress: string | null
  readonly destinationAddress: string | null
  readonly destinationPort: string | null
  readonly protocol: string | null
  readonly packetCount: number | null
  readonly byteCount: number | null
}

/** One page of results; `nextToken` is null on the last. */
export type ResultsPage = { readonly flows: readonly Flow[]; readonly nextToken: string | null }

/**
 * The operation that an accepted start without an answer must have begun: the newest one in progress.
 * Sound because the service runs one operation per firewall and zone at a time; one without a timestamp is younger than any other.
 */
export function newestInProgress(operations: readonly ListedFlowOperation[]): ListedFlowOperation | null {
  const running = operations.filter(operation => operation.status === 'IN_PROGRESS')
  return running.reduce<ListedFlowOperation | null>(
    (newest, operation) =>
      newest === null || startOrder(operation) > startOrder(newest) ? operation : newest,
    null,
  )
}

function startOrder(operation: ListedFlowOperation): number {
  return operation.requestTimestamp === null
    ? Number.POSITIVE_INFINITY
    : Date.parse(operation.requestTimestamp)
}
