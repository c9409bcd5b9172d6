import { describe, expect, test } from '@jest/globals'
import { shippedDefinitionText } from '../../local/engine/definition.ts'
import type { JsonObject } from './aslWalk.ts'
import { machinesOf, statesOf } from './aslWalk.ts'
import { failing, type Task, tasks, unanswered } from './failingTasks.ts'

/** Lambda has no room, cannot be reached, or a release has set the function wrongly, which the next one mends. */
const lambdaErrors = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Lambda.ClientExecutionTimeoutException',
  'InvalidSettingError',
]
/** A defect of the stack: the next try would end the same. */
const defects = ['InvalidInputError']
const permanent = ['PermanentServiceError', ...defects]
const transient = ['ThrottlingException', 'TransientServiceError']
/** A defect, a time-out and an end of the function, none of which a retrier names. */
const others = ['TypeError', 'States.Timeout', 'Runtime.ExitError']

/** How often a task is tried again for an error, and the shortest and the longest full back-off in seconds. */
type Budget = {
  readonly errors: readonly string[]
  readonly retries: number
  readonly from: number
  readonly upTo: number
}

function budget(errors: readonly string[], retries: number, from = 0, upTo = 0): Budget {
  return { errors, retries, from, upTo }
}

/** What a task is worth waiting for, what the watch does without it, and where it keeps why. */
type Promised = {
  readonly afterwards: string
  readonly why?: string
  /** So many seconds after a call its answer is taken for lost. */
  readonly limit: number
  readonly budgets: readonly Budget[]
}

const promises: Readonly<Record<string, Promised>> = {
  // Best effort: the card is shown anew with the next poll, or with the outcome.
  ComposeAnnouncement: {
    afterwards: 'PollOperation',
    limit: 15,
    budgets: [budget([...lambdaErrors, ...defects, ...others], 0)],
  },
  PostAnnouncement: {
    afterwards: 'KeepAnnouncement',
    limit: 70,
    budgets: [budget([...lambdaErrors, ...defects, ...others], 0)],
  },
  // A service that throttles outlasts the 12 hours of the watch, at which the function itself gives up.
  PollOperation: {
    afterwards: 'WatchFailed',
    why: 'failure',
    limit: 20,
    budgets: [
      budget(transient, 6000, 5, 20),
      budget(lambdaErrors, 120, 2, 60),
      budget(defects, 0),
      budget(others, 20, 2, 60),
    ],
  },
  // The next poll asks for it again, and must not be late.
  ComposeOverdueNotice: {
    afterwards: 'WaitForNextPoll',
    limit: 15,
    budgets: [budget([...lambdaErrors, ...defects, ...others], 0)],
  },
  DeliverOverdueNotice: {
    afterwards: 'ParkOverdueNotice',
    why: 'crash',
    limit: 70,
    budgets: [budget(lambdaErrors, 4, 2, 30), budget(defects, 0), budget(others, 2, 2, 30)],
  },
  ParkOverdueNotice: {
    afterwards: 'OverdueNoticeNotParked',
    limit: 40,
    budgets: [budget(permanent, 0), budget([...lambdaErrors, ...others], 4, 2, 30)],
  },
  // What is not recorded now is recorded with the outcome.
  RecordOverdueDeliveries: {
    afterwards: 'WaitForNextPoll',
    limit: 40,
    budgets: [budget([...lambdaErrors, ...permanent, ...others], 0)],
  },
  // People wait for the outcome meanwhile: some minutes for a service that throttles, half a minute for a defect.
  CollectResults: {
    afterwards: 'GatherContext',
    limit: 70,
    budgets: [
      budget(lambdaErrors, 12, 2, 60),
      budget(transient, 10, 2, 60),
      budget(defects, 0),
      budget(others, 3, 2, 30),
    ],
  },
  GatherContext: {
    afterwards: 'LeaveContextUnknown',
    limit: 25,
    budgets: [
      budget(['Lambda.TooManyRequestsException'], 2, 1, 2),
      budget([...lambdaErrors.filter(error => !error.includes('TooMany')), ...defects, ...others], 0),
    ],
  },
  // Without it nobody is told anything: an hour.
  ComposeOutcome: {
    afterwards: 'OutcomeNotComposed',
    why: 'failure',
    limit: 15,
    budgets: [budget(defects, 0), budget([...lambdaErrors, ...others], 60, 2, 60)],
  },
  // People are told when the log is down for a minute, but wait for a Lambda that is only busy.
  RecordOutcome: {
    afterwards: 'OutcomeNotRecorded',
    limit: 40,
    budgets: [budget(lambdaErrors, 12, 2, 60), budget(permanent, 0), budget(others, 6, 1, 20)],
  },
  // A crash may have told people already, so a crash is repeated twice only; a busy Lambda told nobody: an hour.
  DeliverNotification: {
    afterwards: 'ParkNotification',
    why: 'crash',
    limit: 70,
    budgets: [budget(lambdaErrors, 60, 2, 60), budget(defects, 0), budget(others, 2, 2, 30)],
  },
  ParkNotification: {
    afterwards: 'NotificationNotParked',
    limit: 40,
    budgets: [budget(permanent, 0), budget([...lambdaErrors, ...others], 8, 2, 60)],
  },
  RecordDeliveries: {
    afterwards: 'AuditNotWritten',
    limit: 40,
    budgets: [budget(lambdaErrors, 60, 2, 60), budget(permanent, 0), budget(others, 6, 1, 20)],
  },
}

