import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { pollOperation, handler as shipped } from '../../functions/handlers/pollOperation.ts'
import {
  associationArn,
  card,
  delivery,
  firewallArn,
  flowOperation,
  isoAfterStart,
  operationId,
  overdueNotice,
  progress,
  refusedWatch,
  secondsAfterStart,
  serviceError,
  watchRequest,
} from '../support/builders.ts'
import { FakeFlowOperations, FakeMetrics, fakeRuntime, lambdaContext } from '../support/fakes.ts'

const input = { watch: watchRequest(), progress: null, overdueNotice: overdueNotice() }

function poll(flowOperations: FakeFlowOperations, event: unknown = input, seconds = 10) {
  const { runtime } = fakeRuntime(secondsAfterStart(seconds), { FLOWBELL_OVERDUE_MINUTES: '2' })
  return pollOperation(() => runtime, { flowOperations })(event, lambdaContext)
}

describe('pollOperation', () => {
  test('asks once, for the operation and with the selectors of the start', async () => {
    const flowOperations = new FakeFlowOperations({ describe: [flowOperation()] })
    const watch = watchRequest({ availabilityZone: null, vpcEndpointAssociationArn: associationArn })
    await poll(flowOperations, { ...input, watch })
    expect(flowOperations.described).toEqual([
      {
        firewallArn,
        flowOperationId: operationId,
        availabilityZone: null,
        availabilityZoneId: null,
        vpcEndpointAssociationArn: associationArn,
        vpcEndpointId: null,
      },
    ])
  })

  test('the first poll begins the progress at the time of its answer', async () => {
    const flowOperations = new FakeFlowOperations({ describe: [flowOperation()] })
    await expect(poll(flowOperations)).resolves.toEqual(
      progress({
        waitSeconds: 4,
        polls: 1,
        answers: 1,
        firstPolledAt: isoAfterStart(10),
        lastPolledAt: isoAfterStart(10),
        operation: flowOperation(),
      }),
    )
  })

  test('later polls go on from the progress that they are given', async () => {
    const flowOperations = new FakeFlowOperations({ describe: [flowOperation({ status: 'COMPLETED' })] })
    const soFar = progress({ polls: 4, answers: 6 })
    await expect(poll(flowOperations, { ...input, progress: soFar })).resolves.toMatchObject({
      next: 'CONCLUDE',
      outcome: 'COMPLETED',
      polls: 5,
      answers: 7,
      finishedAt: isoAfterStart(10),
    })
  })

  test('a poll table among the settings says when the next poll is due', async () => {
    const flowOperations = new FakeFlowOperations({ describe: [flowOperation()] })
    const { runtime } = fakeRuntime(secondsAfterStart(10), { FLOWBELL_POLL_TABLE: '35,14' })
    const next = await pollOperation(() => runtime, { flowOperations })(input, lambdaContext)
    expect(next).toMatchObject({ waitSeconds: 25 })
  })

  test('the time of the overdue notice is the setting', async () => {
    const flowOperations = new FakeFlowOperations({ describe: [flowOperation()] })
    await expect(poll(flowOperations, input, 119)).resolves.toMatchObject({ next: 'WAIT' })
    await expect(poll(flowOperations, input, 120)).resolves.toMatchObject({ next: 'NOTIFY_OVERDUE' })
    const sent = { ...input, overdueNotice: overdueNotice({ isSent: true }) }
    await expect(poll(flowOperations, sent, 120)).resolves.toMatchObject({ next: 'WAIT' })
  })

  test('a card is kept current once it is there; an announcement without one, or none at all, needs no edit', async () => {
    const next = async (announcements?: readonly object[]) => {
      const flowOperations = new FakeFlowOperations({ describe: [flowOperation()] })
      const event = { ...input, progress: progress(), ...(announcements ? { announcements } : {}) }
      return (await poll(flowOperations, event, 45)).next
    }
    const announced = delivery({ channel: 'slack', notice: 'STARTED' })
    expect(await next([{ ...announced, card: card() }])).toBe('REFRESH_CARD')
    expect(await next([announced])).toBe('WAIT')
    expect(await next()).toBe('WAIT')
  })

  test('the jitter is that of the machine', async () => {
    const { runtime } = fakeRuntime(secondsAfterStart(905))
    const wait = async (random: number) => {
      const flowOperations = new FakeFlowOperations({ describe: [flowOperation()] })
      const event = { ...input, progress: progress({ lastPolledAt: isoAfterStart(899) }) }
      const handler = pollOperation(() => ({ ...runtime, random: () => random }), { flowOperations })
      return (await handler(event, lambdaContext)).waitSeconds
    }
    expect(await wait(0)).toBeGreaterThan(await wait(0.99))
  })

  test.each([
    ['ThrottlingException', 'ThrottlingException'],
    ['InternalServerError', 'TransientServiceError'],
  ])('%s is thrown as %s, on which the state machine retries', async (name, thrown) => {
    const flowOperations = new FakeFlowOperations({ describe: [serviceError(name)] })
    await expect(poll(flowOperations)).rejects.toMatchObject({ name: thrown })
    expect(flowOperations.described).toHaveLength(1)
  })

  test('a failure that decides something is answered, not thrown', async () => {
    const flowOperations = new FakeFlowOperations({ describe: [serviceError('InvalidRequestException')] })
    await expect(poll(flowOperations)).resolves.toMatchObject({ next: 'CONCLUDE', outcome: 'WATCH_FAILED' })
  })

  test('a defect is thrown as it is', async () => {
    const defect = new TypeError('defect')
    await expect(poll(new FakeFlowOperations({ describe: [defect] }))).rejects.toBe(defect)
  })

  test('a refused start has nothing to poll: a defect of the caller', async () => {
    const flowOperations = new FakeFlowOperations({ describe: [flowOperation()] })
    await expect(poll(flowOperations, { ...input, watch: refusedWatch() })).rejects.toThrow(TypeError)
    expect(flowOperations.described).toEqual([])
  })

  test.each([{}, null, { ...input, watch: null }, { ...input, progress: { next: 'SOON' } }])(
    'an input that the state machine never sends is an InvalidInputError: %#',
    async event => {
      const flowOperations = new FakeFlowOperations({ describe: [flowOperation()] })
      await expect(poll(flowOperations, event)).rejects.toMatchObject({ name: 'InvalidInputError' })
      expect(flowOperations.described).toEqual([])
    },
  )

  test('what it answers is an input of the next poll', async () => {
    const flowOperations = new FakeFlowOperations({ describe: [flowOperation()] })
    const first = await poll(flowOperations)
    const carried: unknown = JSON.parse(JSON.stringify({ ...input, progress: first }))
    await expect(poll(flowOperations, carried, 15)).resolves.toMatchObject({ polls: 2 })
  })

  test('the shipped handler is made of the same definition', () => {
    expect(typeof shipped).toBe('function')
  })
})

