import { type Contender, loopCarrier, retryCarrier, type Watcher } from './contender.ts'
import { type Retrier, retryRun } from './stepFunctionsRetry.ts'

/** Asks once, at the very end: what nobody can do, and nobody can do better. */
export const clairvoyant: Contender = {
  name: 'clairvoyant',
  carrier: loopCarrier,
  begin: ({ durationSeconds }) => ({
    firstWait: durationSeconds,
    afterAnswer: () => 0.001,
    afterThrottle: () => 1,
  }),
}

/** A loop of even steps in Step Functions, with a poll at once; a throttled call counts as "not yet". */
export function fixed(stepSeconds: number): Contender {
  const wait = () => stepSeconds
  return {
    name: `fixed ${stepSeconds} s`,
    carrier: loopCarrier,
    begin: () => ({ firstWait: 0, afterAnswer: wait, afterThrottle: wait }),
  }
}

/** The poll times of a plan, without one at once; the call's own time is taken off the next wait. */
export function planned(name: string, pollTimesSeconds: readonly number[]): Contender {
  return {
    name,
    carrier: loopCarrier,
    begin: ({ startsAtSeconds }): Watcher => {
      let next = 0
      const wait = (now: number) => {
        next += 1
        const time = pollTimesSeconds[next]
        return time === undefined ? null : Math.max(0, startsAtSeconds + time - now)
      }
      return { firstWait: pollTimesSeconds[0] ?? 0, afterAnswer: wait, afterThrottle: () => 1 }
    },
  }
}

type RetryVariant = Pick<Retrier, 'intervalSeconds' | 'backoffRate' | 'maxDelaySeconds'>

/** A task that fails while the operation runs, and whose Retry is the schedule: "not yet" backs off like a throttled call. */
export function retryAsSchedule(name: string, variant: RetryVariant): Contender {
  const retrier: Retrier = {
    errors: ['States.ALL'],
    maxAttempts: Number.POSITIVE_INFINITY,
    hasFullJitter: false,
    ...variant,
  }
  return {
    name,
    carrier: retryCarrier,
    begin: ({ random }) => {
      const run = retryRun([retrier], random)
      const wait = () => run.secondsAfter('States.TaskFailed')
      return { firstWait: 0, afterAnswer: wait, afterThrottle: wait }
    },
  }
}

/** AWS's sample "Poll for Job Status": Wait of 60 s, the task, a Choice; Retry 1 s, doubling, 3 attempts, then the execution fails. */
export const jobPoller: Contender = {
  name: 'Step Functions job poller 60 s',
  carrier: { ...loopCarrier, transitionsPerThrottle: 1, eventsPerThrottle: 3 },
  begin: ({ random }) => {
    const retrier: Retrier = {
      errors: ['States.ALL'],
      intervalSeconds: 1,
      backoffRate: 2,
      maxDelaySeconds: Number.POSITIVE_INFINITY,
      maxAttempts: 3,
      hasFullJitter: false,
    }
    let run = retryRun([retrier], random)
    return {
      firstWait: 60,
      afterAnswer: () => {
        run = retryRun([retrier], random)
        return 60
      },
      afterThrottle: () => run.secondsAfter('States.TaskFailed'),
    }
  },
}
