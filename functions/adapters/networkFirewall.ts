import {
  DescribeFlowOperationCommand,
  type DescribeFlowOperationResponse,
  type FlowOperationMetadata,
  ListFlowOperationResultsCommand,
  ListFlowOperationsCommand,
  type NetworkFirewallClient,
  type Flow as ServiceFlow,
} from '@aws-sdk/client-network-firewall'
import type { Flow, FlowOperation, ListedFlowOperation, ResultsPage } from '../domain/flowOperation.ts'
import { readDetails } from '../domain/flowOperationDetails.ts'
import type { FlowOperationScope, FlowOperationType } from '../domain/watchRequest.ts'
import type { FlowOperations, FlushHistory } from '../ports.ts'
import { allPages } from './allPages.ts'
import { awsCall } from './awsCall.ts'
import { withZoneId } from './zoneIdSelector.ts'

/** The service's largest page; its default is unpublished, so it is always named. */
const maxResults = 100
/** Far longer than any text of the API model, and short beside the execution's state. */
const maxTextLength = 1024

/** The flow operations of AWS Network Firewall, through the AWS SDK. */
export function networkFirewallFlowOperations(client: NetworkFirewallClient): FlowOperations {
  return {
    describe: operation => describeOperation(client, operation),
    list: (scope, type) => allPages(next => listPage(client, scope, type, next)),
    async resultsPage({ flowOperationId, ...scope }, nextToken): Promise<ResultsPage> {
      const command = new ListFlowOperationResultsCommand({
        ...scopeMembers(scope),
        FlowOperationId: flowOperationId,
        MaxResults: maxResults,
        ...(nextToken === null ? {} : { NextToken: nextToken }),
      })
      const sent = withZoneId(command, scope)
      const { Flows = [], NextToken } = await awsCall(options => client.send(sent, options))
      return { flows: Flows.map(flowOf), nextToken: NextToken || null }
    },
  }
}

/** The selectors exactly as the start call gave them; what it did not give is not sent. */
function scopeMembers(scope: FlowOperationScope) {
  return {
    FirewallArn: scope.firewallArn,
    ...(scope.availabilityZone === null ? {} : { AvailabilityZone: scope.availabilityZone }),
    ...(scope.vpcEndpointAssociationArn === null
      ? {}
      : { VpcEndpointAssociationArn: scope.vpcEndpointAssociationArn }),
    ...(scope.vpcEndpointId === null ? {} : { VpcEndpointId: scope.vpcEndpointId }),
  }
}

/** No member is guaranteed, not even its type: whatever is odd is null, since only the status must not be lost. */
function flowOperationOf(answer: DescribeFlowOperationResponse): FlowOperation {
  const { details, omittedFilterCount } = readDetails(answer.FlowOperation)
  return {
    firewallArn: text(answer.FirewallArn),
    availabilityZone: text(answer.AvailabilityZone),
    vpcEndpointAssociationArn: text(answer.VpcEndpointAssociationArn),
    vpcEndpointId: text(answer.VpcEndpointId),
    type: text(answer.FlowOperationType),
    status: text(answer.FlowOperationStatus),
    statusMessage: text(answer.StatusMessage),
    requestTimestamp: isoTime(answer.FlowRequestTimestamp),
    details,
    omittedFilterCount,
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value.slice(0, maxTextLength) : null
}

/** The flushes of AWS Network Firewall, through the AWS SDK. */
export function networkFirewallFlushHistory(client: NetworkFirewallClient): FlushHistory {
  return {
    describe: operation => describeOperation(client, operation),
    async listFlushes(scope) {
      const { items, next } = await listPage(client, scope, 'FLOW_FLUSH')
      return { flushes: items, isWhole: !next }
    },
  }
}

async function describeOperation(
  client: NetworkFirewallClient,
  { flowOperationId, ...scope }: FlowOperationScope & { readonly flowOperationId: string },
): Promise<FlowOperation> {
  const command = new DescribeFlowOperationCommand({
    ...scopeMembers(scope),
    FlowOperationId: flowOperationId,
  })
  const sent = withZoneId(command, scope)
  return flowOperationOf(await awsCall(options => client.send(sent, options)))
}

async function listPage(
  client: NetworkFirewallClient,
  scope: FlowOperationScope,
  type: FlowOperationType | null,
  nextToken?: string,
) {
  const command = new ListFlowOperationsCommand({
    ...scopeMembers(scope),
    ...(type === null ? {} : { FlowOperationType: type }),
    MaxResults: maxResults,
    ...(nextToken ? { NextToken: nextToken } : {}),
  })
  const sent = withZoneId(command, scope)
  const answer = await awsCall(options => client.send(sent, options))
  return { items: (answer.FlowOperations ?? []).flatMap(listedOperationOf), next: answer.NextToken }
}

/** An entry that is none must not hide the others: a sweep and a refusal's report hang on the list. */
function listedOperationOf(operation: FlowOperationMetadata | null): ListedFlowOperation[] {
  const { FlowOperationId, FlowOperationType, FlowOperationStatus, FlowRequestTimestamp } = operation ?? {}
  if (!FlowOperationId) return []
  return [
    {
      flowOperationId: FlowOperationId,
      type: FlowOperationType ?? null,
      status: FlowOperationStatus ?? null,
      requestTimestamp: isoTime(FlowRequestTimestamp),
    },
  ]
}

function flowOf(flow: ServiceFlow): Flow {
  return {
    sourceAddress: text(flow.SourceAddress?.AddressDefinition),
    destinationAddress: text(flow.DestinationAddress?.AddressDefinition),
    destinationPort: text(flow.DestinationPort),
    protocol: text(flow.Protocol),
    packetCount: count(flow.PacketCount),
    byteCount: count(flow.ByteCount),
  }
}

function count(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

function isoTime(time: unknown): string | null {
  return time instanceof Date && !Number.isNaN(time.getTime()) ? time.toISOString() : null
}
