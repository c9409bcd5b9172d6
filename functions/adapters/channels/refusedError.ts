import type { DeliveryFailureKind } from '../../domain/deliveryFailure.ts'
import type { Card } from '../../domain/notification.ts'

/** A refusal by a chat service: its meaning, and its name in words that may be shown. */
export type Refusal = {
  /** ACCESS_REFUSED is to be followed by one fresh look at the secret. */
  readonly kind: DeliveryFailureKind | 'ACCESS_REFUSED'
  readonly errorName: string
  readonly status: number
  readonly retryAfterSeconds: number
}

/** How far a message had come when it was refused. `attempts` counts HTTP requests of the message itself. */
export type Progress = { readonly attempts: number; readonly card: Card | null }

/** The service answered, and did not take the message. `where` names the way in our words. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  readonly refusal: Refusal
  readonly where: string
  readonly progress: Progress

  constructor(refusal: Refusal, where: string, progress: Progress) {
    super(`${where} answered ${refusal.status}: ${refusal.errorName}`)
    this.refusal = refusal
    this.where = where
    this.progress = progress
  }
}
