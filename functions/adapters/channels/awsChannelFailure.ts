import { DeliveryError } from '../../domain/deliveryFailure.ts'
import { isWorthRetrying, ServiceError } from '../../domain/serviceError.ts'

/** The failure of an AWS call that was to deliver a message, as the delivery rules know it. */
export function awsDeliveryError(error: unknown, where: string): DeliveryError {
  const isServiceError = error instanceof ServiceError
  const kind = isServiceError && isWorthRetrying(error.kind) ? 'TRANSIENT' : 'REJECTED'
  const why = isServiceError ? error.message : 'unexpected failure'
  return new DeliveryError(`${where}: ${why}`, { kind, attempts: 1 }, { cause: error })
}
