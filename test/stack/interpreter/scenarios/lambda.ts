import { failedInside, type Invoked, processDied, tooBusy } from '../lambdaFault.ts'
import { channelOf, type InvocationOutcome, memberOf } from '../run.ts'
import type { Scenario } from '../scenario.ts'
import { shortFlush } from './faults.ts'

const inputUnknown: InvocationOutcome = {
  functionError: {
    errorType: 'InvalidInputError',
    errorMessage: 'composeNotice: notice: Invalid option',
  },
}

function noticeOf({ payload }: Invoked): unknown {
  return memberOf(payload, 'notice')
}

/** Polls are refused for longer than the retrier of all errors would repeat them. */
const refusals: Readonly<Record<string, number>> = { startWatch: 0, pollOperation: 8 }

/** Scenarios in which functions cannot run. */
export const lambda = {
  'functions crash': {
    prepare: aws => aws.networkFirewall.nextOperation(shortFlush),
    lambdaFault: invoked => {
      const { functionKey, count } = invoked
      const isFirst = count === 1 && ['pollOperation', 'collectResults', 'recordAudit'].includes(functionKey)
      const isAnnouncement = functionKey === 'composeNotice' && noticeOf(invoked) === 'STARTED'
      const isBusChannel =
        functionKey === 'deliverNotification' && channelOf(invoked.payload) === 'eventbridge'
      return isFirst || isAnnouncement || isBusChannel ? processDied : undefined
    },
    expected: {
      status: 'FAILED',
      error: 'NotificationUndelivered',
      outcome: 'COMPLETED',
      visits: ['ComposeAnnouncement', 'ParkNotification'],
    },
  },
  'Lambda is busy': {
    prepare: aws => aws.networkFirewall.nextOperation(shortFlush),
    lambdaFault: ({ functionKey, count }) => {
      if (count > (refusals[functionKey] ?? 3)) return undefined
      return count % 2 === 1 ? tooBusy : failedInside
    },
    expected: { status: 'SUCCEEDED', outcome: 'COMPLETED', visits: ['Done'] },
  },
  'polls crash for good': {
    prepare: aws => aws.networkFirewall.nextOperation(shortFlush),
    lambdaFault: ({ functionKey }) => (functionKey === 'pollOperation' ? processDied : undefined),
    expected: {
      status: 'FAILED',
      error: 'OutcomeUnobserved',
      outcome: 'WATCH_FAILED',
      visits: ['WatchFailed'],
    },
  },
  'the outcome cannot be composed': {
    prepare: aws => aws.networkFirewall.nextOperation(shortFlush),
    lambdaFault: invoked =>
      invoked.functionKey === 'composeNotice' && noticeOf(invoked) === 'OUTCOME' ? inputUnknown : undefined,
    expected: {
      status: 'FAILED',
      error: 'OutcomeNotComposed',
      outcome: null,
      visits: ['OutcomeNotComposed'],
    },
  },
  'the overdue notice cannot be composed or recorded': {
    overdueMinutes: 1,
    prepare: aws => aws.networkFirewall.nextOperation({ ...shortFlush, durationSeconds: 120 }),
    lambdaFault: invoked => {
      const isNotice = invoked.functionKey === 'composeNotice' && invoked.count === 2
      const isRecord = invoked.functionKey === 'recordAudit' && invoked.count === 1
      return isNotice || isRecord ? processDied : undefined
    },
    expected: {
      status: 'SUCCEEDED',
      outcome: 'COMPLETED',
      visits: ['ComposeOverdueNotice', 'RecordOverdueDeliveries'],
    },
  },
} satisfies Record<string, Scenario>
