import { describe, expect, test } from '@jest/globals'
import { teamsRefusal } from '../../../functions/adapters/channels/teamsAnswer.ts'

const answer = (status: number, body = '', retryAfter: string | null = null) => ({ status, body, retryAfter })
const coded = (code: unknown) => JSON.stringify({ error: { code, message: 'https://secret.example/?sig=x' } })

describe('what a flow answers', () => {
  test.each([200, 202])('%d took the message', status => {
    expect(teamsRefusal(answer(status, 'anything'))).toBeNull()
  })

  test.each([
    [201, 'REJECTED'],
    [204, 'REJECTED'],
    [400, 'MESSAGE_REFUSED'],
    [401, 'ACCESS_REFUSED'],
    [403, 'ACCESS_REFUSED'],
    [404, 'ACCESS_REFUSED'],
    [408, 'TRANSIENT'],
    [410, 'REJECTED'],
    [413, 'MESSAGE_REFUSED'],
    [429, 'RATE_LIMITED'],
    [499, 'REJECTED'],
    [500, 'TRANSIENT'],
    [504, 'TRANSIENT'],
  ])('%d is %s', (status, kind) => {
    expect(teamsRefusal(answer(status, '', '9'))).toEqual({
      kind,
      errorName: 'no known reason',
      status,
      retryAfterSeconds: 9,
    })
  })

  test.each([
    'AuthorizationFailed',
    'DirectApiAuthorizationRequired',
    'DirectApiInvalidAuthorizationScheme',
    'InvalidRequestContent',
    'MissingApiVersionParameter',
    'RequestEntityTooLarge',
    'TooManyRequests',
    'TriggerInputSchemaMismatch',
    'WorkflowNotFound',
    'WorkflowTriggerIsNotEnabled',
  ])('%s is shown', code => {
    expect(teamsRefusal(answer(400, coded(code)))).toMatchObject({ errorName: code })
  })

  test.each([coded('https://secret.example'), coded(7), coded(''), '{}', 'null', '<html>', ''])(
    'nothing else is: %s',
    body => {
      expect(teamsRefusal(answer(400, body))).toMatchObject({ errorName: 'no known reason' })
    },
  )
})
