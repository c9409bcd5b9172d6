import type { Scenario } from '../scenario.ts'
import { always, denied, shortFlush } from './faults.ts'

/** One scenario for each way in which an operation, or the watch of it, can end. */
export const outcomes = {
  completed: {
    prepare: aws => aws.networkFirewall.nextOperation({ ...shortFlush, durationSeconds: 12, flowCount: 240 }),
    expected: {
      status: 'SUCCEEDED',
      outcome: 'COMPLETED',
      visits: ['OperationCompleted', 'CollectResults', 'Done'],
    },
  },
  'completed with errors': {
    prepare: aws =>
      aws.networkFirewall.nextOperation({
        ...shortFlush,
        finalStatus: 'COMPLETED_WITH_ERRORS',
        statusMessage: 'Flow timeout',
      }),
    expected: {
      status: 'SUCCEEDED',
      outcome: 'COMPLETED_WITH_ERRORS',
      visits: ['OperationCompletedWithErrors', 'CollectResults'],
    },
  },
  failed: {
    prepare: aws =>
      aws.networkFirewall.nextOperation({
        ...shortFlush,
        finalStatus: 'FAILED',
        statusMessage: 'Flow operation error',
      }),
    expected: { status: 'SUCCEEDED', outcome: 'FAILED', visits: ['OperationFailed'] },
  },
  refused: {
    isZoneBusy: true,
    prepare: aws => aws.networkFirewall.nextOperation({ ...shortFlush, durationSeconds: 600 }),
    expected: { status: 'SUCCEEDED', outcome: 'REFUSED', visits: ['NotifyEveryChannel'] },
  },
  'unknown status': {
    prepare: aws => aws.networkFirewall.nextOperation({ ...shortFlush, finalStatus: 'CANCELLED' }),
    expected: { status: 'SUCCEEDED', outcome: 'UNKNOWN', visits: ['OperationStatusUnknown'] },
  },
  expired: {
    prepare: aws =>
      aws.networkFirewall.nextOperation({ ...shortFlush, durationSeconds: 3600, forgottenAfterSeconds: 20 }),
    expected: { status: 'SUCCEEDED', outcome: 'EXPIRED', visits: ['OperationExpired'] },
  },
  'timed out after 12 hours': {
    prepare: aws => aws.networkFirewall.nextOperation({ ...shortFlush, durationSeconds: always }),
    expected: {
      status: 'SUCCEEDED',
      outcome: 'TIMED_OUT',
      visits: ['OperationTimedOut', 'SendOverdueNotice', 'RecordOverdueDeliveries'],
    },
  },
  'access denied': {
    prepare(aws) {
      aws.networkFirewall.nextOperation(shortFlush)
      aws.networkFirewall.failNext({ operation: 'DescribeFlowOperation', times: always, fault: denied })
    },
    expected: {
      status: 'FAILED',
      error: 'OutcomeUnobserved',
      outcome: 'WATCH_FAILED',
      visits: ['WatchFailed'],
    },
  },
  'an operation that cannot be found out': {
    prepare(aws) {
      aws.networkFirewall.nextOperation(shortFlush)
      aws.networkFirewall.failNext({ operation: 'ListFlowOperations', times: always, fault: denied })
    },
    event: withoutAnswer,
    expected: {
      status: 'FAILED',
      error: 'OutcomeUnobserved',
      outcome: 'WATCH_FAILED',
      visits: ['IsThereAnOperation', 'ComposeOutcome'],
    },
  },
} satisfies Record<string, Scenario>

/** The event of an accepted call whose answer CloudTrail left out. */
function withoutAnswer(event: unknown): unknown {
  const { detail, ...rest } = event as { readonly detail: object }
  return { ...rest, detail: { ...detail, responseElements: null } }
}
