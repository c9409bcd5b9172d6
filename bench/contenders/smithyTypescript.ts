import { type LambdaClient, waitUntilFunctionActiveV2 } from '@aws-sdk/client-lambda'
import FakeTimers from '@sinonjs/fake-timers'
import { serviceMemorySeconds } from '../../functions/domain/pollSchedule.ts'
import type { Random } from '../random.ts'
import { type Contender, sdkRetryCarrier, type Wait } from './contender.ts'
import { withSdkRetries } from './sdkRetries.ts'
import { smithyDelays } from './waiters.ts'

/** How many runs of the waiter are recorded; operations take them in turn. */
const recordedRuns = 200

/**
 * The waiter of the AWS SDK for JavaScript, its own code: waits are recorded from runs of it in virtual time, and replayed.
 * That is exact, since it treats "not yet" and an error alike, and its waits depend on chance and time only.
 */
export async function smithyTypescript(random: Random): Promise<Contender> {
  const runs = await recordedWaits(recordedRuns, random)
  return {
    name: 'smithy-typescript 2..120',
    carrier: sdkRetryCarrier,
    begin: ({ index, random: ownRandom }) => {
      const waits = runs[index % runs.length] ?? []
      let attempt = 0
      const wait = (): Wait => {
        attempt += 1
        return waits[attempt - 1] ?? null
      }
      return withSdkRetries({ firstWait: 0, afterAnswer: wait, afterThrottle: wait }, ownRandom)
    },
  }
}

/** The waits of whole runs of 12 hours, in seconds. */
export async function recordedWaits(runs: number, random: Random): Promise<number[][]> {
  const real = Math.random
  const clock = FakeTimers.install({
    now: 0,
    toFake: ['setTimeout', 'clearTimeout', 'Date'],
    loopLimit: 1_000_000,
  })
  Math.random = random
  try {
    const calls = Array.from({ length: runs }, () => [] as number[])
    const waiting = Promise.all(calls.map(waitForEver))
    await clock.runAllAsync()
    await waiting
    return calls.map(waitsBetween)
  } finally {
    Math.random = real
    clock.uninstall()
  }
}

/** A function that never becomes active stands for an operation that never ends. */
async function waitForEver(callTimes: number[]): Promise<void> {
  const client = {
    config: {},
    send: () => {
      callTimes.push(Date.now())
      return Promise.resolve({ Configuration: { State: 'Pending' } })
    },
  } as unknown as LambdaClient
  const { minDelaySeconds: minDelay, maxDelaySeconds: maxDelay } = smithyDelays
  const settings = { client, maxWaitTime: serviceMemorySeconds, minDelay, maxDelay }
  try {
    await waitUntilFunctionActiveV2(settings, { FunctionName: 'bench' })
  } catch (error) {
    if ((error as Error).name !== 'TimeoutError') throw error
  }
}

function waitsBetween(callTimes: readonly number[]): number[] {
  return callTimes.slice(1).map((time, index) => (time - (callTimes[index] ?? 0)) / 1000)
}
