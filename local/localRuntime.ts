import { systemClock } from '../functions/adapters/systemClock.ts'
import type { Settings } from '../functions/config.ts'
import type { Log } from '../functions/ports.ts'
import type { Runtime } from '../functions/runtime.ts'
import { realNowMilliseconds } from './engine/virtualTime.ts'

/** The runtime of a run on one's own machine: the functions' own, but for the log and the time that AWS has. */
export function localRuntime(settings: Settings, log: Log): Runtime {
  return {
    settings,
    clock: systemClock,
    ingestionClock: { nowMilliseconds: realNowMilliseconds },
    random: Math.random,
    log,
    prepareClient: signingAtRealTime(),
  }
}

/** The two members by which the AWS SDK lets a signature's time be corrected. */
type SigningClient = {
  readonly config: { systemClockOffset?: number }
  readonly middlewareStack: {
    add(
      middleware: (next: (args: unknown) => Promise<unknown>) => (args: unknown) => Promise<unknown>,
      options: { step: 'build'; name: string },
    ): void
  }
}

/** AWS takes signatures that are five minutes off; an answer's time is known to the second, and it took a while to come. */
const tolerableErrorMilliseconds = 60_000

/**
 * AWS refuses requests that are signed minutes off, and virtual time is ahead by hours. A machine's own clock may be wrong as
 * well: what the SDK learns of that from an answer holds for all clients, each of which would have to fail once otherwise.
 */
function signingAtRealTime(): Runtime['prepareClient'] {
  let clockErrorMilliseconds = 0
  return client => {
    const { config, middlewareStack } = client as unknown as SigningClient
    const signAtRealTime = (next: (args: unknown) => Promise<unknown>) => async (args: unknown) => {
      const aheadMilliseconds = Date.now() - realNowMilliseconds()
      config.systemClockOffset = clockErrorMilliseconds - aheadMilliseconds
      try {
        return await next(args)
      } finally {
        const learnt = config.systemClockOffset + aheadMilliseconds
        clockErrorMilliseconds = Math.abs(learnt) < tolerableErrorMilliseconds ? 0 : learnt
      }
    }
    middlewareStack.add(signAtRealTime, { step: 'build', name: 'signAtRealTime' })
    return client
  }
}
