import { newIdentifier } from '../wire/identifiers.ts'
import { ServiceError } from '../wire/serviceError.ts'

/** One message in a queue. */
export type QueuedMessage = { readonly messageId: string; readonly body: string }

type KeptMessage = QueuedMessage & { readonly receipts: string[]; visibleAt: number }

/** One standard queue: what is received is hidden for a while, and comes back unless it is deleted. */
export class SqsQueue {
  readonly #kept: KeptMessage[] = []
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  add(message: QueuedMessage): void {
    this.#kept.push({ ...message, receipts: [], visibleAt: 0 })
  }

  messages(): readonly QueuedMessage[] {
    return this.#kept.map(({ messageId, body }) => ({ messageId, body }))
  }

  receive(
    maxCount: number,
    visibilitySeconds: number,
  ): (QueuedMessage & { readonly receiptHandle: string })[] {
    return this.#visible()
      .slice(0, maxCount)
      .map(message => {
        const receiptHandle = newIdentifier()
        message.receipts.push(receiptHandle)
        message.visibleAt = this.#now() + visibilitySeconds * 1000
        return { messageId: message.messageId, body: message.body, receiptHandle }
      })
  }

  /** An older receipt of the message deletes it as well; a message that is gone already is no error. */
  remove(receiptHandle: string): void {
    const index = this.#kept.findIndex(({ receipts }) => receipts.includes(receiptHandle))
    if (index >= 0) this.#kept.splice(index, 1)
  }

  changeVisibility(receiptHandle: string, visibilitySeconds: number): void {
    const message = this.#kept.find(({ receipts }) => receipts.includes(receiptHandle))
    if (!message)
      throw new ServiceError('ReceiptHandleIsInvalid', 'The specified receipt handle is not valid.')
    message.visibleAt = this.#now() + visibilitySeconds * 1000
  }

  counts(): { readonly visible: number; readonly hidden: number } {
    const visible = this.#visible().length
    return { visible, hidden: this.#kept.length - visible }
  }

  #visible(): KeptMessage[] {
    return this.#kept.filter(({ visibleAt }) => visibleAt <= this.#now())
  }
}
