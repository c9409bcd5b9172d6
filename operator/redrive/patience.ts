import type { Pause } from './ports.ts'

/** The longest that one message is waited for, all its waits together. */
const maxWaitSeconds = 120

/** The waits of one message: within the bound, told to whoever looks on, and over when the run is stopped. */
export type Patience = {
  /** Waits, or tells why not: then it returns the reason. */
  wait(seconds: number, why: string): Promise<string | null>
}

export type PatienceSettings = {
  readonly pause: Pause
  readonly stop: AbortSignal
  readonly observe: (wait: { readonly seconds: number; readonly why: string }) => void
}

/** `isSpent`: whoever is waited for has not answered in an earlier message's time, so that no wait is worth it. */
export function newPatience({ pause, stop, observe }: PatienceSettings, isSpent: boolean): Patience {
  let left = isSpent ? 0 : maxWaitSeconds
  return {
    async wait(seconds, why) {
      if (stop.aborted) return 'stopped'
      if (seconds > left) {
        return isSpent
          ? 'not waited for again in this run'
          : `to be tried again in ${seconds} s, longer than this command waits for one message (${maxWaitSeconds} s)`
      }
      left -= seconds
      observe({ seconds, why })
      await pause(seconds * 1000, stop)
      return stop.aborted ? 'stopped' : null
    },
  }
}
