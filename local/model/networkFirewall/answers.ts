import { type Flow, syntheticFlow } from './flow.ts'
import { type FlowOperationRecord, requestTimestampAt, statusAt, statusMessageAt } from './flowOperation.ts'
import { pageOf } from './pages.ts'
import type { ListOperationsRequest, ListResultsRequest } from './shapes.ts'

/** Final statuses whose operations have results; FAILED and unknown ones have none. */
const statusesWithResults: readonly string[] = ['COMPLETED', 'COMPLETED_WITH_ERRORS']

/** Response of DescribeFlowOperation. Members that are undefined do not reach the wire. */
export function describeAnswer(operation: FlowOperationRecord, nowMilliseconds: number): object {
  return {
    ...commonMembers(operation, nowMilliseconds),
    FlowOperationType: operation.flowOperationType,
    FlowOperation: {
      MinimumFlowAgeInSeconds: operation.minimumFlowAgeInSeconds,
      FlowFilters: operation.flowFilters,
    },
  }
}

/** Response of ListFlowOperations: entries carry neither zone, nor filters, nor a status message. */
export function operationsAnswer(
  operations: readonly FlowOperationRecord[],
  request: ListOperationsRequest,
  nowMilliseconds: number,
): object {
  const entries = operations.map(operation => ({
    FlowOperationId: operation.flowOperationId,
    FlowOperationType: operation.flowOperationType,
    FlowRequestTimestamp: requestTimestampAt(operation, nowMilliseconds),
    FlowOperationStatus: statusAt(operation, nowMilliseconds),
  }))
  const list = { listKey: request.FirewallArn, length: entries.length, itemAt: (at: number) => entries[at] }
  const page = pageOf(list, request)
  return { FlowOperations: page.items, NextToken: page.NextToken }
}

/** Response of ListFlowOperationResults: one page of flows, none before the operation has finished. */
export function resultsAnswer(
  operation: FlowOperationRecord,
  request: ListResultsRequest,
  nowMilliseconds: number,
): object {
  const hasResults = statusesWithResults.includes(statusAt(operation, nowMilliseconds))
  const flows = flowList(operation)
  const page = pageOf({ ...flows, length: hasResults ? flows.length : 0 }, request)
  return { ...commonMembers(operation, nowMilliseconds), Flows: page.items, NextToken: page.NextToken }
}

function commonMembers(operation: FlowOperationRecord, nowMilliseconds: number): object {
  return {
    FirewallArn: operation.firewallArn,
    ...operation.selectors,
    FlowOperationId: operation.flowOperationId,
    FlowOperationStatus: statusAt(operation, nowMilliseconds),
    StatusMessage: statusMessageAt(operation, nowMilliseconds),
    FlowRequestTimestamp: requestTimestampAt(operation, nowMilliseconds),
  }
}

function flowList(operation: FlowOperationRecord): {
  readonly listKey: string
  readonly length: number
  itemAt(index: number): Flow | undefined
} {
  const { flows, flowCount = 0, flowSeed = 1 } = operation.script
  const listKey = operation.flowOperationId
  if (flows) return { listKey, length: flows.length, itemAt: index => flows[index] }
  return { listKey, length: flowCount, itemAt: index => syntheticFlow(flowSeed, index) }
}
