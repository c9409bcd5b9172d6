import { afterEach, beforeEach, jest } from '@jest/globals'

/** Takes the place of the passing of time: which limits were set, and the moment at which they run out. */
export type TimeLimits = {
  /** Milliseconds of every limit that was set. */
  readonly set: readonly number[]
  /** Lets every limit run out now. */
  runOut(): void
}

/** Replaces `AbortSignal.timeout` for each test, so that no test has to wait for a limit. */
export function useTimeLimits(): () => TimeLimits {
  let limits: TimeLimits
  beforeEach(() => {
    const set: number[] = []
    const controllers: AbortController[] = []
    limits = {
      set,
      runOut: () => {
        for (const controller of controllers) {
          controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'))
        }
      },
    }
    jest.spyOn(AbortSignal, 'timeout').mockImplementation(milliseconds => {
      const controller = new AbortController()
      set.push(milliseconds)
      controllers.push(controller)
      return controller.signal
    })
  })
  afterEach(() => {
    jest.restoreAllMocks()
  })
  return () => limits
}

/** Lets the event loop turn until the condition holds. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(resolve => setImmediate(resolve))
}
