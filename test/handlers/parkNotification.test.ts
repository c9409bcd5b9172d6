import { describe, expect, test } from '@jest/globals'
import { parkNotification } from '../../functions/handlers/parkNotification.ts'
import {
  delivery,
  isoAfterStart,
  operationId,
  report,
  secondsAfterStart,
  serviceError,
} from '../support/builders.ts'
import { FakeDeadLetters, FakeMetrics, fakeRuntime, lambdaContext } from '../support/fakes.ts'

const noCrash = { Error: '', Cause: '' }
const undeliverable = delivery({
  channel: 'slack',
  status: 'UNDELIVERABLE',
  failures: 3,
  attempts: 3,
  reason: 'no_service',
  retryAt: isoAfterStart(1),
})
const input = { delivery: undeliverable, document: report(), crash: noCrash }

function park(deadLetters: FakeDeadLetters | null, event: unknown = input, metrics = new FakeMetrics()) {
  const { runtime } = fakeRuntime(secondsAfterStart(70))
  return parkNotification(() => runtime, { deadLetters, metrics })(event, lambdaContext)
}

describe('parkNotification', () => {
  test('keeps the letter with reason and document, and the delivery is settled', async () => {
    const deadLetters = new FakeDeadLetters()
    await expect(park(deadLetters)).resolves.toEqual({
      ...undeliverable,
      status: 'DEAD_LETTERED',
      settledAt: isoAfterStart(70),
      retryAt: null,
      parked: true,
    })
    expect(deadLetters.parked).toEqual([
      {
        schemaVersion: 1,
        channel: 'slack',
        notice: 'OUTCOME',
        flowOperationId: operationId,
        reason: 'no_service',
        document: report(),
      },
    ])
  })

  test('without a queue the letter is dead all the same, but not parked', async () => {
    await expect(park(null)).resolves.toMatchObject({
      status: 'DEAD_LETTERED',
      parked: false,
      reason: 'no_service',
    })
  })

  test('without a queue among the settings none is built', async () => {
    const { runtime } = fakeRuntime(secondsAfterStart(70))
    await expect(parkNotification(() => runtime)(input, lambdaContext)).resolves.toMatchObject({
      parked: false,
    })
  })

  test.each([
    [{ Error: 'Lambda.Unknown' }, 'the delivering function failed: Lambda.Unknown'],
    [noCrash, 'for no known reason'],
  ])('a function that could not even try is the reason: %j', async (crash, reason) => {
    const untried = delivery({ channel: 'slack' })
    const deadLetters = new FakeDeadLetters()
    await expect(park(deadLetters, { ...input, delivery: untried, crash })).resolves.toMatchObject({ reason })
    expect(deadLetters.parked[0]?.reason).toBe(reason)
  })

  test.each([
    ['ThrottlingException', 'ThrottlingException'],
    ['ServiceUnavailable', 'TransientServiceError'],
    ['AccessDenied', 'PermanentServiceError'],
  ])('a queue that fails with %s is left to the Retry of the state machine', async (name, thrown) => {
    await expect(park(new FakeDeadLetters(serviceError(name)))).rejects.toMatchObject({ name: thrown })
  })

  test('counts the letter that it parked, and none that it could not', async () => {
    const metrics = new FakeMetrics()
    await expect(park(new FakeDeadLetters(serviceError('Throttling')), input, metrics)).rejects.toThrow()
    expect(metrics.recorded).toEqual([])
    await park(new FakeDeadLetters(), input, metrics)
    expect(metrics.recorded).toEqual([
      {
        name: 'Notifications',
        unit: 'Count',
        value: 1,
        dimensions: { Channel: 'slack', Result: 'DEAD_LETTERED' },
      },
    ])
  })

  test('a defect is thrown as it is', async () => {
    const defect = new TypeError('defect')
    await expect(park(new FakeDeadLetters(defect))).rejects.toBe(defect)
  })

  test('a document that does not fit its schema is kept as it would have been told', async () => {
    const deadLetters = new FakeDeadLetters()
    await park(deadLetters, { ...input, document: { ...report(), polls: '8' } })
    expect(deadLetters.parked[0]?.document).toEqual(report({ polls: 0 }))
  })
})
