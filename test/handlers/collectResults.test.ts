import { describe, expect, test } from '@jest/globals'
import { collectResults } from '../../functions/handlers/collectResults.ts'
import {
  collection,
  operationId,
  refusedWatch,
  secondsAfterStart,
  watchRequest,
} from '../support/builders.ts'
import { FakeFlowOperations, fakeRuntime, lambdaContext } from '../support/fakes.ts'

const flow = {
  sourceAddress: '10.0.0.9',
  destinationAddress: null,
  destinationPort: null,
  protocol: null,
  packetCount: 1,
  byteCount: 7,
}

function collect(flowOperations: FakeFlowOperations, event: unknown) {
  const { runtime } = fakeRuntime(secondsAfterStart(60))
  return collectResults(() => runtime, { flowOperations })(event, lambdaContext)
}

describe('collectResults', () => {
  test('the first call begins with nothing', async () => {
    const flowOperations = new FakeFlowOperations({ pages: [{ flows: [flow], nextToken: null }] })
    const result = await collect(flowOperations, { watch: watchRequest(), results: null })
    expect(result).toMatchObject({ next: 'DONE', pagesRead: 1, flowCount: 1, byteCount: 7, exhausted: true })
    expect(flowOperations.pagesAsked).toMatchObject([
      { nextToken: null, operation: { flowOperationId: operationId, availabilityZone: 'eu-west-1a' } },
    ])
  })

  test('later calls go on from the token that they are given', async () => {
    const flowOperations = new FakeFlowOperations({ pages: [{ flows: [flow], nextToken: null }] })
    const soFar = collection({ next: 'MORE', nextToken: 'two', exhausted: false })
    const result = await collect(flowOperations, { watch: watchRequest(), results: soFar })
    expect(result).toMatchObject({ pagesRead: 2, flowCount: 4, byteCount: 1507, exhausted: true })
    expect(flowOperations.pagesAsked[0]?.nextToken).toBe('two')
  })

  test('a refused start has no results to collect', async () => {
    const call = collect(new FakeFlowOperations({}), { watch: refusedWatch(), results: null })
    await expect(call).rejects.toThrow(TypeError)
  })

  test('an input that the state machine never sends is an InvalidInputError', async () => {
    const call = collect(new FakeFlowOperations({}), { watch: watchRequest() })
    await expect(call).rejects.toMatchObject({ name: 'InvalidInputError' })
  })
})