describe('the cards of a running watch', () => {
  const shown = (change: Parameters<typeof delivery>[0] = {}) =>
    delivery({ channel: 'slack', notice: 'STARTED', status: 'DELIVERED', card: card(), ...change })
  const asked = { status: 'RETRY_LATER', rateLimits: 1, restUntil: isoAfterStart(70) } as const
  const nextAfter = async (announcements: unknown[], overdue = overdueNotice(), seconds = 60) => {
    const flowOperations = new FakeFlowOperations({ describe: [flowOperation()] })
    const event = { ...input, progress: progress({ polls: 9 }), announcements, overdueNotice: overdue }
    return (await poll(flowOperations, event, seconds)).next
  }

  test('are shown anew in their time', async () => {
    await expect(nextAfter([shown()])).resolves.toBe('REFRESH_CARD')
    await expect(nextAfter([])).resolves.toBe('WAIT')
  })

  test('are left alone while Slack has asked one of them to wait', async () => {
    const second = shown({ target: 'C0INCIDENT', ...asked })
    await expect(nextAfter([shown(), second])).resolves.toBe('WAIT')
    await expect(nextAfter([shown(), second], overdueNotice(), 70)).resolves.toBe('REFRESH_CARD')
  })

  test('are left alone while Slack has asked the overdue notice to wait', async () => {
    const waiting = delivery({ channel: 'slack', notice: 'OVERDUE', ...asked })
    const overdue = overdueNotice({ isSent: true, deliveries: [waiting] })
    await expect(nextAfter([shown()], overdue)).resolves.toBe('WAIT')
    const elsewhere = overdueNotice({ isSent: true, deliveries: [{ ...waiting, channel: 'teams' }] })
    await expect(nextAfter([shown()], elsewhere)).resolves.toBe('REFRESH_CARD')
  })
})

