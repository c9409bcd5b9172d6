import { describe, expect, test } from '@jest/globals'
import {
  completed,
  completedAt,
  hour,
  inProgress,
  memoryEnd,
  namedError,
  operation,
  serviceError,
} from './facts.ts'
import { type Call, type World, watchIn } from './watchBed.ts'

/** Fails this often, then answers. */
function failing(times: number, failure: () => Error, answer = completed) {
  return ({ call }: Call) => {
    if (call <= times) throw failure()
    return answer
  }
}

/** Fails before this virtual second, then answers. */
function failingUntil(seconds: number, failure: () => Error) {
  return ({ at }: Call) => {
    if (at < seconds) throw failure()
    return completed
  }
}

const always = Number.POSITIVE_INFINITY
const denied = () => serviceError('AccessDeniedException')
const notFound = () => serviceError('ResourceNotFoundException')
const expiredToken = () => serviceError('ExpiredTokenException')

const told = { executionStatus: 'FAILED', error: 'OutcomeUnobserved', outcome: 'WATCH_FAILED' }

describe.each([
  ['a server error', () => serviceError('InternalServerError', { httpStatusCode: 500 })],
  ['an unknown 503', () => serviceError('Unknown', { httpStatusCode: 503 })],
  ['a reset connection', () => serviceError('Error', { code: 'ECONNRESET' })],
  ['a failed name look-up', () => serviceError('Error', { code: 'EAI_AGAIN' })],
  ['a time-out', () => serviceError('TimeoutError')],
  ['a cut-off answer', () => serviceError('SyntaxError', { httpStatusCode: 200 })],
])('%s', (_name, failure) => {
  test('is repeated with growing back-off, and nothing is lost', async () => {
    const { polledAt, result } = await watchIn({ describe: failing(3, failure) })

    expect(polledAt).toEqual([0, 5, 15, 35])
    expect(result).toMatchObject({ outcome: 'COMPLETED', polls: 1, executionStatus: 'SUCCEEDED' })
  })
})

test('a service that is down for five minutes costs at most a minute more', async () => {
  const { endedAt, result } = await watchIn({
    describe: failingUntil(300, () => serviceError('Error', { code: 'ENOTFOUND' })),
  })

  expect(result.outcome).toBe('COMPLETED')
  expect(endedAt).toBeLessThanOrEqual(360)
})

describe('access denied', () => {
  test('is tolerated for the first 60 s of the watch, then the watch has failed', async () => {
    const { polledAt, result } = await watchIn({ describe: failing(always, denied) })

    expect(polledAt).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60])
    expect(result).toMatchObject(told)
    expect(result.document?.failure?.error).toBe('AccessDeniedException')
  })

  test('that heals within the 60 s leaves no trace', async () => {
    const { result } = await watchIn({ describe: failingUntil(55, denied) })

    expect(result).toMatchObject({ outcome: 'COMPLETED', executionStatus: 'SUCCEEDED' })
  })

  test('has the 60 s from the first poll, however old the operation is', async () => {
    const { result, endedAt } = await watchIn({ ageSeconds: 2 * hour, describe: failing(always, denied) })

    expect(endedAt).toBe(60)
    expect(result).toMatchObject(told)
  })

  test('after the 60 s ends the watch at once', async () => {
    const { polledAt, result } = await watchIn({
      describe: ({ at }) => {
        if (at >= 100) throw denied()
        return inProgress
      },
    })

    expect(polledAt.at(-1)).toBe(100)
    expect(result).toMatchObject(told)
  })
})

describe('an operation that the service does not know', () => {
  test('is asked for during its first 120 s, then EXPIRED', async () => {
    const { polledAt, result } = await watchIn({ describe: failing(always, notFound) })

    expect(polledAt.at(-1)).toBe(120)
    expect(result).toMatchObject({ outcome: 'EXPIRED', polls: 0, executionStatus: 'SUCCEEDED' })
  })

  test('may appear late', async () => {
    const { result } = await watchIn({ describe: failingUntil(110, notFound) })

    expect(result.outcome).toBe('COMPLETED')
  })

  test('is asked for at least three times when the watch begins late', async () => {
    const { polledAt, result } = await watchIn({ ageSeconds: 600, describe: failing(always, notFound) })

    expect(polledAt).toEqual([0, 5, 10])
    expect(result.outcome).toBe('EXPIRED')
  })

  test('is asked for once when it is older than 12 hours', async () => {
    const { polledAt, result } = await watchIn({
      ageSeconds: memoryEnd,
      describe: failing(always, notFound),
    })

    expect(polledAt).toEqual([0])
    expect(result.outcome).toBe('EXPIRED')
  })
})

test('an invalid request is never repeated', async () => {
  const { polledAt, result } = await watchIn({
    describe: failing(always, () => serviceError('InvalidRequestException')),
  })

  expect(polledAt).toEqual([0])
  expect(result).toMatchObject(told)
  expect(result.document?.failure).toEqual({
    error: 'InvalidRequestException',
    message: expect.stringContaining('the service said InvalidRequestException'),
  })
})

describe('expired credentials', () => {
  test('are tolerated once', async () => {
    const { polledAt, result } = await watchIn({ describe: failing(1, expiredToken) })

    expect(polledAt).toEqual([0, 4])
    expect(result.outcome).toBe('COMPLETED')
  })

  test('a second time end the watch', async () => {
    const { polledAt, result } = await watchIn({ describe: failing(always, expiredToken) })

    expect(polledAt).toEqual([0, 4])
    expect(result).toMatchObject(told)
  })
})

