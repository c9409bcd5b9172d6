import type { Random } from '../random.ts'

/** One entry of a state's Retry, with the defaults of the Amazon States Language filled in. */
export type Retrier = {
  readonly errors: readonly string[]
  readonly intervalSeconds: number
  readonly backoffRate: number
  readonly maxDelaySeconds: number
  readonly maxAttempts: number
  readonly hasFullJitter: boolean
}

/** The attempts of one stay in a state: each retrier counts its own, and all begin anew when the state is left. */
export type RetryRun = { secondsAfter(errorName: string): number | null }

export function retryRun(retriers: readonly Retrier[], random: Random): RetryRun {
  const attempts = new Map<Retrier, number>()
  return {
    secondsAfter(errorName) {
      const retrier = retriers.find(
        ({ errors }) => errors.includes(errorName) || errors.includes('States.ALL'),
      )
      if (!retrier) return null
      const attempt = attempts.get(retrier) ?? 0
      if (attempt >= retrier.maxAttempts) return null
      attempts.set(retrier, attempt + 1)
      const delay = Math.min(
        retrier.intervalSeconds * retrier.backoffRate ** attempt,
        retrier.maxDelaySeconds,
      )
      return retrier.hasFullJitter ? random() * delay : delay
    },
  }
}
