import { type FailureFacts, ServiceError } from '../domain/serviceError.ts'

/** An answer may hold megabytes of text; a failure goes into logs, records and the execution's state. */
const maxNameCharacters = 128
const maxMessageCharacters = 1024

/** No single network call may hold a watch up for longer. */
const maxCallMilliseconds = 10_000

/**
 * Makes one call, once, within {@link maxCallMilliseconds} or less. Throws ServiceError with the cause kept.
 * Clients are built with one attempt, since the state machine owns every retry.
 */
export async function awsCall<Output>(
  send: (options: { abortSignal: AbortSignal }) => Promise<Output>,
  limitMilliseconds = maxCallMilliseconds,
): Promise<Output> {
  try {
    return await send({ abortSignal: AbortSignal.timeout(limitMilliseconds) })
  } catch (error) {
    throw new ServiceError(failureFacts(error), { cause: error })
  }
}

/** The AWS SDK throws plain errors with members of its own; each is read with care, since none is guaranteed. */
function failureFacts(error: unknown): FailureFacts {
  const members = typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {}
  const metadata = members['$metadata'] as { readonly httpStatusCode?: number } | undefined
  return {
    name: textOr(members['name'], 'UnknownError').slice(0, maxNameCharacters),
    message: firstLine(textOr(members['message'], String(error))),
    httpStatusCode: metadata?.httpStatusCode,
    code: textOr(members['code'], ''),
  }
}

/**
 * A refused signature is answered with all that was signed, the session's token included, further down in the message; it must
 * not reach a log, a record or a reader.
 */
function firstLine(message: string): string {
  const [line = ''] = message.split(/[\r\n]|x-amz-security-token/iu)
  return line.trim().slice(0, maxMessageCharacters)
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise
}
