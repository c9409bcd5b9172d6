import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SNSClient } from '@aws-sdk/client-sns'
import { SQSClient } from '@aws-sdk/client-sqs'
import { describe, expect, test } from '@jest/globals'
import { eventBridgeChannel } from '../../functions/adapters/channels/eventBridge.ts'
import { snsChannel } from '../../functions/adapters/channels/sns.ts'
import { cloudWatchAuditLog } from '../../functions/adapters/cloudWatchAuditLog.ts'
import { secretsManager } from '../../functions/adapters/secretsManager.ts'
import { sqsDeadLetters } from '../../functions/adapters/sqsDeadLetters.ts'
import { eventRejected } from '../../functions/domain/auditRecord.ts'
import { deadLetter } from '../../functions/domain/deadLetter.ts'
import type { LocalAws } from '../../local/model/localAws.ts'
import { clientSettings, useLocalAws } from '../local/model/localAwsFixture.ts'
import { anOperation, flowOperations, wholeFirewall } from './support/networkFirewallCalls.ts'
import { completedReport } from './support/reports.ts'
import { until, useTimeLimits } from './support/timeLimits.ts'

const fixture = useLocalAws()
const limits = useTimeLimits()
const hang = { kind: 'hang' } as const
const clock = { nowMilliseconds: () => 0 }
const notification = { document: completedReport, target: null, card: null, plainText: false }

/** Each lets its service hang and makes the call. */
const hangingCalls: Readonly<Record<string, (local: LocalAws) => Promise<unknown>>> = {
  DescribeFlowOperation: local => {
    local.networkFirewall.failNext({ operation: 'DescribeFlowOperation', fault: hang })
    return flowOperations(local).describe(anOperation)
  },
  ListFlowOperations: local => {
    local.networkFirewall.failNext({ operation: 'ListFlowOperations', fault: hang })
    return flowOperations(local).list(wholeFirewall, 'FLOW_FLUSH')
  },
  ListFlowOperationResults: local => {
    local.networkFirewall.failNext({ operation: 'ListFlowOperationResults', fault: hang })
    return flowOperations(local).resultsPage(anOperation, null)
  },
  CreateLogStream: local => {
    local.logs.failNext({ operation: 'CreateLogStream', fault: hang })
    return cloudWatchAuditLog(new CloudWatchLogsClient(clientSettings(local)), 'audit', clock).write('key', [
      eventRejected('key', 'why', 'now'),
    ])
  },
  SendMessage: local => {
    const queueUrl = local.sqs.createQueue('letters')
    local.sqs.failNext({ operation: 'SendMessage', fault: hang })
    const letter = deadLetter(
      { channel: 'sns', target: null, notice: 'OUTCOME', reason: 'why' },
      completedReport,
    )
    return sqsDeadLetters(new SQSClient(clientSettings(local)), queueUrl).park(letter)
  },
  GetSecretValue: local => {
    local.secrets.failNext({ operation: 'GetSecretValue', fault: hang })
    return secretsManager(new SecretsManagerClient(clientSettings(local)), clock).read('arn', {
      fresh: false,
    })
  },
  Publish: local => {
    const topicArn = local.sns.createTopic('topic')
    local.sns.failNext({ operation: 'Publish', fault: hang })
    return snsChannel(new SNSClient(clientSettings(local)), topicArn).deliver(notification)
  },
  PutEvents: local => {
    local.eventBridge.failNext({ operation: 'PutEvents', fault: hang })
    return eventBridgeChannel(new EventBridgeClient(clientSettings(local)), 'bus').deliver(notification)
  },
}

describe('a call that is never answered', () => {
  test.each(Object.entries(hangingCalls))(
    '%s is given up after 10 s, to be tried again',
    async (_name, call) => {
      const { local } = fixture()
      const settled = Promise.allSettled([call(local)])
      await until(() => local.requests.length === 1)
      expect(limits().set).toEqual([10_000])
      limits().runOut()
      expect(await settled).toEqual([{ status: 'rejected', reason: transientFailure }])
    },
  )
})

/** A ServiceError by its kind, a DeliveryError by its facts. */
const transientFailure: object = {
  asymmetricMatch: (error: { kind?: unknown; facts?: { kind?: unknown } }) =>
    (error.facts?.kind ?? error.kind) === 'TRANSIENT',
}
