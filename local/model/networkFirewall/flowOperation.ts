import type { Flow } from './flow.ts'
import type { FlowFilter } from './shapes.ts'

export type FlowOperationType = 'FLOW_FLUSH' | 'FLOW_CAPTURE'

/** The part of a firewall an operation covers; members absent when the start call left them out. */
export type Selectors = {
  readonly AvailabilityZone?: string | undefined
  readonly AvailabilityZoneId?: string | undefined
  readonly VpcEndpointAssociationArn?: string | undefined
  readonly VpcEndpointId?: string | undefined
}

/** How one operation goes on after its start. */
export type OperationScript = {
  /** IN_PROGRESS until then; 0: final at once, Infinity: never final. */
  readonly durationSeconds: number
  /** COMPLETED, COMPLETED_WITH_ERRORS or FAILED; any other text plays a status nobody knows yet. */
  readonly finalStatus: string
  /** Sent with the final status: 1..256 letters, digits, blanks and hyphens. Absent unless given. */
  readonly statusMessage?: string
  /** The flows of the result; wins over flowCount. */
  readonly flows?: readonly Flow[]
  /** How many synthetic flows to generate; default 0. */
  readonly flowCount?: number
  /** Another seed, other synthetic flows; default 1. */
  readonly flowSeed?: number
  /** The service's memory, counted from the start; default 43,200 (12 hours). */
  readonly forgottenAfterSeconds?: number
}

/** One flow operation as the model keeps it. */
export type FlowOperationRecord = {
  /** Lower-case UUID. */
  readonly flowOperationId: string
  readonly flowOperationType: FlowOperationType
  readonly firewallArn: string
  readonly selectors: Selectors
  readonly minimumFlowAgeInSeconds?: number | undefined
  readonly flowFilters: readonly FlowFilter[]
  /** Milliseconds since the epoch. */
  readonly startedAtMilliseconds: number
  readonly script: OperationScript
}

/** The service keeps operations and their results for 12 hours. */
const defaultMemorySeconds = 43_200

/** The engine identifies the flows some time after the request; the model takes one second. */
const identificationMilliseconds = 1_000

/** The flow-operation status at a moment (milliseconds since the epoch). */
export function statusAt(operation: FlowOperationRecord, nowMilliseconds: number): string {
  return isFinalAt(operation, nowMilliseconds) ? operation.script.finalStatus : 'IN_PROGRESS'
}

/** The status text at a moment: only a final status has one. */
export function statusMessageAt(operation: FlowOperationRecord, nowMilliseconds: number): string | undefined {
  return isFinalAt(operation, nowMilliseconds) ? operation.script.statusMessage : undefined
}

/** FlowRequestTimestamp in epoch seconds: when the flows were identified; undefined before. */
export function requestTimestampAt(
  operation: FlowOperationRecord,
  nowMilliseconds: number,
): number | undefined {
  const identifiedAtMilliseconds = operation.startedAtMilliseconds + identificationMilliseconds
  return nowMilliseconds >= identifiedAtMilliseconds ? identifiedAtMilliseconds / 1000 : undefined
}

/** Whether the service still knows the operation. */
export function isKnownAt(operation: FlowOperationRecord, nowMilliseconds: number): boolean {
  const memorySeconds = operation.script.forgottenAfterSeconds ?? defaultMemorySeconds
  return ageSeconds(operation, nowMilliseconds) < memorySeconds
}

function isFinalAt(operation: FlowOperationRecord, nowMilliseconds: number): boolean {
  return ageSeconds(operation, nowMilliseconds) >= operation.script.durationSeconds
}

function ageSeconds(operation: FlowOperationRecord, nowMilliseconds: number): number {
  return (nowMilliseconds - operation.startedAtMilliseconds) / 1000
}
