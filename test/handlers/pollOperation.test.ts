import { describe, expect, test } from '@jest/globals'
import { pollOperation, handler as shipped } from '../../functions/handlers/pollOperation.ts'
import {
  associationArn,
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
import { FakeFlowOperations, fakeRuntime, lambdaContext } from '../support/fakes.ts'

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
        vpcEndpointAssociationArn: associationArn,
        vpcEndpointId: null,
      },
    ])
  })

  test('the first poll begins the progress at the time of its answer', async () => {
    const flowOperations = new FakeFlowOperations({ describe: [flowOperation()] })
    await expect(poll(flowOperations)).resolves.toEqual(
      progress({
        waitSeconds: 5,
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

  test('the time of the overdue notice is the setting', async () => {
    const flowOperations = new FakeFlowOperations({ describe: [flowOperation()] })
    await expect(poll(flowOperations, input, 119)).resolves.toMatchObject({ next: 'WAIT' })
    await expect(poll(flowOperations, input, 120)).resolves.toMatchObject({ next: 'NOTIFY_OVERDUE' })
    const sent = { ...input, overdueNotice: overdueNotice({ isSent: true }) }
    await expect(poll(flowOperations, sent, 120)).resolves.toMatchObject({ next: 'WAIT' })
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
