import {
  DescribeFlowOperationCommand,
  type DescribeFlowOperationResponse,
  type FlowOperationMetadata,
  ListFlowOperationResultsCommand,
  ListFlowOperationsCommand,
  type NetworkFirewallClient,
  type Flow as ServiceFlow,
} from '@aws-sdk/client-network-firewall'
import {
  boundedDetails,
  type Flow,
  type FlowOperation,
  FlowOperationDetails,
  type ListedFlowOperation,
  type ResultsPage,
} from '../domain/flowOperation.ts'
import type { FlowOperationScope, FlowOperationType } from '../domain/watchRequest.ts'
import type { FlowOperations } from '../ports.ts'
import { awsCall } from './awsCall.ts'

/** The service's largest page; its default is unpublished, so it is always named. */
const maxResults = 100
/** A firewall has few zones, and each runs one operation at a time: 50 pages are years of operations. */
const maxListPages = 50

/** The flow operations of AWS Network Firewall, through the AWS SDK. */
export function networkFirewallFlowOperations(client: NetworkFirewallClient): FlowOperations {
  return {
    async describe({ flowOperationId, ...scope }) {
      const command = new DescribeFlowOperationCommand({
        ...scopeMembers(scope),
        FlowOperationId: flowOperationId,
      })
      return flowOperationOf(await awsCall(options => client.send(command, options)))
    },
    list: (scope, type) => listAll(client, scope, type),
    async resultsPage({ flowOperationId, ...scope }, nextToken): Promise<ResultsPage> {
      const command = new ListFlowOperationResultsCommand({
        ...scopeMembers(scope),
        FlowOperationId: flowOperationId,
        MaxResults: maxResults,
        ...(nextToken === null ? {} : { NextToken: nextToken }),
      })
      const { Flows = [], NextToken } = await awsCall(options => client.send(command, options))
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

function flowOperationOf(answer: DescribeFlowOperationResponse): FlowOperation {
  return {
    firewallArn: answer.FirewallArn ?? null,
    availabilityZone: answer.AvailabilityZone ?? null,
    vpcEndpointAssociationArn: answer.VpcEndpointAssociationArn ?? null,
    vpcEndpointId: answer.VpcEndpointId ?? null,
    type: answer.FlowOperationType ?? null,
    status: answer.FlowOperationStatus?.slice(0, 256) ?? null,
    statusMessage: answer.StatusMessage?.slice(0, 1024) ?? null,
    requestTimestamp: isoTime(answer.FlowRequestTimestamp),
    details: detailsOf(answer),
  }
}

/** Reads through the schema, so that a member of an unexpected type is left out instead of breaking the watch. */
function detailsOf({ FlowOperation: details }: DescribeFlowOperationResponse): FlowOperationDetails | null {
  const parsed = FlowOperationDetails.safeParse(details)
  return parsed.success ? boundedDetails(parsed.data) : null
}

async function listAll(
  client: NetworkFirewallClient,
  scope: FlowOperationScope,
  type: FlowOperationType,
): Promise<ListedFlowOperation[]> {
  const operations: FlowOperationMetadata[] = []
  let nextToken: string | undefined
  for (let page = 0; page < maxListPages; page += 1) {
    const command = new ListFlowOperationsCommand({
      ...scopeMembers(scope),
      FlowOperationType: type,
      MaxResults: maxResults,
      ...(nextToken ? { NextToken: nextToken } : {}),
    })
    const answer = await awsCall(options => client.send(command, options))
    operations.push(...(answer.FlowOperations ?? []))
    nextToken = answer.NextToken
    if (!nextToken) break
  }
  return operations.flatMap(listedOperationOf)
}

function listedOperationOf(operation: FlowOperationMetadata): ListedFlowOperation[] {
  const { FlowOperationId, FlowOperationStatus, FlowRequestTimestamp } = operation
  if (!FlowOperationId) return []
  return [
    {
      flowOperationId: FlowOperationId,
      status: FlowOperationStatus ?? null,
      requestTimestamp: isoTime(FlowRequestTimestamp),
    },
  ]
}

function flowOf(flow: ServiceFlow): Flow {
  return {
    sourceAddress: flow.SourceAddress?.AddressDefinition ?? null,
    destinationAddress: flow.DestinationAddress?.AddressDefinition ?? null,
    packetCount: flow.PacketCount ?? null,
    byteCount: flow.ByteCount ?? null,
  }
}

function isoTime(time: Date | undefined): string | null {
  return time && !Number.isNaN(time.getTime()) ? time.toISOString() : null
}
