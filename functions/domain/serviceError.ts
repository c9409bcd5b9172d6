/** What an AWS call's failure means for the caller; the reaction is decided elsewhere. */
export type ServiceErrorKind =
  | 'THROTTLED'
  | 'TRANSIENT'
  | 'NOT_FOUND'
  | 'ACCESS_DENIED'
  | 'EXPIRED_CREDENTIALS'
  | 'INVALID_REQUEST'
  | 'PERMANENT'

/** The facts by which a failure is told: the error's name, the HTTP status, the socket's error code. */
export type FailureFacts = {
  readonly name: string
  readonly message: string
  readonly httpStatusCode?: number | undefined
  readonly code?: string | undefined
}

/** A failed AWS call in Flowbell's own words. `serviceErrorName` is the name that the service gave. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError'
  readonly kind: ServiceErrorKind
  readonly serviceErrorName: string
  readonly httpStatusCode: number | undefined
  readonly code: string | undefined

  constructor(facts: FailureFacts, options?: ErrorOptions) {
    super(`${facts.name}: ${facts.message}`, options)
    this.kind = classifyFailure(facts)
    this.serviceErrorName = facts.name
    this.httpStatusCode = facts.httpStatusCode
    this.code = facts.code
  }
}

/** The names that the AWS SDK for JavaScript counts as throttling (@smithy/core, service error classification). */
const throttlingNames = new Set([
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
])

const expiredCredentialNames = new Set([
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
])

const accessDeniedNames = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'AuthorizationErrorException',
  'UnauthorizedOperation',
])

const notFoundNames = new Set(['NotFound', 'NotFoundException', 'ResourceNotFoundException'])

const invalidRequestNames = new Set([
  'InvalidParameter',
  'InvalidParameterException',
  'InvalidRequestException',
  'ValidationError',
  'ValidationException',
])

const transientNames = new Set([
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
])

const kindByName: readonly (readonly [ReadonlySet<string>, ServiceErrorKind])[] = [
  [throttlingNames, 'THROTTLED'],
  [expiredCredentialNames, 'EXPIRED_CREDENTIALS'],
  [accessDeniedNames, 'ACCESS_DENIED'],
  [notFoundNames, 'NOT_FOUND'],
  [invalidRequestNames, 'INVALID_REQUEST'],
  [transientNames, 'TRANSIENT'],
]

/**
 * Tells what a failed AWS call means, by name first, then by status, then by socket code.
 * The AWS SDK marks nothing as retryable for Network Firewall, and an HTML 503 page or a cut-off answer arrives
 * as a SyntaxError with only `$metadata.httpStatusCode` to tell it by (observed with client-network-firewall).
 */
export function classifyFailure(facts: FailureFacts): ServiceErrorKind {
  const named = kindByName.find(([names]) => names.has(facts.name))
  if (named) return named[1]
  return facts.httpStatusCode === undefined
    ? kindOfNoAnswer(facts.code ?? '')
    : kindByStatus(facts.httpStatusCode)
}

/** A success that the SDK could not read is a broken answer; the next one may be whole. */
function kindByStatus(status: number): ServiceErrorKind {
  if (status === 429) return 'THROTTLED'
  if (status === 401 || status === 403) return 'ACCESS_DENIED'
  return status >= 500 || status === 408 || status < 300 ? 'TRANSIENT' : 'PERMANENT'
}

/**
 * Sockets and Node's HTTP parser name their failures by codes such as ECONNRESET, EAI_AGAIN or HPE_INVALID_CONSTANT.
 * A broken or foreign certificate, which does not mend itself, has other ones: CERT_…, SELF_SIGNED_…, ERR_TLS_… and such.
 */
const networkCode = /^(?:E(?!RR_)[A-Z]|HPE_|UND_ERR_)/u

function kindOfNoAnswer(code: string): ServiceErrorKind {
  return networkCode.test(code) ? 'TRANSIENT' : 'PERMANENT'
}

/** True for the kinds that a later, identical call may not meet again. */
export function isWorthRetrying(kind: ServiceErrorKind): boolean {
  return kind === 'THROTTLED' || kind === 'TRANSIENT'
}
