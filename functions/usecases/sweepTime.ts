import { ServiceError } from '../domain/serviceError.ts'
import type { Clock } from '../ports.ts'

/** No firewall and no list is asked later than this: it leaves the grace for events, 180 s, inside the whole. */
const maxListingSeconds = 90
/**
 * No watch is begun later than this. A start and the description before it take up to 10 s each, so they end before the
 * function is stopped at 300 s: one that is stopped in the middle could not even say so. Only a list of many slow pages,
 * which is not broken off, can last longer than all of it.
 */
const maxSweepSeconds = 270

/** What is left of the time that one sweep has, counted from when this is made. */
export class SweepTime {
  readonly #clock: Clock
  readonly #startedAt: number

  constructor(clock: Clock) {
    this.#clock = clock
    this.#startedAt = clock.nowMilliseconds()
  }

  get isLeftToList(): boolean {
    return this.#clock.nowMilliseconds() < this.#startedAt + maxListingSeconds * 1000
  }

  get isLeftToStart(): boolean {
    return this.isLeftToStartAt(this.#clock.nowMilliseconds())
  }

  /** True when a watch may still be begun at this time, in epoch milliseconds. */
  isLeftToStartAt(milliseconds: number): boolean {
    return milliseconds <= this.#startedAt + maxSweepSeconds * 1000
  }
}

/** Some firewalls or scopes were not asked. */
export function listsOutOfTime(): ServiceError {
  const message = `the lists took more than ${maxListingSeconds} s: the next sweep begins with another firewall`
  return new ServiceError({ name: 'SweepOutOfTime', message })
}

/** So many operations were found and not watched. */
export function leftToNextSweep(count: number): ServiceError {
  const message = `no watch is begun after ${maxSweepSeconds} s: ${count} operation(s) are left to the next sweep`
  return new ServiceError({ name: 'SweepOutOfTime', message })
}
