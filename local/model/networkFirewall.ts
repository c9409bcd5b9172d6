import { describeAnswer, operationsAnswer, resultsAnswer } from './networkFirewall/answers.ts'
import { type Firewall, FirewallInventory } from './networkFirewall/firewallInventory.ts'
import type {
  FlowOperationRecord,
  FlowOperationType,
  OperationScript,
} from './networkFirewall/flowOperation.ts'
import { OperationMemory } from './networkFirewall/operationMemory.ts'
import { RateLimit } from './networkFirewall/rateLimit.ts'
import {
  describeFirewallPolicyRequest,
  describeFirewallRequest,
  describeRequest,
  listAssociationsRequest,
  listFirewallsRequest,
  listOperationsRequest,
  listResultsRequest,
  type StartRequest,
  scriptedAnswer,
  startRequest,
} from './networkFirewall/shapes.ts'
import { awsJsonProtocol } from './wire/awsJsonProtocol.ts'
import { AwsService, checkedOperation } from './wire/awsService.ts'
import { newIdentifier } from './wire/identifiers.ts'
import { withoutNullMembers } from './wire/nullMembers.ts'
import { ServiceError } from './wire/serviceError.ts'

export type NetworkFirewallOperation =
  | 'StartFlowFlush'
  | 'StartFlowCapture'
  | 'DescribeFlowOperation'
  | 'ListFlowOperations'
  | 'ListFlowOperationResults'
  | 'ListFirewalls'
  | 'DescribeFirewall'
  | 'DescribeFirewallPolicy'
  | 'ListVpcEndpointAssociations'

/** An operation to put into the model directly; what is left out gets a default. */
export type PlacedOperation = Partial<FlowOperationRecord> & Pick<FlowOperationRecord, 'firewallArn'>

const defaultScript: OperationScript = { durationSeconds: 30, finalStatus: 'COMPLETED', flowCount: 250 }
const invalid = 'InvalidRequestException'

/** The flow operations of AWS Network Firewall, and the firewalls that have them: operations run by the injected clock and end as their script says. */
export class NetworkFirewallModel extends AwsService<NetworkFirewallOperation> {
  readonly serviceName = 'networkFirewall'
  readonly routeKey = 'NetworkFirewall_20201112'
  readonly protocol = awsJsonProtocol({
    version: '1.0',
    namespace: 'com.amazonaws.networkfirewall',
    messageKey: 'Message',
  })
  protected readonly operations = {
    StartFlowFlush: checkedOperation(startRequest, invalid, request => this.#start('FLOW_FLUSH', request)),
    StartFlowCapture: checkedOperation(startRequest, invalid, request =>
      this.#start('FLOW_CAPTURE', request),
    ),
    DescribeFlowOperation: checkedOperation(describeRequest, invalid, request =>
      describeAnswer(this.#memory.find(request), this.#now()),
    ),
    ListFlowOperations: checkedOperation(listOperationsRequest, invalid, request =>
      operationsAnswer(this.#memory.list(request), request, this.#now()),
    ),
    ListFlowOperationResults: checkedOperation(listResultsRequest, invalid, request =>
      resultsAnswer(this.#memory.find(request), request, this.#now()),
    ),
    ListFirewalls: checkedOperation(listFirewallsRequest, invalid, request =>
      this.#inventory.listFirewalls(request),
    ),
    DescribeFirewall: checkedOperation(describeFirewallRequest, invalid, request =>
      this.#inventory.describeFirewall(request),
    ),
    DescribeFirewallPolicy: checkedOperation(describeFirewallPolicyRequest, invalid, request =>
      this.#inventory.describeFirewallPolicy(request),
    ),
    ListVpcEndpointAssociations: checkedOperation(listAssociationsRequest, invalid, request =>
      this.#inventory.listAssociations(request),
    ),
  }
  readonly #now: () => number
  readonly #memory: OperationMemory
  readonly #inventory = new FirewallInventory()
  readonly #scripts: OperationScript[] = []
  #rateLimit = new RateLimit(Infinity)

  /** @param now milliseconds since the epoch */
  constructor(now: () => number) {
    super()
    this.#now = now
    this.#memory = new OperationMemory(now)
  }

  /** Puts a firewall in. */
  addFirewall(firewall: Firewall): void {
    this.#inventory.add(firewall)
  }

  /** Sets how the next started operation goes on; several scripts serve several starts, in order. */
  nextOperation(script: OperationScript): void {
    this.#scripts.push(checkedScript(script))
  }

  /** Drops every script that no start has used yet. */
  dropScripts(): void {
    this.#scripts.length = 0
  }

  /** Puts an operation in as if it had been started, now unless told otherwise; returns its id. */
  addOperation(operation: PlacedOperation): string {
    const flowOperationId = operation.flowOperationId ?? newIdentifier()
    this.#memory.add({
      flowOperationType: 'FLOW_FLUSH',
      selectors: {},
      flowFilters: [],
      startedAtMilliseconds: this.#now(),
      ...operation,
      flowOperationId,
      script: checkedScript(operation.script ?? defaultScript),
    })
    return flowOperationId
  }

  /** From now on more calls within one second, of all operations together, are throttled. */
  limitCallsPerSecond(callsPerSecond: number): void {
    this.#rateLimit = new RateLimit(callsPerSecond)
  }

  override perform(operation: string, input: unknown): object {
    if (!this.#rateLimit.admits(this.#now())) throw new ServiceError('ThrottlingException', 'Rate exceeded')
    return super.perform(operation, withoutNullMembers(input))
  }

  #start(flowOperationType: FlowOperationType, request: StartRequest): object {
    const { FirewallArn, FlowFilters, MinimumFlowAgeInSeconds, ...selectors } = request
    this.#memory.refuseSecondStart(FirewallArn, selectors)
    const FlowOperationId = this.addOperation({
      flowOperationType,
      firewallArn: FirewallArn,
      selectors,
      flowFilters: FlowFilters,
      minimumFlowAgeInSeconds: MinimumFlowAgeInSeconds,
      script: this.#scripts.shift() ?? defaultScript,
    })
    return { FirewallArn, FlowOperationId, FlowOperationStatus: 'IN_PROGRESS' }
  }
}

/** A script with a text or a flow that the real service could not send is a mistake of the test. */
function checkedScript(script: OperationScript): OperationScript {
  scriptedAnswer.parse(script)
  return script
}
