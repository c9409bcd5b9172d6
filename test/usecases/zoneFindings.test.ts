import { describe, expect, test } from '@jest/globals'
import type { FlowOperation, ListedFlowOperation } from '../../functions/domain/flowOperation.ts'
import type { FlowOperationScope, WatchRequest } from '../../functions/domain/watchRequest.ts'
import { Asking } from '../../functions/usecases/asking.ts'
import { findingsOf } from '../../functions/usecases/zoneFindings.ts'
import {
  firewallArn,
  flowOperation,
  isoAfterStart,
  operationId,
  secondsAfterStart,
  serviceError,
  watchRequest,
} from '../support/builders.ts'
import { FakeClock } from '../support/fakes.ts'
import { idOf } from '../support/sweepWorld.ts'

const sameFilters = flowOperation({ status: 'COMPLETED' })
const otherFilters = flowOperation({ details: { FlowFilters: [{ DestinationPort: '22' }] } })
const place = { availabilityZone: 'eu-west-1b', vpcEndpointId: 'vpce-0bbb' }
const byZone = {
  firewallArn,
  availabilityZone: 'eu-west-1b',
  vpcEndpointId: null,
  vpcEndpointAssociationArn: null,
}
const byEndpoint = { ...byZone, availabilityZone: null, vpcEndpointId: 'vpce-0bbb' }

const listed = (flowOperationId: string, seconds: number | null): ListedFlowOperation => ({
  flowOperationId,
  type: 'FLOW_FLUSH',
  status: 'COMPLETED',
  requestTimestamp: seconds === null ? null : isoAfterStart(seconds),
})

type World = {
  readonly list: readonly ListedFlowOperation[] | Error
  readonly answers?: Readonly<Record<string, FlowOperation>>
  readonly watch?: WatchRequest
  readonly endpointId?: string | null
  readonly associationCount?: number | null
}

async function look({ list, answers = {}, watch = watchRequest(), endpointId, associationCount = 0 }: World) {
  const asked: string[] = []
  const scopes: FlowOperationScope[] = []
  const flushHistory = {
    async describe({ flowOperationId }: { readonly flowOperationId: string }) {
      asked.push(flowOperationId)
      return answers[flowOperationId] ?? otherFilters
    },
    async listFlushes(scope: FlowOperationScope) {
      scopes.push(scope)
      if (list instanceof Error) throw list
      return { flushes: [...list], isWhole: true }
    },
  }
  const reference = {
    flowOperationId: operationId,
    availabilityZone: 'eu-west-1a',
    outcome: 'COMPLETED',
    time: isoAfterStart(3),
    selection: sameFilters,
    isWholeZone: true,
  } as const
  const firewall = { places: [place], tags: [], firewallPolicyArn: null, associationCount }
  const findings = await findingsOf(
    { ...place, ...(endpointId === undefined ? {} : { vpcEndpointId: endpointId }) },
    { watch, reference, firewall },
    { asking: new Asking(new FakeClock(secondsAfterStart(60)), () => undefined), flushHistory },
  )
  return { findings, asked, scopes }
}

describe('the flushes of a zone', () => {
  test('are asked newest first, one without a time before all others', async () => {
    const [oldest, newest, undated, older] = [1, 2, 3, 4].map(idOf) as [string, string, string, string]
    const list = [listed(oldest, -900), listed(newest, -60), listed(undated, null), listed(older, -300)]
    const { findings, asked } = await look({ list })
    expect(asked).toEqual([undated, newest, older, oldest])
    expect(findings).toEqual({
      availabilityZone: 'eu-west-1b',
      isListWhole: true,
      flushes: asked.map(flowOperationId => ({
        flowOperationId,
        requestTimestamp: list.find(each => each.flowOperationId === flowOperationId)?.requestTimestamp,
        answer: otherFilters,
        isWholeZone: true,
      })),
    })
  })

  test('are asked down to the one with the same filters: older ones do not count', async () => {
    const list = [listed(idOf(1), -60), listed(idOf(2), -120), listed(idOf(3), -180)]
    const { findings, asked } = await look({ list, answers: { [idOf(2)]: sameFilters } })
    expect(asked).toEqual([idOf(1), idOf(2)])
    expect(findings.flushes.map(({ answer }) => answer)).toEqual([otherFilters, sameFilters, null])
  })

  test('are not asked where the watched flush itself is one of them', async () => {
    const { asked } = await look({ list: [listed(operationId, 3), listed(idOf(1), -60)] })
    expect(asked).toEqual([idOf(1)])
  })

  test('are ten at most; what is not asked does not count as one', async () => {
    const legal = Array.from({ length: 11 }, (_, index) => listed(idOf(index), -100 - index))
    const { asked } = await look({ list: [listed('../x', -1), listed(operationId, 3), ...legal] })
    expect(asked).toEqual(legal.slice(0, 10).map(({ flowOperationId }) => flowOperationId))
  })

  test('are none where the list cannot be read', async () => {
    const { findings } = await look({ list: serviceError('AccessDeniedException') })
    expect(findings).toEqual({ availabilityZone: 'eu-west-1b', isListWhole: false, flushes: [] })
  })
})

describe('the lists of a zone', () => {
  const watch = watchRequest({ availabilityZone: null, vpcEndpointId: 'vpce-0aaa' })

  test.each<[string, Partial<World>, readonly FlowOperationScope[]]>([
    ['by its name', {}, [byZone]],
    ['by its endpoint too, where the start named one', { watch }, [byZone, byEndpoint]],
    ['by its name, where it has no endpoint yet', { watch, endpointId: null }, [byZone]],
  ])('are asked for %s', async (_, change, expected) => {
    const { scopes } = await look({ list: [], ...change })
    expect(scopes).toEqual(expected)
  })
})

describe('a flush takes its whole zone', () => {
  test.each([
    [null, 0, true],
    [null, 2, true],
    [null, null, true],
    ['vpce-0bbb', 0, true],
    ['vpce-0bbb', 2, false],
    ['vpce-0bbb', null, false],
  ])('by endpoint %s, with %s other endpoints: %s', async (vpcEndpointId, associationCount, isWholeZone) => {
    const answers = { [idOf(1)]: { ...sameFilters, vpcEndpointId } }
    const { findings } = await look({ list: [listed(idOf(1), -60)], answers, associationCount })
    expect(findings.flushes).toMatchObject([{ isWholeZone }])
  })
})
