import type { Scenario } from '../scenario.ts'
import { always, denied, shortFlush, throttled, unavailable } from './faults.ts'

/** Scenarios in which a service besides the channels fails: Network Firewall, the audit log. */
export const services = {
  'throttled, then completed': {
    prepare(aws) {
      aws.networkFirewall.nextOperation(shortFlush)
      aws.networkFirewall.failNext({
        operation: 'DescribeFlowOperation',
        times: 6,
        after: 1,
        fault: throttled,
      })
    },
    expected: { status: 'SUCCEEDED', outcome: 'COMPLETED', visits: ['OperationCompleted'] },
  },
  'throttled again after an answer': {
    prepare(aws) {
      aws.networkFirewall.nextOperation({ ...shortFlush, durationSeconds: 30 })
      aws.networkFirewall.failNext({ operation: 'DescribeFlowOperation', times: 3, fault: throttled })
      aws.networkFirewall.failNext({
        operation: 'DescribeFlowOperation',
        times: 2,
        after: 1,
        fault: unavailable,
      })
    },
    expected: { status: 'SUCCEEDED', outcome: 'COMPLETED', visits: ['WaitForNextPoll'] },
  },
  'results on several pages, interrupted': {
    prepare(aws) {
      aws.networkFirewall.nextOperation({ ...shortFlush, flowCount: 350 })
      aws.networkFirewall.failNext({
        operation: 'ListFlowOperationResults',
        after: 1,
        times: 2,
        fault: throttled,
      })
    },
    expected: { status: 'SUCCEEDED', outcome: 'COMPLETED', visits: ['HasMoreResults', 'WaitForMoreResults'] },
  },
  'results that cannot be read': {
    prepare(aws) {
      aws.networkFirewall.nextOperation(shortFlush)
      aws.networkFirewall.failNext({ operation: 'ListFlowOperationResults', times: always, fault: throttled })
    },
    expected: { status: 'SUCCEEDED', outcome: 'COMPLETED', visits: ['CollectResults', 'ComposeOutcome'] },
  },
  'audit log down': {
    prepare(aws) {
      aws.networkFirewall.nextOperation(shortFlush)
      aws.logs.failNext({ operation: 'PutLogEvents', times: always, fault: unavailable })
    },
    expected: {
      status: 'FAILED',
      error: 'AuditNotWritten',
      outcome: 'COMPLETED',
      visits: ['OutcomeNotRecorded', 'NotifyEveryChannel', 'RecordDeliveries', 'AuditNotWritten'],
    },
  },
  'audit log closed to us for the outcome alone': {
    prepare(aws) {
      aws.networkFirewall.nextOperation(shortFlush)
      aws.logs.failNext({ operation: 'PutLogEvents', fault: denied })
    },
    expected: {
      status: 'FAILED',
      error: 'AuditNotWritten',
      outcome: 'COMPLETED',
      visits: ['OutcomeNotRecorded', 'IsEverythingDone', 'AuditNotWritten'],
    },
  },
} satisfies Record<string, Scenario>
