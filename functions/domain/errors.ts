import { isWorthRetrying, type ServiceError } from './serviceError.ts'

/** The event is not one that Flowbell can watch. The message says what is wrong and where. */
export class InvalidEventError extends Error {
  override readonly name = 'InvalidEventError'
}

/** A FLOWBELL_* setting is missing, malformed or unknown. The message begins with its name. */
export class InvalidSettingError extends Error {
  override readonly name = 'InvalidSettingError'
}

/** What a function received is not what the state machine is meant to send: a defect, never retried. */
export class InvalidInputError extends Error {
  override readonly name = 'InvalidInputError'
}

/** The name is AWS's own, so that the state machine's Retry reads like the service's documentation. */
class ThrottlingError extends Error {
  override readonly name = 'ThrottlingException'
}

/** The service could not answer this time; the state machine's Retry tries again. */
class TransientServiceError extends Error {
  override readonly name = 'TransientServiceError'
}

/** The same call would fail again; the state machine does not repeat it. */
class PermanentServiceError extends Error {
  override readonly name = 'PermanentServiceError'
}

/** Puts a failed call into the three words that the state machine's Retry and Catch match on. */
export function retryableError(error: ServiceError): Error {
  const options = { cause: error }
  if (error.kind === 'THROTTLED') return new ThrottlingError(error.message, options)
  if (isWorthRetrying(error.kind)) return new TransientServiceError(error.message, options)
  return new PermanentServiceError(error.message, options)
}
