const windowMilliseconds = 1_000

/** Admits a number of calls in any one second, by the injected clock. */
export class RateLimit {
  readonly #callsPerSecond: number
  #admittedAtMilliseconds: readonly number[] = []

  constructor(callsPerSecond: number) {
    this.#callsPerSecond = callsPerSecond
  }

  /** Whether a call that arrives now is within the limit; a refused call does not count. */
  admits(nowMilliseconds: number): boolean {
    const recent = this.#admittedAtMilliseconds.filter(at => nowMilliseconds - at < windowMilliseconds)
    const isAdmitted = recent.length < this.#callsPerSecond
    this.#admittedAtMilliseconds = isAdmitted ? [...recent, nowMilliseconds] : recent
    return isAdmitted
  }
}
