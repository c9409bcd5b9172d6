/** The eventbridge channel. */
import { describe, expect, jest, test } from '@jest/globals'
import { type Answer, awsError, jsonAnswer, normal, reset } from './fakeAws.ts'
import { OPERATION_ID } from './fixtures.ts'
import { BUS_NAME, expectInvariants, replay } from './scenario.ts'

jest.setTimeout(180_000)

test.concurrent('one PutEvents entry: bus, source, detail-type, and the document as detail', async () => {
  const result = await replay({ channels: ['sns', 'eventbridge'] })
  result.expectEnd(0, 'COMPLETED')
  expect(result.of('PutEvents')).toHaveLength(1)
  expect(result.entries).toHaveLength(1)
  expect(result.entries[0]?.entry).toMatchObject({
    EventBusName: BUS_NAME,
    Source: 'flowbell',
    DetailType: 'Flow Operation Finished',
  })
  expect(result.entries[0]?.detail).toEqual(result.document)
  expectInvariants(result, ['sns', 'eventbridge'])
})

test.concurrent('it can be the only channel', async () => {
  const result = await replay({ channels: ['eventbridge'] })
  result.expectEnd(0, 'COMPLETED')
  expect(result.summary.deliveries).toEqual([{ channel: 'eventbridge', status: 'DELIVERED', attempts: 1 }])
  expect(result.entries[0]?.detail).toMatchObject({ outcome: 'COMPLETED', flowOperationId: OPERATION_ID })
  expectInvariants(result, ['eventbridge'])
})

test.concurrent.each<[string, Answer]>([
  ['throttled', awsError('ThrottlingException')],
  ['internal error', awsError('InternalException', 500)],
  ['connection cut', reset],
])('%s once: delivered at the second attempt', async (_name, fault) => {
  const result = await replay({ channels: ['eventbridge'], script: { PutEvents: [fault, normal] } })
  result.expectEnd(0, 'COMPLETED')
  expect(result.delivery('eventbridge')).toEqual({ channel: 'eventbridge', status: 'DELIVERED', attempts: 2 })
  expectInvariants(result, ['eventbridge'])
})

describe('not delivered', () => {
  test.concurrent.each<[string, Answer]>([
    [
      'a failed entry inside a 200',
      jsonAnswer({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure', ErrorMessage: 'x' }] }),
    ],
    ['access denied', awsError('AccessDeniedException')],
    ['the bus is gone', awsError('ResourceNotFoundException')],
    ['internal errors for good', awsError('InternalException', 500)],
  ])('%s: dead letter, exit code 1, the other channels served', async (_name, answer) => {
    const result = await replay({ script: { PutEvents: [answer] } })
    result.expectEnd(1, 'COMPLETED')
    expect(result.delivery('eventbridge')).toMatchObject({ status: 'DEAD_LETTERED' })
    expect(result.delivery('sns').status).toBe('DELIVERED')
    expect(result.delivery('slack').status).toBe('DELIVERED')
    expect(result.letters).toMatchObject([
      { channel: 'eventbridge', notice: 'OUTCOME', flowOperationId: OPERATION_ID },
    ])
    expect(result.run.stderr).toMatch(/^dead letter: eventbridge: \S/m)
    expectInvariants(result)
  })
})
