import { describe, expect, test } from '@jest/globals'
import { awsCall } from '../../functions/adapters/awsCall.ts'
import { ServiceError } from '../../functions/domain/serviceError.ts'
import { rejectionOf } from './support/rejection.ts'

function failureOf(thrown: unknown): Promise<ServiceError> {
  return rejectionOf(
    ServiceError,
    awsCall(async () => {
      throw thrown
    }),
  )
}

test('hands on what the call gives, and gives it a signal to stop by', async () => {
  const isAborted = await awsCall(({ abortSignal }) => Promise.resolve(abortSignal.aborted))
  expect(isAborted).toBe(false)
})

describe('whatever is thrown becomes a ServiceError with its cause', () => {
  test.each([
    ['a text', 'UnknownError: a text', 'PERMANENT'],
    [null, 'UnknownError: null', 'PERMANENT'],
    [undefined, 'UnknownError: undefined', 'PERMANENT'],
    [{ name: 'Odd', message: '  why \nall that was signed' }, 'Odd: why', 'PERMANENT'],
    [{ name: 17, message: {} }, 'UnknownError: [object Object]', 'PERMANENT'],
    [{ name: 'Odd', message: 'why', code: 'ECONNRESET' }, 'Odd: why', 'TRANSIENT'],
    [{ name: 'Odd', message: 'why', $metadata: { httpStatusCode: 503 } }, 'Odd: why', 'TRANSIENT'],
    [
      { name: 'SyntaxError', message: 'why', $metadata: { httpStatusCode: 400 } },
      'SyntaxError: why',
      'PERMANENT',
    ],
  ])('%j', async (thrown, message, kind) => {
    const error = await failureOf(thrown)
    expect(error).toMatchObject({ message, kind })
    expect(error.cause).toBe(thrown)
  })
})

test('however much was answered, a failure has few words', async () => {
  const error = await failureOf({ name: 'N'.repeat(9000), message: 'm'.repeat(300_000) })
  expect(error.serviceErrorName).toBe('N'.repeat(128))
  expect(error.message).toBe(`${'N'.repeat(128)}: ${'m'.repeat(1024)}`)
})
