/** Firewalls with operations, listed and described by scope, as the sweep meets them. Everything is synthetic. */
import type { FlowOperation, ListedFlowOperation, ResultsPage } from '../../functions/domain/flowOperation.ts'
import type { FlowOperationScope, FlowOperationType } from '../../functions/domain/watchRequest.ts'
import type { FlowOperations } from '../../functions/ports.ts'
import { associationArn, firewallArn, flowOperation, isoAfterStart, serviceError } from './builders.ts'

type Selectors = Partial<Omit<FlowOperationScope, 'firewallArn'>>

function scope(selectors: Selectors = {}, arn = firewallArn): FlowOperationScope {
  return {
    firewallArn: arn,
    availabilityZone: null,
    vpcEndpointAssociationArn: null,
    vpcEndpointId: null,
    ...selectors,
  }
}

export const zone = scope({ availabilityZone: 'eu-west-1a' })
export const otherZone = scope({ availabilityZone: 'eu-west-1b' })
export const endpoint = scope({ vpcEndpointId: 'vpce-0123456789abcdef0' })
export const association = scope({ vpcEndpointAssociationArn: associationArn })
export const wholeFirewall = scope()

export const otherFirewallArn = firewallArn.replace('edge', 'inner')
export const otherFirewall = scope({ availabilityZone: 'eu-west-1a' }, otherFirewallArn)

/** A legal operation id that ends in this number. */
export function idOf(index: number): string {
  return `0f3c9a52-7d1e-4b6a-9c38-${index.toString(16).padStart(12, '0')}`
}

/** When the sweep of the tests runs, in seconds after the synthetic start. */
export const sweptAtSeconds = 4200

/** An entry of a list, ten minutes old at the sweep. */
export function listed(index: number, change: Partial<ListedFlowOperation> = {}): ListedFlowOperation {
  return {
    flowOperationId: idOf(index),
    type: 'FLOW_FLUSH',
    status: 'COMPLETED',
    requestTimestamp: isoAfterStart(sweptAtSeconds - 600),
    ...change,
  }
}

/** An entry whose engine timestamp is of this age at the sweep. */
export function listedOfAge(index: number, ageSeconds: number): ListedFlowOperation {
  return listed(index, { requestTimestamp: isoAfterStart(sweptAtSeconds - ageSeconds) })
}

type Described = FlowOperationScope & { readonly flowOperationId: string }
type Listing = readonly [FlowOperationScope, readonly ListedFlowOperation[] | Error]

const keyOf = (named: FlowOperationScope) =>
  [named.firewallArn, named.availabilityZone, named.vpcEndpointId, named.vpcEndpointAssociationArn].join(' ')

/** The service by scope: what is not given lists nothing, and knows nothing to describe. */
export class ScopedFlowOperations implements FlowOperations {
  readonly listed: { readonly scope: FlowOperationScope; readonly type: FlowOperationType | null }[] = []
  readonly described: Described[] = []
  readonly #lists: ReadonlyMap<string, readonly ListedFlowOperation[] | Error>
  readonly #descriptions: ReadonlyMap<string, Error | 'KNOWN'>

  constructor(
    lists: readonly Listing[],
    descriptions: readonly (readonly [FlowOperationScope, Error | 'KNOWN'])[] = [],
  ) {
    this.#lists = new Map(lists.map(([named, answer]) => [keyOf(named), answer]))
    this.#descriptions = new Map(descriptions.map(([named, answer]) => [keyOf(named), answer]))
  }

  async list(named: FlowOperationScope, type: FlowOperationType | null): Promise<ListedFlowOperation[]> {
    this.listed.push({ scope: named, type })
    const answer = this.#lists.get(keyOf(named)) ?? []
    if (answer instanceof Error) throw answer
    return answer.filter(operation => type === null || operation.type === type)
  }

  async describe(operation: Described): Promise<FlowOperation> {
    this.described.push(operation)
    const answer = this.#descriptions.get(keyOf(operation)) ?? serviceError('ResourceNotFoundException')
    if (answer instanceof Error) throw answer
    return flowOperation()
  }

  resultsPage(): Promise<ResultsPage> {
    return Promise.reject(new TypeError('a sweep reads no results'))
  }
}
