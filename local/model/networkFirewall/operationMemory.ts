import { ServiceError } from '../wire/serviceError.ts'
import { type FlowOperationRecord, isKnownAt, type Selectors, statusAt } from './flowOperation.ts'
import type { DescribeRequest, ListOperationsRequest } from './shapes.ts'

const selectorNames = [
  'AvailabilityZone',
  'AvailabilityZoneId',
  'VpcEndpointAssociationArn',
  'VpcEndpointId',
] as const

/** What the service remembers: every operation until its memory ends. */
export class OperationMemory {
  readonly #now: () => number
  readonly #operations: FlowOperationRecord[] = []

  /** @param now milliseconds since the epoch */
  constructor(now: () => number) {
    this.#now = now
  }

  add(operation: FlowOperationRecord): void {
    this.#operations.push(operation)
  }

  /** Refuses a start while another operation runs on the same firewall and part. */
  refuseSecondStart(firewallArn: string, selectors: Selectors): void {
    const running = this.#known().find(
      operation =>
        operation.firewallArn === firewallArn &&
        sameSelectors(operation.selectors, selectors) &&
        statusAt(operation, this.#now()) === 'IN_PROGRESS',
    )
    if (!running) return
    const message = 'synthetic text: another flow operation is running'
    throw new ServiceError('ThrottlingException', message)
  }

  /** The operation that a request names; its selectors have to be exactly those of the start. */
  find(request: DescribeRequest): FlowOperationRecord {
    const found = this.#known().find(
      operation =>
        operation.flowOperationId === request.FlowOperationId &&
        operation.firewallArn === request.FirewallArn &&
        sameSelectors(operation.selectors, request),
    )
    if (found) return found
    throw new ServiceError('ResourceNotFoundException', 'synthetic text: no such flow operation')
  }

  /** Newest first. A selector or type left out does not narrow the list (an assumption: not documented). */
  list(request: ListOperationsRequest): readonly FlowOperationRecord[] {
    return this.#known()
      .filter(operation => operation.firewallArn === request.FirewallArn)
      .filter(operation =>
        selectorNames.every(name => !request[name] || request[name] === operation.selectors[name]),
      )
      .filter(({ flowOperationType: type }) => (request.FlowOperationType ?? type) === type)
      .toSorted((one, other) => other.startedAtMilliseconds - one.startedAtMilliseconds)
  }

  #known(): readonly FlowOperationRecord[] {
    return this.#operations.filter(operation => isKnownAt(operation, this.#now()))
  }
}

function sameSelectors(one: Selectors, other: Selectors): boolean {
  return selectorNames.every(name => one[name] === other[name])
}
