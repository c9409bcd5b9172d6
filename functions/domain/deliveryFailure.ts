import type { Card } from './notification.ts'

/**
 * Why a channel did not take a message, by what follows from it:
 * RATE_LIMITED and TRANSIENT wait, MESSAGE_REFUSED is sent once more as plain text, REJECTED is final.
 */
export type DeliveryFailureKind = 'RATE_LIMITED' | 'TRANSIENT' | 'MESSAGE_REFUSED' | 'REJECTED'

export type DeliveryFailureFacts = {
  readonly kind: DeliveryFailureKind
  /** HTTP requests made in this round; 0 when not even one could be sent. */
  readonly attempts: number
  readonly retryAfterSeconds?: number
  /** What was reached before the failure, so that the next round does not repeat it. */
  readonly card?: Card | null
}

/** A message that did not arrive. The message is shown and recorded: it never holds a secret or an address of one. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError'
  readonly facts: DeliveryFailureFacts

  constructor(message: string, facts: DeliveryFailureFacts, options?: ErrorOptions) {
    super(message, options)
    this.facts = facts
  }
}
