import { describe, expect, test } from '@jest/globals'
import { retryableError } from '../../functions/domain/errors.ts'
import { serviceError } from '../support/builders.ts'

describe('the words on which the state machine retries', () => {
  test.each([
    ['ThrottlingException', 'ThrottlingException'],
    ['InternalServerError', 'TransientServiceError'],
    ['ResourceNotFoundException', 'PermanentServiceError'],
    ['AccessDeniedException', 'PermanentServiceError'],
    ['ExpiredTokenException', 'PermanentServiceError'],
    ['InvalidRequestException', 'PermanentServiceError'],
    ['UnheardOfException', 'PermanentServiceError'],
  ])('%s is told as %s, with message and cause', (from, name) => {
    const cause = serviceError(from)
    expect(retryableError(cause)).toMatchObject({ name, message: cause.message, cause })
  })
})
