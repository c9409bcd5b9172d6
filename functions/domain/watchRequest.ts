import * as z from 'zod/mini'

const nullableText = z.nullable(z.string())

/** Who made the start call, as CloudTrail tells it. Every text is chosen by somebody else: never trusted. */
export const StartedBy = z.object({
  type: nullableText,
  name: nullableText,
  arn: nullableText,
  accountId: nullableText,
  sourceIp: nullableText,
  userAgent: nullableText,
  invokedBy: nullableText,
})
export type StartedBy = z.infer<typeof StartedBy>

export const FlowOperationType = z.enum(['FLOW_FLUSH', 'FLOW_CAPTURE'])
export type FlowOperationType = z.infer<typeof FlowOperationType>

/** Why the service refused to start an operation, in its own words. */
export const Refusal = z.object({ errorCode: z.string(), errorMessage: nullableText })
export type Refusal = z.infer<typeof Refusal>

/** The operation that was running where a start was refused: the service runs one at a time per firewall and zone. */
export const SlotHolder = z.object({
  flowOperationId: z.string(),
  flowOperationType: z.nullable(FlowOperationType),
  requestTimestamp: nullableText,
})
export type SlotHolder = z.infer<typeof SlotHolder>

/** Why the operation of an accepted start could not be found out. */
export const LookUpFailure = z.object({ error: z.string(), message: z.string() })
export type LookUpFailure = z.infer<typeof LookUpFailure>

/**
 * One operation to watch, one refused start to report, or one accepted start whose operation could not be found out.
 * `watchKey` names the execution and every audit record: the flowOperationId, or the CloudTrail eventID where there is none.
 * `watchedSince` is the time from which the service's memory is counted when nothing better is known.
 * `recoveredLate`: the sweep found the operation, since the event of its start was lost. Members with a default came later than the first
 * version, whose executions may still run. All times are ISO 8601 in UTC with milliseconds. The selectors stand here exactly as the start call gave them.
 */
export const WatchRequest = z.object({
  kind: z.enum(['ACCEPTED_START', 'REFUSED_START', 'UNIDENTIFIED_START']),
  watchKey: z.string(),
  flowOperationId: nullableText,
  flowOperationType: z.nullable(FlowOperationType),
  firewallArn: nullableText,
  availabilityZone: nullableText,
  vpcEndpointAssociationArn: nullableText,
  vpcEndpointId: nullableText,
  accountId: nullableText,
  region: nullableText,
  startedAt: nullableText,
  startedBy: z.nullable(StartedBy),
  watchedSince: z.string(),
  refusal: z.nullable(Refusal),
  lookUpFailure: z.nullable(LookUpFailure),
  recoveredLate: z._default(z.boolean(), false),
  slotHolder: z._default(z.nullable(SlotHolder), null),
  availabilityZoneId: z._default(nullableText, null),
})
export type WatchRequest = z.infer<typeof WatchRequest>

/** Which of a firewall's endpoints the operation covers; at most one of the four is given. */
type FlowOperationSelectors = Pick<
  WatchRequest,
  'availabilityZone' | 'vpcEndpointAssociationArn' | 'vpcEndpointId'
> &
  Partial<Pick<WatchRequest, 'availabilityZoneId'>>

/** What names one operation in the service: every Describe and List call carries all of it. */
export type FlowOperationScope = FlowOperationSelectors & { readonly firewallArn: string }

/** The scope of an accepted operation. Throws a TypeError for a start without a known operation. */
export function scopeOf(watch: WatchRequest): FlowOperationScope & { readonly flowOperationId: string } {
  const { firewallArn, flowOperationId } = watch
  if (firewallArn === null || flowOperationId === null) {
    throw new TypeError(`the watch ${watch.watchKey} has no operation to ask for`)
  }
  const { availabilityZone, availabilityZoneId, vpcEndpointAssociationArn, vpcEndpointId } = watch
  const selectors = { availabilityZone, availabilityZoneId, vpcEndpointAssociationArn, vpcEndpointId }
  return { firewallArn, flowOperationId, ...selectors }
}

/** The firewall's name, the last part of its ARN; null when there is no ARN. */
export function firewallNameOf(firewallArn: string | null): string | null {
  return firewallArn?.split(':firewall/')[1] ?? null
}
