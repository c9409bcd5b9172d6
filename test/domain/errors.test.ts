import { describe, expect, test } from '@jest/globals'
import { DeliveryError } from '../../functions/domain/deliveryFailure.ts'
import {
  InvalidEventError,
  InvalidInputError,
  InvalidSettingError,
  retryableError,
} from '../../functions/domain/errors.ts'
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

describe('the names on which a Catch matches', () => {
  test.each([
    [InvalidEventError, 'InvalidEventError'],
    [InvalidSettingError, 'InvalidSettingError'],
    [InvalidInputError, 'InvalidInputError'],
  ])('%p', (ErrorClass, name) => {
    expect(new ErrorClass('why')).toMatchObject({ name, message: 'why' })
  })

  test('of a message that did not arrive, with the facts that follow from it', () => {
    const cause = new Error('cause')
    const error = new DeliveryError('why', { kind: 'TRANSIENT', attempts: 1 }, { cause })
    expect(error).toMatchObject({
      name: 'DeliveryError',
      message: 'why',
      facts: { kind: 'TRANSIENT', attempts: 1 },
      cause,
    })
  })
})
