import type { FunctionName } from './faults.ts'
import type { Journal } from './journal.ts'
import type { LambdaService } from './lambdaService.ts'
import { passing } from './virtualWorld.ts'

/** Lambda repeats a failed asynchronous call after one minute, and after two more (developer guide, invocation-async). */
const pausesSeconds = [60, 120]
/** A call without room is kept for up to six hours, with a back-off of up to five minutes. */
const usualMaxAgeSeconds = 6 * 3600
const maxThrottlePauseSeconds = 300
const throttles = new Set([
  'Lambda.TooManyRequestsException',
  'Lambda.ServiceException',
  'Lambda.SdkClientException',
])

export type AsyncSetup = {
  readonly maxRetries: number
  readonly maxAgeSeconds?: number
  /** The destination of events whose processing failed. */
  readonly onFailure?: (payload: unknown) => void
}

/** Lambda's own queue in front of a function, to its end. Never throws. */
export async function invokeLater(
  parts: { readonly lambda: LambdaService; readonly journal: Journal },
  functionName: FunctionName,
  payload: unknown,
  { maxRetries, maxAgeSeconds = usualMaxAgeSeconds, onFailure }: AsyncSetup,
): Promise<void> {
  const { lambda, journal } = parts
  const begun = journal.now
  let failures = 0
  let throttled = 0
  for (;;) {
    try {
      await lambda.invoke(functionName, payload, null)
      return
    } catch (error) {
      const isThrottle = throttles.has((error as Error).name)
      const name = isThrottle ? 'Throttles' : 'Errors'
      journal.count({ namespace: 'AWS/Lambda', name, subject: functionName, value: 1 })
      const pause = isThrottle
        ? Math.min(2 ** throttled++, maxThrottlePauseSeconds)
        : (pausesSeconds[failures++] ?? 0)
      const isTooOld = (journal.now - begun) / 1000 + pause > maxAgeSeconds
      if (isTooOld || failures > maxRetries) break
      await passing(pause * 1000)
    }
  }
  journal.tell(functionName, 'Lambda gives up on an event')
  onFailure?.(payload)
}