describe('an answer without a status', () => {
  test('is tolerated five times, then UNKNOWN, and never counts as a poll', async () => {
    const { polledAt, result } = await watchIn({ describe: () => operation(null) })

    expect(polledAt).toEqual([0, 4, 6, 8, 12, 16])
    expect(result).toMatchObject({ outcome: 'UNKNOWN', polls: 0 })
  })

  test('five times, then a status, changes nothing', async () => {
    const { result } = await watchIn({
      describe: ({ call }) => (call <= 5 ? operation(null) : completed),
    })

    expect(result).toMatchObject({ outcome: 'COMPLETED', polls: 1 })
  })
})

test('an unknown status is final at first sight, and told word for word', async () => {
  const { polledAt, result } = await watchIn({ describe: () => operation('CANCELLED') })

  expect(polledAt).toEqual([0])
  expect(result.document).toMatchObject({ outcome: 'UNKNOWN', serviceStatus: 'CANCELLED' })
})

describe('a poll function that crashes', () => {
  const crash = () => new TypeError('a defect')

  test('is called again for a quarter of an hour: a release that fails and is taken back ends no watch', async () => {
    const { polledAt, result } = await watchIn({ describe: failingUntil(900, crash) })

    expect(polledAt.slice(0, 8)).toEqual([0, 2, 6, 14, 30, 62, 122, 182])
    expect(polledAt.at(-1)).toBeLessThanOrEqual(960)
    expect(result.outcome).toBe('COMPLETED')
  })

  test('and goes on crashing fails the watch: recorded and told with its error, never silent', async () => {
    const { polledAt, result, delivered, records } = await watchIn({ describe: failing(always, crash) })

    expect(polledAt).toHaveLength(21)
    expect(polledAt.at(-1)).toBeLessThanOrEqual(17 * 60)
    expect(result).toMatchObject(told)
    expect(result.document?.failure).toEqual({ error: 'TypeError', message: 'a defect' })
    expect(delivered.filter(({ notice }) => notice === 'OUTCOME')).toHaveLength(3)
    expect(records[0]?.recordType).toBe('OPERATION_FINISHED')
  })

  test.each(['States.Timeout', 'Runtime.ExitError'])('with %s is called again too', async name => {
    const { result } = await watchIn({
      describe: () => completed,
      invoke: (functionName, { call }) => {
        if (functionName === 'pollOperation' && call <= 6) throw namedError(name)
      },
    })

    expect(result.outcome).toBe('COMPLETED')
  })
})

test('InvalidInputError, a defect of the stack itself, is never repeated: the watch fails and people are told', async () => {
  const { result, invocations, delivered } = await watchIn(
    pollFunctionFails(always, () => namedError('InvalidInputError')),
  )

  expect(invocations.filter(({ functionName }) => functionName === 'pollOperation')).toHaveLength(1)
  expect(result).toMatchObject(told)
  expect(delivered.filter(({ notice }) => notice === 'OUTCOME')).toHaveLength(3)
})

test('a release that sets every function wrongly for half an hour, in the middle of a watch, costs nobody a message', async () => {
  const { result, delivered, records } = await watchIn({
    describe: completedAt(300),
    invoke: (_functionName, { at }) => {
      if (at >= 60 && at < 1860) throw namedError('InvalidSettingError')
    },
  })

  expect(result).toMatchObject({ outcome: 'COMPLETED', executionStatus: 'SUCCEEDED' })
  expect(delivered.filter(({ notice }) => notice === 'OUTCOME')).toHaveLength(3)
  expect(records.filter(({ recordType }) => recordType === 'OPERATION_FINISHED')).toHaveLength(1)
})

test.each(['composeNotice', 'deliverNotification', 'recordAudit'])(
  'such a release while the outcome is told costs nobody a message either: %s',
  async wrong => {
    const { result, delivered } = await watchIn({
      describe: () => completed,
      invoke: (functionName, { at }) => {
        if (functionName === wrong && at < 480) throw namedError('InvalidSettingError')
      },
    })

    expect(result.executionStatus).toBe('SUCCEEDED')
    expect(delivered.filter(({ notice }) => notice === 'OUTCOME')).toHaveLength(3)
  },
)

describe.each([
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Lambda.ClientExecutionTimeoutException',
  'InvalidSettingError',
])('%s', name => {
  test('is repeated with a back-off up to 60 s, for far longer than a crash', async () => {
    const { invocations, result } = await watchIn(pollFunctionFails(60, () => namedError(name)))
    const calls = invocations.filter(({ functionName }) => functionName === 'pollOperation')

    expect(calls.slice(0, 8).map(({ at }) => at)).toEqual([0, 2, 6, 14, 30, 62, 122, 182])
    expect(calls).toHaveLength(61)
    expect(result.outcome).toBe('COMPLETED')
  })

  test('in every other function that tells people is repeated too', async () => {
    const { result, effects } = await watchIn({
      describe: () => completed,
      invoke: (functionName, { call }) => {
        if (functionName !== 'pollOperation' && call <= 3) throw namedError(name)
      },
    })

    expect(result.executionStatus).toBe('SUCCEEDED')
    expect(effects.filter(effect => effect.endsWith(' OUTCOME') && !effect.startsWith('record'))).toEqual([
      'sns OUTCOME',
      'slack OUTCOME',
      'eventbridge OUTCOME',
    ])
  })
})

function pollFunctionFails(times: number, failure: () => Error): World {
  return {
    describe: () => completed,
    invoke: (functionName, { call }) => {
      if (functionName === 'pollOperation' && call <= times) throw failure()
    },
  }
}
