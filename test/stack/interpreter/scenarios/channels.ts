import type { LocalAws } from '../../../../local/model/localAws.ts'
import type { AwsErrorFault } from '../../../../local/model/wire/faults.ts'
import type { Scenario } from '../scenario.ts'
import { always, denied, shortFlush, unavailable } from './faults.ts'

const undelivered = { status: 'FAILED', error: 'NotificationUndelivered', outcome: 'COMPLETED' } as const
const queueGone: AwsErrorFault = { ...denied, errorType: 'QueueDoesNotExist' }

/** Slack does not answer well to any post. */
function slackDead(aws: LocalAws): void {
  const fault = { kind: 'raw-answer', status: 503, body: 'upstream connect error' } as const
  for (const operation of ['chat.postMessage', 'chat.update'] as const) {
    aws.slack.failNext({ operation, times: always, fault })
  }
}

function slackRateLimited(
  aws: LocalAws,
  retryAfterSeconds: number,
  calls: { after: number; times: number },
): void {
  const fault = {
    kind: 'raw-answer',
    status: 429,
    headers: { 'retry-after': String(retryAfterSeconds) },
    body: '{"ok":false,"error":"ratelimited"}',
  } as const
  aws.slack.failNext({ operation: 'chat.postMessage', ...calls, fault })
}

/** Scenarios in which a channel, or the queue behind it, fails. */
export const channels = {
  'Slack dead': {
    prepare(aws) {
      aws.networkFirewall.nextOperation(shortFlush)
      slackDead(aws)
    },
    expected: { ...undelivered, visits: ['WaitBeforeRetry', 'ParkNotification', 'NotificationUndelivered'] },
  },
  'Slack asks to wait, then takes the message': {
    prepare(aws) {
      aws.networkFirewall.nextOperation(shortFlush)
      slackRateLimited(aws, 30, { after: 0, times: 4 })
    },
    expected: { status: 'SUCCEEDED', outcome: 'COMPLETED', visits: ['WaitBeforeRetry', 'Done'] },
  },
  'SNS refuses': {
    prepare(aws) {
      aws.networkFirewall.nextOperation(shortFlush)
      aws.sns.failNext({
        operation: 'Publish',
        times: always,
        fault: { ...denied, httpStatus: 403, errorType: 'AuthorizationErrorException' },
      })
    },
    expected: { ...undelivered, visits: ['ParkNotification'] },
  },
  'SNS and Slack fail for a while, side by side': {
    prepare(aws) {
      aws.networkFirewall.nextOperation(shortFlush)
      aws.sns.failNext({ operation: 'Publish', times: 3, fault: unavailable })
      slackRateLimited(aws, 5, { after: 1, times: 3 })
      aws.eventBridge.failNext({ operation: 'PutEvents', times: 2, fault: unavailable })
    },
    expected: { status: 'SUCCEEDED', outcome: 'COMPLETED', visits: ['WaitBeforeRetry'] },
  },
  'the dead-letter queue refuses too': {
    prepare(aws) {
      aws.networkFirewall.nextOperation(shortFlush)
      slackDead(aws)
      aws.sqs.failNext({ operation: 'SendMessage', times: always, fault: queueGone })
    },
    expected: { ...undelivered, visits: ['ParkNotification', 'NotificationNotParked'] },
  },
} satisfies Record<string, Scenario>

const lateFlush = { ...shortFlush, durationSeconds: 300 }

/** Scenarios of an operation that takes longer than a minute, which counts as overdue in them. */
export const overdue = {
  'overdue, then completed': {
    overdueMinutes: 1,
    prepare: aws => aws.networkFirewall.nextOperation(lateFlush),
    expected: {
      status: 'SUCCEEDED',
      outcome: 'COMPLETED',
      visits: ['ComposeOverdueNotice', 'SendOverdueNotice', 'RecordOverdueDeliveries', 'OperationCompleted'],
    },
  },
  'overdue, and Slack asks to wait': {
    overdueMinutes: 1,
    prepare(aws) {
      aws.networkFirewall.nextOperation(lateFlush)
      // The first post is the announcement.
      slackRateLimited(aws, 60, { after: 1, times: 1 })
    },
    expected: {
      status: 'SUCCEEDED',
      outcome: 'COMPLETED',
      visits: ['WasOverdueNoticeDelivered', 'IsOverdueNoticeDue'],
    },
  },
  'overdue, and neither Slack nor the queue takes it': {
    overdueMinutes: 1,
    prepare(aws) {
      aws.networkFirewall.nextOperation(lateFlush)
      const refusal = { kind: 'raw-answer', status: 200, body: '{"ok":false,"error":"is_archived"}' } as const
      aws.slack.failNext({ operation: 'chat.postMessage', times: always, fault: refusal })
      aws.slack.failNext({ operation: 'chat.update', times: always, fault: refusal })
      aws.sqs.failNext({ operation: 'SendMessage', times: 1, fault: queueGone })
    },
    expected: { ...undelivered, visits: ['ParkOverdueNotice', 'OverdueNoticeNotParked', 'ParkNotification'] },
  },
} satisfies Record<string, Scenario>