/**
 * The first try at 0, then one after each back-off, which doubles until it is the longest; each by this part of it. A try that
 * fails takes no time, unless told otherwise.
 */
function triesOf({ retries, from, upTo }: Budget, part = 1, seconds = 0): number[] {
  let at = 0
  const later = Array.from({ length: retries }, (_, retry) => {
    at += seconds + Math.min(upTo, from * 2 ** retry) * part
    return at
  })
  return [0, ...later]
}

const cases = Object.entries(promises).flatMap(([state, { afterwards, why = 'lastFailure', budgets }]) =>
  budgets.flatMap(one => one.errors.map(error => [state, error, one, { afterwards, why }] as const)),
)
const taskOf = (state: string) => tasks[state] as Task

test('every task of the definition has its budgets here', () => {
  const definition = JSON.parse(shippedDefinitionText()) as JsonObject
  const all = machinesOf(definition).flatMap(machine => statesOf(machine.definition))
  const names = all.filter(({ state }) => state['Type'] === 'Task').map(({ name }) => name)

  expect(names.toSorted()).toEqual(Object.keys(promises).toSorted())
})

describe('a task that fails for ever', () => {
  test.each(cases)(
    '%s with %s is tried as often and as long as it is worth, then the watch goes on and keeps why',
    async (state, error, one, { afterwards, why }) => {
      const { triedAt, next, given } = await failing(taskOf(state), error)

      expect(triedAt).toEqual(triesOf(one))
      expect(next).toBe(afterwards)
      expect(given).toMatchObject({ [why]: { Error: error } })
    },
  )
})

const repeated = cases.filter(([, , { retries }]) => retries > 0)

describe('the back-off of a task', () => {
  test.each(repeated)(
    '%s with %s is drawn from zero on, so that watches drift apart',
    async (state, error, one) => {
      const times = Math.min(one.retries, 8)
      const { triedAt } = await failing(taskOf(state), error, { times, retryRandom: () => 0.5 })

      expect(triedAt).toEqual(triesOf({ ...one, retries: times }, 0.5))
    },
  )
})

describe('a task whose answers are lost', () => {
  test.each(Object.entries(promises))(
    '%s is given up after its time limit and tried again like one that crashed',
    async (state, { afterwards, why = 'lastFailure', limit, budgets }) => {
      const { triedAt, next, given } = await unanswered(taskOf(state))
      const crashes = budgets.find(({ errors }) => errors.includes('States.Timeout')) as Budget

      expect(triedAt).toEqual(triesOf(crashes, 1, limit))
      expect(next).toBe(afterwards)
      expect(given).toMatchObject({ [why]: { Error: 'States.Timeout' } })
    },
  )
})
