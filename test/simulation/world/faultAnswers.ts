import type { AwsFault } from '../../../local/model/wire/faults.ts'
import type { CallSite } from './faults.ts'

/** An answer word for word, as something between the caller and the service may give it. */
type RawAnswer = {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

/** A failure by its name below, a raw answer, an AWS error or a Lambda error by its own name. */
export type FaultAnswer =
  | AnswerName
  | RawAnswer
  | { readonly awsError: string; readonly status: number; readonly message?: string }
  | { readonly lambdaError: string; readonly message?: string }

/** What a failed call looks like to its caller. */
export type Failure =
  | { readonly kind: 'wire'; readonly fault: Exclude<AwsFault, { kind: 'done-but-fails' }> }
  | { readonly kind: 'socket'; readonly code: string }
  | { readonly kind: 'lambda'; readonly error: string; readonly message: string }

const aws = (errorType: string, httpStatus = 400, message = 'synthetic failure'): Failure => ({
  kind: 'wire',
  fault: { kind: 'aws-error', httpStatus, errorType, message },
})
const raw = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Failure => ({
  kind: 'wire',
  fault: { kind: 'raw-answer', status, headers, body },
})
const socket = (code: string): Failure => ({ kind: 'socket', code })
const lambda = (error: string, message = 'synthetic failure'): Failure => ({ kind: 'lambda', error, message })

const html = '<html><body><h1>503 Service Unavailable</h1></body></html>'

/** Failures that are met often enough to have a name; each fits the sites whose protocol it speaks. */
const failures = {
  throttled: aws('ThrottlingException', 400, 'Rate exceeded'),
  internal: aws('InternalServerError', 500),
  'html-503': raw(503, html, { 'content-type': 'text/html' }),
  'truncated-json': raw(200, '{"Flow', { 'content-type': 'application/x-amz-json-1.0' }),
  'empty-object': raw(200, '{}', { 'content-type': 'application/x-amz-json-1.0' }),
  'access-denied': aws('AccessDeniedException', 400),
  'expired-credentials': aws('ExpiredTokenException', 400),
  'not-found': aws('ResourceNotFoundException', 400),
  'invalid-request': aws('InvalidRequestException', 400),
  'kms-denied': aws('KMSAccessDeniedException', 400),
  'rejected-log-events': raw(200, '{"rejectedLogEventsInfo":{"tooNewLogEventStartIndex":0}}'),
  'failed-entry': raw(
    200,
    '{"FailedEntryCount":1,"Entries":[{"ErrorCode":"InternalFailure","ErrorMessage":"x"}]}',
  ),
  reset: socket('ECONNRESET'),
  'connect-timeout': socket('ETIMEDOUT'),
  dns: socket('EAI_AGAIN'),
  'bad-certificate': socket('CERT_HAS_EXPIRED'),
  'foreign-certificate': socket('ERR_TLS_CERT_ALTNAME_INVALID'),
  'unsigned-certificate': socket('DEPTH_ZERO_SELF_SIGNED_CERT'),
  'rate-limited-1': raw(429, 'rate_limited', { 'retry-after': '1' }),
  'rate-limited-30': raw(429, 'rate_limited', { 'retry-after': '30' }),
  'rate-limited-3600': raw(429, 'rate_limited', { 'retry-after': '3600' }),
  'rate-limited-absent': raw(429, 'rate_limited'),
  'rate-limited-negative': raw(429, 'rate_limited', { 'retry-after': '-5' }),
  'rate-limited-date': raw(429, 'rate_limited', { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }),
  'rate-limited-garbage': raw(429, 'rate_limited', { 'retry-after': 'soon' }),
  'chat-500': raw(500, 'fatal_error'),
  'chat-503': raw(503, html, { 'content-type': 'text/html' }),
  'chat-not-ok': raw(200, 'something else'),
  'chat-no-service': raw(404, 'no_service'),
  'chat-archived': raw(410, 'channel_is_archived'),
  'chat-forbidden': raw(403, 'action_prohibited'),
  'chat-invalid-blocks': raw(400, 'invalid_blocks'),
  'chat-redirect': raw(302, '', { location: 'http://169.254.169.254/' }),
  'lambda-throttled': lambda('Lambda.TooManyRequestsException'),
  'lambda-service': lambda('Lambda.ServiceException'),
  'lambda-sdk': lambda('Lambda.SdkClientException'),
  'lambda-out-of-memory': lambda('Lambda.Unknown', 'Runtime exited with error: signal: killed'),
  'lambda-exit': lambda('Runtime.ExitError', 'Runtime exited with error: exit status 1'),
  /** With the modes hang and hang-after: not even the end of the function is reported, and the task's own limit passes. */
  'lambda-no-answer': lambda('States.Timeout'),
  'lambda-bad-result': lambda('Runtime.MarshalError', 'Unable to marshal response'),
} as const satisfies Record<string, Failure>
export type AnswerName = keyof typeof failures

/** What the caller sees of a fault in the modes before and after. */
export function failureOf(site: CallSite, answer: FaultAnswer | undefined): Failure {
  if (answer === undefined) return usualFailure(site)
  if (typeof answer === 'string') return failures[answer]
  if ('awsError' in answer) return aws(answer.awsError, answer.status, answer.message)
  if ('lambdaError' in answer) return lambda(answer.lambdaError, answer.message)
  return raw(answer.status, answer.body, answer.headers)
}

function usualFailure(site: CallSite): Failure {
  if (site.startsWith('lambda:') || site === 'rule-target') return failures['lambda-service']
  return isChatSite(site) ? failures['chat-500'] : failures.internal
}

/** The sites outside AWS, whose failures have no AWS protocol. */
export function isChatSite(site: CallSite): boolean {
  return ['webhook', 'chat.postMessage', 'chat.update', 'flow'].includes(site)
}
