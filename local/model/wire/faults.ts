import type { HttpAnswer, Reply } from './http.ts'

/** A fault below the service's own protocol: any status and body, or no answer at all. */
type TransportFault =
  | {
      readonly kind: 'raw-answer'
      readonly status: number
      /** For example `{ 'retry-after': '30' }`; the content type is text/plain unless given. */
      readonly headers?: Readonly<Record<string, string>>
      readonly body: string
    }
  | { readonly kind: 'connection-reset' }
  /** Never answered; the connection is cut when the model is closed. */
  | { readonly kind: 'hang' }

/** How the error's name is put on the wire; the SDKs accept all four forms. */
export type ErrorTypeForm = 'bare' | 'namespaced' | 'coral' | 'header-only'

/** An error in the service's own protocol. */
export type AwsErrorFault = {
  readonly kind: 'aws-error'
  readonly httpStatus: number
  /** The exception's name, for example `ThrottlingException`. */
  readonly errorType: string
  readonly message: string
  /** Default `bare`. Has no meaning for SNS, which answers in XML. */
  readonly typeForm?: ErrorTypeForm
}

/** The call takes effect, but the caller sees the fault. */
type DoneButFails<Answer> = { readonly kind: 'done-but-fails'; readonly answer: Answer }

export type AwsFault = TransportFault | AwsErrorFault | DoneButFails<TransportFault | AwsErrorFault>
export type ChatFault = TransportFault | DoneButFails<TransportFault>

/**
 * Carries out one call under the fault planned for it, if any.
 *
 * @param perform does the work of the call and returns the healthy answer
 * @param encodeError puts a planned AWS error into the protocol of the service
 */
export function replyUnderFault(
  fault: AwsFault | undefined,
  perform: () => Reply,
  encodeError: (error: AwsErrorFault) => HttpAnswer,
): Reply {
  if (!fault) return perform()
  switch (fault.kind) {
    case 'done-but-fails':
      perform()
      return replyUnderFault(fault.answer, perform, encodeError)
    case 'aws-error':
      return encodeError(fault)
    case 'raw-answer':
      return { ...fault, headers: { 'content-type': 'text/plain', ...fault.headers } }
    case 'connection-reset':
    case 'hang':
      return fault.kind
  }
}
