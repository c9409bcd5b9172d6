import {
  DeliveryError,
  type DeliveryFailureFacts,
  type DeliveryFailureKind,
} from '../../functions/domain/deliveryFailure.ts'
import type { Flow, FlowOperation } from '../../functions/domain/flowOperation.ts'
import { ServiceError } from '../../functions/domain/serviceError.ts'
import type { WatchRequest } from '../../functions/domain/watchRequest.ts'

const flowOperationId = 'a1b2c3d4-5678-4abc-8def-0123456789ab'
export const hour = 3600
/** For so long the service remembers an operation. */
export const memoryEnd = 12 * hour

const firewallArn = 'arn:aws:network-firewall:eu-west-1:123456789012:firewall/edge'

/** An operation of this age. Half a second more, so that no age falls on a limit by the speed of the machine. */
export function acceptedStart(ageSeconds: number, change: Partial<WatchRequest> = {}): WatchRequest {
  const startedAt = new Date(Date.now() - ageSeconds * 1000 - 500).toISOString()
  return {
    kind: 'ACCEPTED_START',
    watchKey: flowOperationId,
    flowOperationId,
    flowOperationType: 'FLOW_FLUSH',
    firewallArn,
    availabilityZone: 'eu-west-1a',
    vpcEndpointAssociationArn: null,
    vpcEndpointId: null,
    accountId: '123456789012',
    region: 'eu-west-1',
    startedAt,
    startedBy: null,
    watchedSince: startedAt,
    refusal: null,
    lookUpFailure: null,
    recoveredLate: false,
    slotHolder: null,
    availabilityZoneId: null,
    ...change,
  }
}

export const refusedStart: Partial<WatchRequest> = {
  kind: 'REFUSED_START',
  watchKey: 'cloudtrail-event-1',
  flowOperationId: null,
  refusal: { errorCode: 'InvalidRequestException', errorMessage: 'another operation is in progress' },
}

export const unidentifiedStart: Partial<WatchRequest> = {
  kind: 'UNIDENTIFIED_START',
  watchKey: 'cloudtrail-event-2',
  flowOperationId: null,
  lookUpFailure: { error: 'AccessDeniedException', message: 'may not list flow operations' },
}

export function operation(status: string | null): FlowOperation {
  return {
    firewallArn,
    availabilityZone: 'eu-west-1a',
    vpcEndpointAssociationArn: null,
    vpcEndpointId: null,
    type: 'FLOW_FLUSH',
    status,
    statusMessage: null,
    requestTimestamp: null,
    details: null,
    omittedFilterCount: 0,
  }
}

export const inProgress = operation('IN_PROGRESS')
export const completed = operation('COMPLETED')

/** COMPLETED from this virtual second on, IN_PROGRESS before. */
export function completedAt(seconds: number) {
  return ({ at }: { readonly at: number }) => (at >= seconds ? completed : inProgress)
}

/** An error as an adapter throws it. */
export function serviceError(name: string, facts: { httpStatusCode?: number; code?: string } = {}) {
  return new ServiceError({ name, message: `the service said ${name}`, ...facts })
}

export const throttled = () => serviceError('ThrottlingException')

export function deliveryError(kind: DeliveryFailureKind, facts: Partial<DeliveryFailureFacts> = {}) {
  return new DeliveryError(`the channel said ${kind}`, { kind, attempts: 1, ...facts })
}

/** An error that Step Functions or Lambda makes, by the name that Retry and Catch match on. */
export function namedError(name: string): Error {
  const error = new Error(`${name} happened`)
  error.name = name
  return error
}

export function flow(bytes: number): Flow {
  return {
    sourceAddress: '10.1.0.7',
    destinationAddress: '198.51.100.7',
    destinationPort: '443',
    protocol: 'TCP',
    packetCount: 1,
    byteCount: bytes,
  }
}

/** A reproducible stream of uniform numbers (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
