import { SNSClient } from '@aws-sdk/client-sns'
import { describe, expect, test } from '@jest/globals'
import { snsChannel } from '../../../functions/adapters/channels/sns.ts'
import { DeliveryError } from '../../../functions/domain/deliveryFailure.ts'
import type { Acceptance } from '../../../functions/domain/deliveryRetry.ts'
import type { FlowOperationReport } from '../../../functions/domain/report.ts'
import { clientSettings, useLocalAws } from '../../local/model/localAwsFixture.ts'
import { rejectionOf } from '../support/rejection.ts'
import { completedReport, overdueReport } from '../support/reports.ts'

const fixture = useLocalAws()

function publish(
  document: FlowOperationReport = completedReport,
  topicName = 'topic',
  target: string | null = null,
): Promise<Acceptance> {
  const { local } = fixture()
  local.sns.createTopic('topic')
  const channel = snsChannel(
    new SNSClient(clientSettings(local)),
    `arn:aws:sns:eu-west-1:123456789012:${topicName}`,
  )
  return channel.deliver({ document, target, card: null, plainText: false })
}

test('a notice is one message, and the receipt is its id', async () => {
  const acceptance = await publish()
  expect(fixture().local.sns.published).toHaveLength(1)
  const [published] = fixture().local.sns.published
  expect(acceptance).toEqual({ attempts: 1, receipt: published?.messageId })
  expect(published?.subject).toBe('COMPLETED: Flow flush on edge (eu-west-1a)')
  expect(Object.keys(published?.message ?? {}).sort()).toEqual(['default', 'email', 'https', 'lambda', 'sqs'])
})

test('a message that is routed to a topic goes there', async () => {
  const target = fixture().local.sns.createTopic('incidents')
  await publish(completedReport, 'topic', target)
  expect(fixture().local.sns.published.map(({ topicArn }) => topicArn)).toEqual([target])
})

test('machines get the document, chat the custom notification, people the text', async () => {
  await publish()
  const { message = {} } = fixture().local.sns.published[0] ?? {}
  expect(JSON.parse(String(message['sqs']))).toEqual(completedReport)
  expect(JSON.parse(String(message['lambda']))).toEqual(completedReport)
  expect(JSON.parse(String(message['https']))).toMatchObject({ version: '1.0', source: 'custom' })
  expect(message['email']).toBe(message['default'])
  expect(message['email']).toContain('Flow flush COMPLETED on edge in eu-west-1a')
})

test('the attributes of an outcome', async () => {
  await publish()
  expect(fixture().local.sns.published[0]?.attributes).toEqual({
    notice: 'OUTCOME',
    outcome: 'COMPLETED',
    operationType: 'FLOW_FLUSH',
    firewallName: 'edge',
    severity: 'info',
    availabilityZone: 'eu-west-1a',
  })
})

test('an overdue notice has no attribute outcome, and what is absent has none', async () => {
  await publish({ ...overdueReport, availabilityZone: null, firewallName: '', flowOperationType: null })
  expect(fixture().local.sns.published[0]?.attributes).toEqual({ notice: 'OVERDUE', severity: 'warning' })
})

test('a message without id has no receipt', async () => {
  const body =
    '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult/></PublishResponse>'
  const headers = { 'content-type': 'text/xml' }
  fixture().local.sns.failNext({
    operation: 'Publish',
    fault: { kind: 'raw-answer', status: 200, headers, body },
  })
  await expect(publish()).resolves.toEqual({ attempts: 1, receipt: null })
})

describe('a failure', () => {
  function failing(errorType: string, httpStatus: number): Promise<DeliveryError> {
    const fault = { kind: 'aws-error', httpStatus, errorType, message: 'why' } as const
    fixture().local.sns.failNext({ operation: 'Publish', fault })
    return rejectionOf(DeliveryError, publish())
  }

  test.each([
    ['ThrottledException', 429, 'TRANSIENT'],
    ['KMSThrottlingException', 400, 'TRANSIENT'],
    ['InternalErrorException', 500, 'TRANSIENT'],
    ['ServiceUnavailableException', 503, 'TRANSIENT'],
    ['NotFoundException', 404, 'REJECTED'],
    ['AuthorizationErrorException', 403, 'REJECTED'],
    ['InvalidParameterException', 400, 'REJECTED'],
    ['EndpointDisabledException', 400, 'REJECTED'],
    ['KMSAccessDeniedException', 400, 'REJECTED'],
    ['KMSDisabledException', 400, 'REJECTED'],
    ['KMSInvalidStateException', 400, 'REJECTED'],
    ['KMSNotFoundException', 400, 'REJECTED'],
    ['KMSOptInRequired', 403, 'REJECTED'],
  ] as const)('%s is %s', async (errorType, httpStatus, kind) => {
    const error = await failing(errorType, httpStatus)
    expect(error.facts).toMatchObject({ kind, attempts: 1 })
    expect(error.message).toMatch(/^SNS Publish: .*why$/)
    expect(fixture().local.sns.published).toEqual([])
  })

  test('a topic that does not exist is final', async () => {
    const error = await rejectionOf(DeliveryError, publish(completedReport, 'gone'))
    expect(error.facts.kind).toBe('REJECTED')
  })

  test('an HTML page with 503 passes by itself', async () => {
    const fault = { kind: 'raw-answer', status: 503, body: '<html>busy</html>' } as const
    fixture().local.sns.failNext({ operation: 'Publish', fault })
    await expect(rejectionOf(DeliveryError, publish())).resolves.toMatchObject({
      facts: { kind: 'TRANSIENT' },
    })
  })
})
