import type { Random } from '../random.ts'
import type { Wait, Watcher } from './contender.ts'

/** AWS SDK v3, standard mode: 3 attempts, throttled ones 500 ms apart and doubling, full jitter, 20 s at most. */
const attemptsPerCall = 3
const throttleDelaySeconds = 0.5
const maxDelaySeconds = 20

/**
 * A watcher whose calls go through the AWS SDK: a throttled call is repeated at once by the SDK, and only the last attempt's failure
 * reaches the watcher. Its token bucket is left out: no process makes enough calls to empty it.
 */
export function withSdkRetries(watcher: Watcher, random: Random): Watcher {
  let attempts = 0
  const settled = (wait: Wait): Wait => {
    attempts = 0
    return wait
  }
  return {
    firstWait: watcher.firstWait,
    afterAnswer: now => settled(watcher.afterAnswer(now)),
    afterThrottle: now => {
      attempts += 1
      if (attempts >= attemptsPerCall) return settled(watcher.afterThrottle(now))
      return random() * Math.min(maxDelaySeconds, throttleDelaySeconds * 2 ** (attempts - 1))
    },
  }
}
