import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { describe, expect, test } from '@jest/globals'
import { awsDeliveryError } from '../../../functions/adapters/channels/awsChannelFailure.ts'
import { eventBridgeChannel } from '../../../functions/adapters/channels/eventBridge.ts'
import { DeliveryError } from '../../../functions/domain/deliveryFailure.ts'
import type { Acceptance } from '../../../functions/domain/deliveryRetry.ts'
import type { FlowOperationReport } from '../../../functions/domain/report.ts'
import { clientSettings, useLocalAws } from '../../local/model/localAwsFixture.ts'
import { rejectionOf } from '../support/rejection.ts'
import { completedReport, firewallArn, overdueReport } from '../support/reports.ts'

const fixture = useLocalAws()

function put(document: FlowOperationReport = completedReport): Promise<Acceptance> {
  const client = new EventBridgeClient(clientSettings(fixture().local))
  return eventBridgeChannel(client, 'security').deliver({
    document,
    target: null,
    card: null,
    plainText: false,
  })
}

function putWithAnswer(body: object): Promise<Acceptance> {
  const fault = { kind: 'raw-answer', status: 200, body: JSON.stringify(body) } as const
  fixture().local.eventBridge.failNext({ operation: 'PutEvents', fault })
  return put()
}

test('an outcome is one event with the document as detail, and the receipt is its id', async () => {
  const acceptance = await put()
  const { entries } = fixture().local.eventBridge
  expect(entries).toEqual([
    {
      eventId: expect.any(String),
      eventBusName: 'security',
      source: 'flowbell',
      detailType: 'Flow Operation Finished',
      detail: completedReport,
      resources: [firewallArn],
    },
  ])
  expect(acceptance).toEqual({ attempts: 1, receipt: entries[0]?.eventId })
})

test('an overdue notice has a type of its own', async () => {
  await put(overdueReport)
  expect(fixture().local.eventBridge.entries).toMatchObject([
    { detailType: 'Flow Operation Overdue', detail: { notice: 'OVERDUE', outcome: null } },
  ])
})

test('without a firewall there are no resources', async () => {
  await put({ ...completedReport, firewallArn: null })
  expect(fixture().local.eventBridge.entries[0]?.resources).toEqual([])
})

describe('a failed entry inside a successful answer is a failure', () => {
  test.each([
    ['ThrottlingException', 'TRANSIENT'],
    ['InternalFailure', 'TRANSIENT'],
    ['InternalException', 'TRANSIENT'],
    ['MalformedDetail', 'REJECTED'],
    ['NotAuthorizedForSource', 'REJECTED'],
  ])('%s is %s', async (ErrorCode, kind) => {
    const answer = { FailedEntryCount: 1, Entries: [{ ErrorCode, ErrorMessage: 'why' }] }
    const error = await rejectionOf(DeliveryError, putWithAnswer(answer))
    expect(error.facts).toMatchObject({ kind, attempts: 1 })
    expect(error.message).toBe(`EventBridge PutEvents: ${ErrorCode}: why`)
  })

  test.each([
    { FailedEntryCount: 1, Entries: [{}] },
    { FailedEntryCount: 1, Entries: [{ EventId: 'seems well' }] },
    { FailedEntryCount: 1 },
    { Entries: [{ ErrorCode: 'InternalFailure' }] },
  ])('however little is said: %j', async answer => {
    await expect(rejectionOf(DeliveryError, putWithAnswer(answer))).resolves.toBeInstanceOf(DeliveryError)
  })

  test.each([{ FailedEntryCount: 0, Entries: [{}] }, {}])('no failed entry, no failure: %j', async answer => {
    await expect(putWithAnswer(answer)).resolves.toEqual({ attempts: 1, receipt: null })
  })
})

describe('a failed call', () => {
  test.each([
    ['ThrottlingException', 400, 'TRANSIENT'],
    ['InternalException', 500, 'TRANSIENT'],
    ['AccessDeniedException', 400, 'REJECTED'],
    ['ResourceNotFoundException', 400, 'REJECTED'],
    ['ValidationException', 400, 'REJECTED'],
  ] as const)('%s is %s', async (errorType, httpStatus, kind) => {
    const fault = { kind: 'aws-error', httpStatus, errorType, message: 'why' } as const
    fixture().local.eventBridge.failNext({ operation: 'PutEvents', fault })
    await expect(rejectionOf(DeliveryError, put())).resolves.toMatchObject({ facts: { kind, attempts: 1 } })
  })

  test('for a reason nobody knows is final, and the reason stays in the cause', () => {
    const cause = new TypeError('internal text')
    const error = awsDeliveryError(cause, 'SNS Publish')
    expect(error.message).toBe('SNS Publish: unexpected failure')
    expect(error.facts).toEqual({ kind: 'REJECTED', attempts: 1 })
    expect(error.cause).toBe(cause)
  })
})

describe('an answer that is not what the model says', () => {
  test.each([[[]], [7], [{}], [null]])('an id %j is no receipt', async EventId => {
    expect(await putWithAnswer({ FailedEntryCount: 0, Entries: [{ EventId }] })).toEqual({
      attempts: 1,
      receipt: null,
    })
  })

  test('entries that are no list are a broken answer, to be tried again', async () => {
    const error = await rejectionOf(DeliveryError, putWithAnswer({ FailedEntryCount: 0, Entries: 'none' }))
    expect(error.facts.kind).toBe('TRANSIENT')
  })
})
