import { SQSClient } from '@aws-sdk/client-sqs'
import { expect, test } from '@jest/globals'
import { sqsDeadLetters } from '../../functions/adapters/sqsDeadLetters.ts'
import { deadLetter } from '../../functions/domain/deadLetter.ts'
import { ServiceError } from '../../functions/domain/serviceError.ts'
import { clientSettings, useLocalAws } from '../local/model/localAwsFixture.ts'
import { rejectionOf } from './support/rejection.ts'
import { completedReport, operationId } from './support/reports.ts'

const fixture = useLocalAws()
const letter = deadLetter(
  { channel: 'slack', target: null, notice: 'OUTCOME', reason: 'gone – für immer' },
  completedReport,
)

function park(queueUrl: string): Promise<void> {
  return sqsDeadLetters(new SQSClient(clientSettings(fixture().local)), queueUrl).park(letter)
}

test('a letter is one message with the whole document', async () => {
  const { sqs } = fixture().local
  const queueUrl = sqs.createQueue('letters')
  await park(queueUrl)
  expect(sqs.messages(queueUrl).map(({ body }) => JSON.parse(body) as unknown)).toEqual([
    {
      schemaVersion: 1,
      channel: 'slack',
      notice: 'OUTCOME',
      flowOperationId: operationId,
      reason: 'gone – für immer',
      document: completedReport,
    },
  ])
})

test('a queue that does not exist is an error that no repetition mends', async () => {
  const queueUrl = `${fixture().local.environment['AWS_ENDPOINT_URL']}/123456789012/other`
  const error = await rejectionOf(ServiceError, park(queueUrl))
  expect(error).toMatchObject({ kind: 'PERMANENT', serviceErrorName: 'QueueDoesNotExist' })
})

test.each([
  ['ThrottlingException', 400, 'THROTTLED'],
  ['AccessDeniedException', 403, 'ACCESS_DENIED'],
  ['InternalFailure', 500, 'TRANSIENT'],
] as const)('%s is an error', async (errorType, httpStatus, kind) => {
  const { sqs } = fixture().local
  const queueUrl = sqs.createQueue('letters')
  const fault = { kind: 'aws-error', httpStatus, errorType, message: 'why' } as const
  sqs.failNext({ operation: 'SendMessage', fault })
  await expect(rejectionOf(ServiceError, park(queueUrl))).resolves.toMatchObject({ kind })
  expect(sqs.messages(queueUrl)).toEqual([])
})
