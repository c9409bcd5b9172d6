import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  classifyFailure,
  isWorthRetrying,
  ServiceError,
  type ServiceErrorKind,
} from '../../functions/domain/serviceError.ts'

const namesByKind: Record<Exclude<ServiceErrorKind, 'PERMANENT'>, readonly string[]> = {
  // The list that the AWS SDK for JavaScript retries as throttling, and what KMS calls it.
  THROTTLED: [
    'BandwidthLimitExceeded',
    'EC2ThrottledException',
    'KMSThrottling',
    'KMSThrottlingException',
    'LimitExceededException',
    'PriorRequestNotComplete',
    'ProvisionedThroughputExceededException',
    'RequestLimitExceeded',
    'RequestThrottled',
    'RequestThrottledException',
    'SlowDown',
    'Throttled',
    'ThrottledException',
    'Throttling',
    'ThrottlingException',
    'TooManyRequestsException',
    'TransactionInProgressException',
  ],
  TRANSIENT: [
    'AbortError',
    'InternalError',
    'InternalErrorException',
    'InternalException',
    'InternalFailure',
    'InternalServerError',
    'InternalServerException',
    'InternalServiceError',
    'RequestTimeout',
    'RequestTimeoutException',
    'ServiceUnavailable',
    'ServiceUnavailableException',
    'TimeoutError',
  ],
  NOT_FOUND: ['NotFound', 'NotFoundException', 'ResourceNotFoundException'],
  ACCESS_DENIED: [
    'AccessDenied',
    'AccessDeniedException',
    'AuthorizationError',
    'AuthorizationErrorException',
    'UnauthorizedOperation',
  ],
  EXPIRED_CREDENTIALS: [
    'CredentialsProviderError',
    'ExpiredToken',
    'ExpiredTokenException',
    'InvalidClientTokenId',
    'InvalidSignatureException',
    'RequestExpired',
    'RequestTimeTooSkewed',
    'SignatureDoesNotMatch',
    'TokenProviderError',
    'UnrecognizedClientException',
  ],
  INVALID_REQUEST: [
    'InvalidParameter',
    'InvalidParameterException',
    'InvalidRequestException',
    'ValidationError',
    'ValidationException',
  ],
}
const named = Object.entries(namesByKind).flatMap(([kind, names]) =>
  names.map((name): [string, string] => [name, kind]),
)
const message = 'synthetic'

describe('what a failed call means', () => {
  test.each(named)('%s is %s, whatever the status', (name, kind) => {
    for (const httpStatusCode of [undefined, 200, 400, 403, 500]) {
      expect(classifyFailure({ name, message, httpStatusCode })).toBe(kind)
    }
  })

  test.each([
    ['Error', 429, 'THROTTLED'],
    ['Error', 408, 'TRANSIENT'],
    ['Error', 500, 'TRANSIENT'],
    ['Error', 502, 'TRANSIENT'],
    ['Error', 504, 'TRANSIENT'],
    ['Error', 599, 'TRANSIENT'],
    ['Error', 299, 'TRANSIENT'],
    ['Error', 300, 'PERMANENT'],
    ['Error', 400, 'PERMANENT'],
    ['Error', 401, 'ACCESS_DENIED'],
    ['Error', 403, 'ACCESS_DENIED'],
    ['Error', 499, 'PERMANENT'],
    ['Error', undefined, 'PERMANENT'],
    // An HTML page of a load balancer, and an answer that was cut off: both arrive as a SyntaxError.
    ['SyntaxError', 503, 'TRANSIENT'],
    ['SyntaxError', 200, 'TRANSIENT'],
    ['SyntaxError', 400, 'PERMANENT'],
    ['SyntaxError', undefined, 'PERMANENT'],
    ['TypeError', 200, 'TRANSIENT'],
  ])('%s with status %s is %s', (name, httpStatusCode, kind) => {
    expect(classifyFailure({ name, message, httpStatusCode })).toBe(kind)
  })

  test.each([
    'EAI_AGAIN',
    'ECONNABORTED',
    'ECONNREFUSED',
    'ECONNRESET',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ENOTFOUND',
    'EPIPE',
    'ETIMEDOUT',
    // Node's HTTP parser, and its fetch.
    'HPE_INVALID_CONSTANT',
    'UND_ERR_SOCKET',
  ])('the socket error %s is TRANSIENT', code => {
    expect(classifyFailure({ name: 'Error', message, code })).toBe('TRANSIENT')
  })

  test.each([
    'CERT_HAS_EXPIRED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'ERR_INVALID_URL',
    'ERR_SSL_WRONG_VERSION_NUMBER',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    // The names of sockets begin, and do not merely go on, with a capital E.
    'NO_ECONNRESET',
    'E1',
    'E',
    '',
    undefined,
  ])('the socket error %s is PERMANENT', code => {
    expect(classifyFailure({ name: 'Error', message, code })).toBe('PERMANENT')
  })

  test('names that every object has are unknown names', () => {
    for (const name of ['constructor', '__proto__', 'toString']) {
      expect(classifyFailure({ name, message, code: name })).toBe('PERMANENT')
    }
  })

  test('throttling and passing failures are worth a retry, nothing else is', () => {
    const kinds: ServiceErrorKind[] = [...(Object.keys(namesByKind) as ServiceErrorKind[]), 'PERMANENT']
    expect(kinds.filter(isWorthRetrying)).toEqual(['THROTTLED', 'TRANSIENT'])
  })

  test('a status from 500 on is always worth a retry, unless the name says better', () => {
    fc.assert(
      fc.property(fc.integer({ min: 500, max: 599 }), httpStatusCode =>
        isWorthRetrying(classifyFailure({ name: 'UnheardOf', message, httpStatusCode })),
      ),
    )
  })
})

describe('ServiceError', () => {
  test('keeps the kind, the service name, the status and the cause', () => {
    const cause = new Error('cause')
    const error = new ServiceError(
      { name: 'ThrottlingException', message: 'Rate exceeded', httpStatusCode: 400 },
      { cause },
    )
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({
      name: 'ServiceError',
      kind: 'THROTTLED',
      serviceErrorName: 'ThrottlingException',
      httpStatusCode: 400,
      message: 'ThrottlingException: Rate exceeded',
      cause,
    })
  })
})
