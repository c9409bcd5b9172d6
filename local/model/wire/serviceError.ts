/** Thrown by a model's operation: the service refuses the call with this error. */
export class ServiceError extends Error {
  /** The exception's name as the SDK reports it, for example `ResourceNotFoundException`. */
  readonly errorType: string
  readonly httpStatus: number
  override readonly name = 'ServiceError'

  constructor(errorType: string, message: string, httpStatus = 400) {
    super(message)
    this.errorType = errorType
    this.httpStatus = httpStatus
  }
}
