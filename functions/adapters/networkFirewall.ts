import {
  DescribeFlowOperationCommand,
  type DescribeFlowOperationResponse,
  ListFlowOperationResultsCommand,
  ListFlowOperationsCommand,
  type NetworkFirewallClient,
} from '@aws-sdk/client-network-firewall'
import type { Flow, FlowOperation, ListedFlowOperation, ResultsPage } from '../domain/flowOperation.ts'
import { readDetails } from '../domain/flowOperationDetails.ts'
import type { JsonObject } from '../domain/tolerantJson.ts'
import type { FlowOperationScope, FlowOperationType } from '../domain/watchRequest.ts'
import type { FlowOperations, FlushHistory } from '../ports.ts'
import { allPages } from './allPages.ts'
import { listIn, nextTokenIn, numberIn, objectIn, textIn } from './answerParts.ts'
import { awsCall } from './awsCall.ts'
import { withZoneId } from './zoneIdSelector.ts'

/** The service's largest page; its default is unpublished, so it is always named. */
const maxResults = 100

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
      const { Flows, NextToken } = await awsCall(options => client.send(sent, options))
      return { flows: listIn(Flows, 'Flows').map(flowOf), nextToken: nextTokenIn(NextToken) ?? null }
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
    firewallArn: textIn(answer.FirewallArn),
    availabilityZone: textIn(answer.AvailabilityZone),
    vpcEndpointAssociationArn: textIn(answer.VpcEndpointAssociationArn),
    vpcEndpointId: textIn(answer.VpcEndpointId),
    type: textIn(answer.FlowOperationType),
    status: textIn(answer.FlowOperationStatus),
    statusMessage: textIn(answer.StatusMessage),
    requestTimestamp: isoTime(answer.FlowRequestTimestamp),
    details,
    omittedFilterCount,
  }
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
  const entries = listIn(answer.FlowOperations, 'FlowOperations')
  return { items: entries.flatMap(listedOperationOf), next: nextTokenIn(answer.NextToken) }
}

/** An entry that is none must not hide the others: a sweep and a refusal's report hang on the list. */
function listedOperationOf(entry: JsonObject): ListedFlowOperation[] {
  const flowOperationId = textIn(entry['FlowOperationId'])
  if (!flowOperationId) return []
  return [
    {
      flowOperationId,
      type: textIn(entry['FlowOperationType']),
      status: textIn(entry['FlowOperationStatus']),
      requestTimestamp: isoTime(entry['FlowRequestTimestamp']),
    },
  ]
}

function flowOf(flow: JsonObject): Flow {
  return {
    sourceAddress: textIn(objectIn(flow['SourceAddress'])['AddressDefinition']),
    destinationAddress: textIn(objectIn(flow['DestinationAddress'])['AddressDefinition']),
    destinationPort: textIn(flow['DestinationPort']),
    protocol: textIn(flow['Protocol']),
    packetCount: numberIn(flow['PacketCount']),
    byteCount: numberIn(flow['ByteCount']),
  }
}

function isoTime(time: unknown): string | null {
  return time instanceof Date && !Number.isNaN(time.getTime()) ? time.toISOString() : null
}
