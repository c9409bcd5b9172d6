import { describe, expect, test } from '@jest/globals'
import { inProgress, memoryEnd, operation, serviceError } from './facts.ts'
import { type Call, watchIn } from './watchBed.ts'

const notFound = () => serviceError('ResourceNotFoundException')
const invalid = () => serviceError('InvalidRequestException')

/** In progress until this virtual second, then this error for ever. */
function runningUntil(seconds: number, failure: () => Error) {
  return ({ at }: Call) => {
    if (at >= seconds) throw failure()
    return inProgress
  }
}

describe('an operation that was seen running and is then unknown to the service', () => {
  test('is EXPIRED at once, told with the last status that was seen', async () => {
    const { polledAt, result, delivered } = await watchIn({ describe: runningUntil(300, notFound) })

    expect(polledAt.filter(at => at >= 300)).toHaveLength(1)
    expect(result).toMatchObject({ outcome: 'EXPIRED', executionStatus: 'SUCCEEDED' })
    expect(result.document?.serviceStatus).toBe('IN_PROGRESS')
    expect(delivered.filter(({ notice }) => notice === 'OUTCOME')).toHaveLength(3)
  })

  test('is asked for again while it is so young that a host may not know it yet', async () => {
    const { polledAt, result } = await watchIn({ describe: runningUntil(60, notFound) })

    expect(polledAt.at(-1)).toBeGreaterThanOrEqual(120)
    expect(polledAt.at(-1)).toBeLessThanOrEqual(130)
    expect(result.outcome).toBe('EXPIRED')
  })
})

describe.each([
  ['not found', notFound],
  ['an invalid request', invalid],
])('once the 12 hours of the service are over, %s', (_name, failure) => {
  test('means that an operation which nobody saw has expired', async () => {
    const { polledAt, result } = await watchIn({
      ageSeconds: memoryEnd,
      describe: runningUntil(0, failure),
    })

    expect(polledAt).toEqual([0])
    expect(result).toMatchObject({ outcome: 'EXPIRED', executionStatus: 'SUCCEEDED' })
  })

  test('means that an operation which was seen running was never seen to end', async () => {
    const { result } = await watchIn({ ageSeconds: memoryEnd - 60, describe: runningUntil(60, failure) })

    expect(result).toMatchObject({ outcome: 'TIMED_OUT', executionStatus: 'SUCCEEDED' })
    expect(result.document?.serviceStatus).toBe('IN_PROGRESS')
  })
})

test('why an operation failed is in the record and in every message, word for word', async () => {
  const statusMessage = 'Flow timeout'
  const { delivered, records } = await watchIn({
    describe: () => ({ ...operation('FAILED'), statusMessage }),
  })

  const outcomes = delivered.filter(({ notice }) => notice === 'OUTCOME')
  expect(outcomes.map(({ document }) => document.statusMessage)).toEqual(Array(3).fill(statusMessage))
  expect(records[0]).toMatchObject({ outcome: 'FAILED', document: { statusMessage } })
})

test('a page of a proxy with status 503, which no parser takes, is repeated like any server error', async () => {
  const { polledAt, result } = await watchIn({
    describe: ({ call }) => {
      if (call <= 2) throw serviceError('SyntaxError', { httpStatusCode: 503 })
      return operation('COMPLETED')
    },
  })

  expect(polledAt).toEqual([0, 5, 15])
  expect(result).toMatchObject({ outcome: 'COMPLETED', polls: 1 })
})
