import { ServiceError } from '../domain/serviceError.ts'
import type { Clock, Log } from '../ports.ts'

/** No call begins later than this; with the 10 s that one call may take, all is over within 18 s. */
const maxAskingMilliseconds = 8_000

/**
 * Calls whose answers are welcome but not needed: a failure is logged and answered with null. A throttled call ends the
 * asking, since the polls of other watches need the room.
 */
export class Asking {
  readonly #clock: Clock
  readonly #log: Log
  readonly #deadline: number
  #isOver = false

  constructor(clock: Clock, log: Log) {
    this.#clock = clock
    this.#log = log
    this.#deadline = clock.nowMilliseconds() + maxAskingMilliseconds
  }

  async ask<Answer>(call: () => Promise<Answer>): Promise<Answer | null> {
    if (!this.#isOver && this.#clock.nowMilliseconds() >= this.#deadline)
      this.#end('the time for it is used up')
    if (this.#isOver) return null
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
      if (error.kind === 'THROTTLED') this.#end(error.message)
      else this.#log({ level: 'WARN', error: error.serviceErrorName, message: error.message })
      return null
    }
  }

  #end(reason: string): void {
    this.#isOver = true
    this.#log({ level: 'WARN', message: `nothing more is asked about the firewall: ${reason}` })
  }
}