describe('what polling counts', () => {
  const running = flowOperation()
  const empty = flowOperation({ status: null })
  type Answer = ReturnType<typeof flowOperation> | Error

  /** Polls as the state machine does, a failure that it retries included; each poll five seconds after the other. */
  async function countedIn(answers: readonly Answer[], watch = watchRequest()): Promise<FakeMetrics> {
    const metrics = new FakeMetrics()
    const flowOperations = new FakeFlowOperations({ describe: answers })
    let soFar: unknown = null
    for (const index of answers.keys()) {
      const { runtime } = fakeRuntime(secondsAfterStart(10 + 5 * index))
      const handler = pollOperation(() => runtime, { flowOperations, metrics })
      // oxlint-disable-next-line no-await-in-loop -- one poll comes after the other
      soFar = await handler({ ...input, watch, progress: soFar }, lambdaContext).catch(() => soFar)
    }
    return metrics
  }

  test('the first answer tells how long after the start the operation was seen', async () => {
    const metrics = await countedIn([running])
    expect(metrics.recorded).toEqual([{ name: 'DetectionDelay', unit: 'Seconds', value: 10, dimensions: {} }])
  })

  test('so does one that says that all is over', async () => {
    const metrics = await countedIn([flowOperation({ status: 'COMPLETED' })])
    expect(metrics.valuesOf('DetectionDelay')).toEqual([10])
  })

  test("of an operation that was swept, it counts from the engine's time", async () => {
    const swept = watchRequest({ startedAt: null, startedBy: null, recoveredLate: true })
    expect((await countedIn([running], swept)).valuesOf('DetectionDelay')).toEqual([7])
  })

  test('later answers tell nothing more', async () => {
    const metrics = await countedIn([running, running, flowOperation({ status: 'COMPLETED' })])
    expect(metrics.recorded).toHaveLength(1)
  })

  test('nor do answers without a status, which come after the first one', async () => {
    const metrics = await countedIn([running, empty, empty, running])
    expect(metrics.valuesOf('DetectionDelay')).toEqual([10])
  })

  test('a throttled call is counted each time, and is no answer', async () => {
    const throttled = serviceError('ThrottlingException')
    const metrics = await countedIn([throttled, throttled, running, throttled])
    expect(metrics.valuesOf('Throttles')).toEqual([1, 1, 1])
    expect(metrics.valuesOf('DetectionDelay')).toEqual([20])
    expect(metrics.recorded).toContainEqual({ name: 'Throttles', unit: 'Count', value: 1, dimensions: {} })
  })

  test.each([
    'InternalServerError',
    'AccessDeniedException',
    'InvalidRequestException',
    'ResourceNotFoundException',
    'ExpiredTokenException',
  ])('%s is not throttling', async name => {
    expect((await countedIn([serviceError(name)])).recorded).toEqual([])
  })

  test('whatever the service answers, an operation is detected at most once', async () => {
    const answers = [
      running,
      empty,
      serviceError('ThrottlingException'),
      serviceError('InternalServerError'),
      serviceError('ResourceNotFoundException'),
      serviceError('AccessDeniedException'),
    ]
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...answers), { minLength: 1, maxLength: 8 }),
        async script => {
          const delays = (await countedIn(script)).valuesOf('DetectionDelay')
          expect(delays.length).toBeLessThanOrEqual(1)
          const isSeen = script.some(answer => answer === running)
          if (isSeen) expect(delays).toHaveLength(1)
        },
      ),
      { numRuns: 60 },
    )
  })
})

test('a watch of the first version, without the members that came later, is polled on', async () => {
  const { recoveredLate, slotHolder, ...old } = watchRequest()
  expect([recoveredLate, slotHolder]).toEqual([false, null])
  const flowOperations = new FakeFlowOperations({ describe: [flowOperation({ status: 'COMPLETED' })] })
  await expect(poll(flowOperations, { ...input, watch: old })).resolves.toMatchObject({
    outcome: 'COMPLETED',
  })
})
