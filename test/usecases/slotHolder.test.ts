import { describe, expect, test } from '@jest/globals'
import type { ListedFlowOperation } from '../../functions/domain/flowOperation.ts'
import { WatchRequest } from '../../functions/domain/watchRequest.ts'
import { withSlotHolder } from '../../functions/usecases/slotHolder.ts'
import {
  associationArn,
  firewallArn,
  isoAfterStart,
  operationId,
  refusedWatch,
  serviceError,
} from '../support/builders.ts'
import { FakeFlowOperations } from '../support/fakes.ts'
import { idOf } from '../support/sweepWorld.ts'

const running = (change: Partial<ListedFlowOperation> = {}): ListedFlowOperation => ({
  flowOperationId: operationId,
  type: 'FLOW_CAPTURE',
  status: 'IN_PROGRESS',
  requestTimestamp: isoAfterStart(-40),
  ...change,
})

async function lookAt(answer: ListedFlowOperation[] | Error, watch = refusedWatch()) {
  const flowOperations = new FakeFlowOperations({ list: [answer] })
  const logged: Readonly<Record<string, unknown>>[] = []
  const result = await withSlotHolder(watch, { flowOperations, log: entry => void logged.push(entry) })
  return { result, logged, listed: flowOperations.listed, described: flowOperations.described }
}

describe('the operation in the way of a refused start', () => {
  test('is named with its type and the time of its engine, and nothing else of the report changes', async () => {
    const { result } = await lookAt([running()])
    expect(result).toEqual(
      refusedWatch({
        slotHolder: {
          flowOperationId: operationId,
          flowOperationType: 'FLOW_CAPTURE',
          requestTimestamp: isoAfterStart(-40),
        },
      }),
    )
    expect(WatchRequest.parse(JSON.parse(JSON.stringify(result)))).toEqual(result)
  })

  test.each([
    { availabilityZone: 'eu-west-1b' },
    { availabilityZone: null, vpcEndpointId: 'vpce-0123456789abcdef0' },
    { availabilityZone: null, vpcEndpointAssociationArn: associationArn },
    { availabilityZone: null },
  ])('is looked for once, of either type, where the start was to run: %j', async selectors => {
    const watch = refusedWatch(selectors)
    const { listed, described } = await lookAt([], watch)
    expect(listed).toHaveLength(1)
    expect(listed[0]?.type).toBeNull()
    expect(listed[0]?.scope).toMatchObject({
      firewallArn,
      availabilityZone: watch.availabilityZone,
      vpcEndpointId: watch.vpcEndpointId,
      vpcEndpointAssociationArn: watch.vpcEndpointAssociationArn,
    })
    expect(described).toEqual([])
  })

  test('is the one in progress, not a newer one that is over', async () => {
    const over = ['COMPLETED', 'COMPLETED_WITH_ERRORS', 'FAILED', 'CANCELLED', null].map((status, index) =>
      running({ flowOperationId: idOf(index), status, requestTimestamp: isoAfterStart(0) }),
    )
    const { result } = await lookAt([...over, running()])
    expect(result.slotHolder?.flowOperationId).toBe(operationId)
  })

  test('may have no time yet', async () => {
    const { result } = await lookAt([running({ requestTimestamp: null, type: 'FLOW_FLUSH' })])
    expect(result.slotHolder).toEqual({
      flowOperationId: operationId,
      flowOperationType: 'FLOW_FLUSH',
      requestTimestamp: null,
    })
  })

  test.each([
    ['five minutes after the refusal, since the engine may be that late', 300, operationId],
    ['later, which has begun since then', 300.001, undefined],
  ])('may have found its flows %s', async (_, seconds, flowOperationId) => {
    const { result } = await lookAt([running({ requestTimestamp: isoAfterStart(seconds) })])
    expect(result.slotHolder?.flowOperationId).toBe(flowOperationId)
  })

  test('is named also where the time of the refusal is not known', async () => {
    const watch = refusedWatch({ startedAt: null })
    const { result } = await lookAt([running({ requestTimestamp: isoAfterStart(9000) })], watch)
    expect(result.slotHolder?.flowOperationId).toBe(operationId)
  })

  test.each(['FLOW_OF_THE_FUTURE', '<!channel>', null])('of the type %j has none', async type => {
    const { result } = await lookAt([running({ type })])
    expect(result.slotHolder).toMatchObject({ flowOperationId: operationId, flowOperationType: null })
  })
})

describe('there is none', () => {
  test.each<[string, ListedFlowOperation[]]>([
    ['where nothing is listed', []],
    ['where nothing is in progress', [running({ status: 'COMPLETED' }), running({ status: null })]],
    ['under an id that is none', [running({ flowOperationId: '<https://evil.example|click>' })]],
    ['under an id of another shape', [running({ flowOperationId: operationId.toUpperCase() })]],
  ])('%s', async (_case, list) => {
    const { result, logged } = await lookAt(list)
    expect(result).toEqual(refusedWatch())
    expect(logged).toEqual([])
  })

  test('where the start named no firewall: nobody is asked', async () => {
    const watch = refusedWatch({ firewallArn: null, availabilityZone: null })
    const { result, listed } = await lookAt([running()], watch)
    expect(result).toEqual(watch)
    expect(listed).toEqual([])
  })
})

describe('a look-up that fails', () => {
  test.each([
    'ThrottlingException',
    'AccessDeniedException',
    'ResourceNotFoundException',
    'InvalidRequestException',
    'ExpiredTokenException',
    'InternalServerError',
    'AnErrorOfTheFuture',
  ])('%s is logged, and the refusal is told all the same', async name => {
    const { result, logged, listed } = await lookAt(serviceError(name))
    expect(result).toEqual(refusedWatch())
    expect(logged).toEqual([
      {
        level: 'WARN',
        watchKey: refusedWatch().watchKey,
        error: name,
        message: expect.stringContaining(name),
      },
    ])
    expect(listed).toHaveLength(1)
  })

  test('by a defect is not taken for one of the service', async () => {
    const defect = new TypeError('defect')
    await expect(lookAt(defect)).rejects.toBe(defect)
  })
})
