import { systemClock } from '../functions/adapters/systemClock.ts'
import type { Settings } from '../functions/config.ts'
import type { Log } from '../functions/ports.ts'
import type { PreparableClient, Runtime } from '../functions/runtime.ts'
import { realNowMilliseconds } from './engine/virtualTime.ts'

/** The runtime of a run on one's own machine: the functions' own, but for the log and the time that AWS has. */
export function localRuntime(settings: Settings, log: Log): Runtime {
  return {
    settings,
    clock: systemClock,
    ingestionClock: { nowMilliseconds: realNowMilliseconds },
    random: Math.random,
    log,
    prepareClient: signAtRealTime,
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

/** AWS refuses requests that are signed minutes ahead, and virtual time is ahead by hours. */
function signAtRealTime<Client extends PreparableClient>(client: Client): Client {
  const { config, middlewareStack } = client as unknown as SigningClient
  const signAtRealTimeMiddleware = (next: (args: unknown) => Promise<unknown>) => (args: unknown) => {
    config.systemClockOffset = realNowMilliseconds() - Date.now()
    return next(args)
  }
  middlewareStack.add(signAtRealTimeMiddleware, { step: 'build', name: 'signAtRealTime' })
  return client
}
