/** What Slack answers to one post: it takes it, or says 429, with a Retry-After header or without. */
export type PostAnswer =
  | { readonly isTaken: true }
  | { readonly isTaken: false; readonly retryAfter: string | null }

/** The headers of refusals, in turn, and how long each tells to wait: what is absent or no number counts as 30 s (contract). */
export const retryAfterHeaders: Readonly<Record<string, readonly (string | null)[]>> = {
  '1 s': ['1'],
  '30 s': ['30'],
  absent: [null],
  garbage: ['soon', '-5', 'Wed, 21 Oct 2026 07:28:00 GMT', '1.5', '0x10', '', '1,2', '٣'],
  mixed: ['1', '30', null, 'soon', '1', '-5', '30', 'Wed, 21 Oct 2026 07:28:00 GMT', null, '1.5'],
}

/** Seconds for which a client must stay away after such a header; written from the contract, not with the code under test. */
export function secondsToStayAway(retryAfter: string | null): number {
  return retryAfter !== null && /^[0-9]{1,4}$/.test(retryAfter) ? Number(retryAfter) : 30
}

/** One message a second and no more, as one webhook or channel has it. Answers are in virtual milliseconds. */
export class SlackAtItsLimit {
  readonly #headers: readonly (string | null)[]
  /** With true, a refusal closes the webhook to everybody for as long as it says. */
  readonly #closesForAll: boolean
  #refusals = 0
  #lastTakenAt = Number.NEGATIVE_INFINITY
  #closedUntil = Number.NEGATIVE_INFINITY

  constructor(headers: readonly (string | null)[], closesForAll = false) {
    this.#headers = headers
    this.#closesForAll = closesForAll
  }

  post(at: number): PostAnswer {
    if (at >= this.#closedUntil && at - this.#lastTakenAt >= 1000) {
      this.#lastTakenAt = at
      return { isTaken: true }
    }
    if (at < this.#closedUntil) return this.#refusal(String(Math.ceil((this.#closedUntil - at) / 1000)))
    const header = this.#headers[this.#refusals % this.#headers.length] ?? null
    this.#refusals += 1
    if (this.#closesForAll) this.#closedUntil = at + secondsToStayAway(header) * 1000
    return this.#refusal(header)
  }

  #refusal(retryAfter: string | null): PostAnswer {
    return { isTaken: false, retryAfter }
  }
}
