import { setTimeout as pause } from 'node:timers/promises'
import { InvalidEventError } from '../functions/domain/errors.ts'
import { parseTriggerEvent } from '../functions/domain/triggerEvent.ts'
import type { WatchRequest } from '../functions/domain/watchRequest.ts'
import { startWatch } from '../functions/handlers/startWatch.ts'
import type { Runtime } from '../functions/runtime.ts'
import { invocation } from './shippedFunctions.ts'

/** Lambda repeats a failed asynchronous call twice; so does a run without Lambda, only sooner. */
const pausesMilliseconds = [1000, 2000]

/**
 * Runs the shipped startWatch on an event and gives the watch that it would have started. `beforeCalls` runs, with the event's Region, once the event is
 * known to be sound, and before the first call to AWS. Throws InvalidEventError for an event that cannot be watched.
 */
export async function watchOfEvent(
  event: unknown,
  runtime: Runtime,
  beforeCalls: (region: string | null) => Promise<void>,
): Promise<WatchRequest> {
  const trigger = parseTriggerEvent(event, new Date().toISOString())
  await beforeCalls('watch' in trigger ? trigger.watch.region : trigger.unidentified.region)
  let watch: WatchRequest | undefined
  const start = startWatch(() => runtime, {
    watchStarter: {
      start: async request => {
        watch = request
        return 'STARTED'
      },
    },
    rejectedEvents: {
      report: async (_event, reason) => {
        throw new InvalidEventError(reason)
      },
    },
  })
  await withRepeats(() => invocation('startWatch', start)(event))
  if (!watch) throw new TypeError('startWatch ended without a watch')
  return watch
}

async function withRepeats(call: () => Promise<unknown>): Promise<void> {
  for (const pauseMilliseconds of pausesMilliseconds) {
    try {
      await call()
      return
    } catch (error) {
      if (!isPassing(error)) throw error
      await pause(pauseMilliseconds)
    }
  }
  await call()
}

function isPassing(error: unknown): boolean {
  return error instanceof Error && ['ThrottlingException', 'TransientServiceError'].includes(error.name)
}
