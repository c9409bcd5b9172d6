import { describe, expect, test } from '@jest/globals'
import { networkFirewallDescriptions } from '../../functions/adapters/firewalls.ts'
import { networkFirewallFlushHistory } from '../../functions/adapters/networkFirewall.ts'
import type { FirewallContext } from '../../functions/domain/firewallContext.ts'
import {
  gatherFirewallContext,
  type WatchedOperation,
} from '../../functions/usecases/gatherFirewallContext.ts'
import type { NetworkFirewallOperation } from '../../local/model/networkFirewall.ts'
import { jsonAnswer } from '../adapters/support/networkFirewallCalls.ts'
import { startOfTestMilliseconds, useLocalAws } from '../local/model/localAwsFixture.ts'
import { firewallClient } from '../local/model/networkFirewallFixture.ts'
import {
  associationArn,
  firewallArn,
  flowOperation,
  operationId,
  progress,
  refusedWatch,
  watchRequest,
} from '../support/builders.ts'

const fixture = useLocalAws()
const model = () => fixture().local.networkFirewall
/** As the watched flush has them, in another spelling. */
const filters = [
  {
    SourceAddress: { AddressDefinition: '10.1.0.0/16' },
    DestinationPort: '443',
    SourcePort: 'ANY',
    Protocols: ['TCP'],
  },
]
const endpoints = { 'eu-west-1a': 'vpce-0aaa', 'eu-west-1b': 'vpce-0bbb', 'eu-west-1c': 'vpce-0ccc' }
let logged: object[]

function addFirewall(change: Partial<Parameters<ReturnType<typeof model>['addFirewall']>[0]> = {}): void {
  model().addFirewall({ firewallArn, endpointIdByZone: endpoints, ...change })
}

type Flush = { zone?: string; endpointId?: string; secondsAgo?: number; finalStatus?: string; port?: string }

/** A flush with the watched one's filters that the service remembers. */
function addFlush({ zone, endpointId, secondsAgo = 600, finalStatus = 'COMPLETED', port }: Flush): string {
  return model().addOperation({
    firewallArn,
    selectors: endpointId ? { VpcEndpointId: endpointId } : { AvailabilityZone: zone },
    flowFilters: port ? [{ DestinationPort: port }] : filters,
    minimumFlowAgeInSeconds: 60,
    startedAtMilliseconds: startOfTestMilliseconds - secondsAgo * 1000,
    script: { durationSeconds: finalStatus === 'IN_PROGRESS' ? Infinity : 1, finalStatus, flowCount: 0 },
  })
}

const completed = { outcome: 'COMPLETED', operation: flowOperation({ status: 'COMPLETED' }) } as const

function gather(watched: Partial<WatchedOperation> = {}): Promise<FirewallContext | null> {
  logged = []
  const client = firewallClient(fixture().local)
  return gatherFirewallContext(
    { watch: watchRequest(), progress: progress(completed), ...watched },
    {
      clock: { nowMilliseconds: () => fixture().clock.nowMilliseconds },
      log: entry => void logged.push(entry),
      firewalls: networkFirewallDescriptions(client),
      flushHistory: networkFirewallFlushHistory(client),
    },
  )
}

const states = (context: FirewallContext | null) =>
  context?.coverage.map(({ availabilityZone, state }) => `${availabilityZone.slice(-1)} ${state}`)
const callsOf = (operation: NetworkFirewallOperation) =>
  fixture().local.requests.filter(request => request.operation === operation)

function answer(operation: NetworkFirewallOperation, body: object): void {
  model().failNext({ operation, fault: jsonAnswer(body) })
}

function fail(operation: NetworkFirewallOperation, errorType = 'AccessDeniedException', after = 0): void {
  const fault = { kind: 'aws-error', httpStatus: 400, errorType, message: 'synthetic' } as const
  model().failNext({ operation, fault, after })
}

describe('the firewall', () => {
  test('zones, tags and the stream exception policy are told', async () => {
    addFirewall({ tags: { team: 'network' }, streamExceptionPolicy: 'REJECT' })
    await expect(gather()).resolves.toMatchObject({
      zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
      tags: [{ key: 'team', value: 'network' }],
      streamExceptionPolicy: 'REJECT',
    })
    expect(logged).toEqual([])
  })

  test('that cannot be described leaves everything unknown, with one call and a line in the log', async () => {
    await expect(gather()).resolves.toBeNull()
    expect(fixture().local.requests).toHaveLength(1)
    expect(logged).toEqual([
      expect.objectContaining({ level: 'WARN', watchKey: operationId, error: 'ResourceNotFoundException' }),
    ])
  })

  test('whose policy may not be read keeps the rest', async () => {
    addFirewall()
    fail('DescribeFirewallPolicy')
    const context = await gather()
    expect(context?.streamExceptionPolicy).toBeNull()
    expect(states(context)).toEqual(['a COVERED', 'b NOT_COVERED', 'c NOT_COVERED'])
  })

  test('of a capture is told without coverage, and no list is asked for', async () => {
    addFirewall()
    const operation = flowOperation({ type: 'FLOW_CAPTURE' })
    const context = await gather({ progress: progress({ outcome: 'COMPLETED', operation }) })
    expect(context).toMatchObject({ streamExceptionPolicy: 'DROP', coverage: [] })
    expect(callsOf('ListFlowOperations')).toEqual([])
  })

  test('of a watch that never had an answer is told by the type of the start', async () => {
    addFirewall()
    const flush = await gather({ progress: null })
    expect(states(flush)).toEqual(['a UNKNOWN', 'b NOT_COVERED', 'c NOT_COVERED'])
    const capture = await gather({
      watch: watchRequest({ flowOperationType: 'FLOW_CAPTURE' }),
      progress: null,
    })
    expect(capture?.coverage).toEqual([])
  })

  test('of a refused start is a defect: there is no operation', async () => {
    await expect(gather({ watch: refusedWatch() })).rejects.toThrow(TypeError)
  })
})

describe('coverage', () => {
  test('is told for each zone by what the service remembers', async () => {
    addFirewall()
    const other = addFlush({ zone: 'eu-west-1b' })
    addFlush({ zone: 'eu-west-1c', port: '22' })
    await expect(gather()).resolves.toMatchObject({
      coverage: [
        { availabilityZone: 'eu-west-1a', state: 'COVERED', flowOperationId: operationId },
        { availabilityZone: 'eu-west-1b', state: 'COVERED', flowOperationId: other },
        { availabilityZone: 'eu-west-1c', state: 'NOT_COVERED', flowOperationId: null },
      ],
    })
  })

  test.each([
    ['IN_PROGRESS', 'RUNNING'],
    ['FAILED', 'NOT_COVERED'],
    ['COMPLETED_WITH_ERRORS', 'UNKNOWN'],
  ])('of a zone whose flush is %s is %s', async (finalStatus, state) => {
    addFirewall()
    addFlush({ zone: 'eu-west-1b', finalStatus })
    expect(states(await gather())?.[1]).toBe(`b ${state}`)
  })

  test("asks nothing about a zone that the watched flush settles, and repeats the zone's selector in every call", async () => {
    addFirewall()
    addFlush({ zone: 'eu-west-1a' })
    addFlush({ zone: 'eu-west-1b' })
    await gather()
    const zones = (operation: NetworkFirewallOperation) =>
      callsOf(operation).map(({ body }) => (body as { AvailabilityZone?: string }).AvailabilityZone)
    expect(zones('ListFlowOperations')).toEqual(['eu-west-1b', 'eu-west-1c'])
    expect(zones('DescribeFlowOperation')).toEqual(['eu-west-1b'])
  })

  test('asks the newest first, and no older one once the same filters are found', async () => {
    addFirewall({ endpointIdByZone: { 'eu-west-1a': 'vpce-0aaa', 'eu-west-1b': 'vpce-0bbb' } })
    addFlush({ zone: 'eu-west-1b', secondsAgo: 900, finalStatus: 'FAILED' })
    addFlush({ zone: 'eu-west-1b', secondsAgo: 300, port: '22' })
    const newest = addFlush({ zone: 'eu-west-1b', secondsAgo: 600 })
    await expect(gather()).resolves.toMatchObject({
      coverage: [{}, { state: 'COVERED', flowOperationId: newest }],
    })
    expect(callsOf('DescribeFlowOperation')).toHaveLength(2)
  })

  test('asks at most ten flushes of a zone what they take: beyond that it is unknown', async () => {
    addFirewall()
    for (let index = 0; index < 14; index += 1)
      addFlush({ zone: 'eu-west-1b', secondsAgo: 100 + index, port: `${index}` })
    addFlush({ zone: 'eu-west-1b', secondsAgo: 900 })
    for (let index = 0; index < 9; index += 1)
      addFlush({ zone: 'eu-west-1c', secondsAgo: 100 + index, port: `${index}` })
    addFlush({ zone: 'eu-west-1c', secondsAgo: 900 })
    expect(states(await gather())).toEqual(['a COVERED', 'b UNKNOWN', 'c COVERED'])
    expect(callsOf('DescribeFlowOperation')).toHaveLength(20)
  })

  test('is unknown where a list has more than one page', async () => {
    addFirewall()
    for (let index = 0; index < 101; index += 1) addFlush({ zone: 'eu-west-1b', secondsAgo: 100 + index })
    expect(states(await gather())?.[1]).toBe('b UNKNOWN')
    expect(callsOf('ListFlowOperations')).toHaveLength(2)
  })

  test('is unknown where a list or a flush may not be read, and the other zones are asked all the same', async () => {
    addFirewall()
    addFlush({ zone: 'eu-west-1b' })
    addFlush({ zone: 'eu-west-1c' })
    fail('ListFlowOperations')
    expect(states(await gather())).toEqual(['a COVERED', 'b UNKNOWN', 'c COVERED'])
    fail('DescribeFlowOperation')
    expect(states(await gather())).toEqual(['a COVERED', 'b UNKNOWN', 'c COVERED'])
  })

  test('stops at the first throttled call: the polls of other watches need the room', async () => {
    addFirewall()
    fail('ListFlowOperations', 'ThrottlingException')
    expect(states(await gather())).toEqual(['a COVERED', 'b UNKNOWN', 'c UNKNOWN'])
    expect(callsOf('ListFlowOperations')).toHaveLength(1)
  })

  test('asks nothing when the filters of the watched flush are not known, for nothing could be compared', async () => {
    addFirewall()
    addFlush({ zone: 'eu-west-1b' })
    const operation = flowOperation({ details: null })
    const context = await gather({ progress: progress({ outcome: 'COMPLETED', operation }) })
    expect(states(context)).toEqual(['a COVERED', 'b UNKNOWN', 'c NOT_COVERED'])
    expect(callsOf('DescribeFlowOperation')).toEqual([])
  })

  test('does not ask for an entry without a legal id', async () => {
    addFirewall()
    answer('ListFlowOperations', {
      FlowOperations: [{ FlowOperationId: '../x', FlowOperationType: 'FLOW_FLUSH' }],
    })
    expect(states(await gather())?.[1]).toBe('b UNKNOWN')
    expect(callsOf('DescribeFlowOperation')).toEqual([])
  })

  test('of more than 20 zones is told for 20', async () => {
    const zones = Array.from({ length: 25 }, (_, index) => [`eu-west-1${index}`, null])
    addFirewall({ endpointIdByZone: Object.fromEntries(zones) })
    await expect(gather()).resolves.toMatchObject({ zones: { length: 20 }, coverage: { length: 20 } })
  })

  test('leaves out a zone whose name is no name, since the state of an execution is small', async () => {
    addFirewall({ endpointIdByZone: { ['x'.repeat(64)]: null, ['y'.repeat(65)]: null } })
    await expect(gather()).resolves.toMatchObject({ zones: ['x'.repeat(64)], coverage: { length: 1 } })
  })
})

describe('answers that are not what was asked for', () => {
  const listed = (FlowOperationType: string) => ({
    FlowOperations: [{ FlowOperationId: operationId.replace('0f3c', 'aaaa'), FlowOperationType }],
  })

  test('a capture in a list of flushes counts for nothing', async () => {
    addFirewall()
    answer('ListFlowOperations', listed('FLOW_CAPTURE'))
    expect(states(await gather())?.[1]).toBe('b NOT_COVERED')
    expect(callsOf('DescribeFlowOperation')).toEqual([])
  })

  test('a flush of an endpoint association does not cover its zone, whatever the firewall counts', async () => {
    addFirewall()
    answer('ListFlowOperations', listed('FLOW_FLUSH'))
    answer('DescribeFlowOperation', {
      VpcEndpointAssociationArn: associationArn,
      FlowOperationStatus: 'COMPLETED',
      FlowRequestTimestamp: startOfTestMilliseconds / 1000,
      FlowOperation: { MinimumFlowAgeInSeconds: 60, FlowFilters: filters },
    })
    expect(states(await gather())?.[1]).toBe('b UNKNOWN')
  })
})

describe('a flush of one endpoint', () => {
  const byEndpoint = { watch: watchRequest({ availabilityZone: null, vpcEndpointId: 'vpce-0aaa' }) }
  const answered = (change: Parameters<typeof flowOperation>[0]) =>
    progress({ outcome: 'COMPLETED', operation: flowOperation({ availabilityZone: null, ...change }) })

  test('covers its zone when the firewall has no other endpoints', async () => {
    addFirewall()
    addFlush({ endpointId: 'vpce-0bbb' })
    addFlush({ zone: 'eu-west-1c' })
    const context = await gather({ ...byEndpoint, progress: answered({}) })
    expect(states(context)).toEqual(['a COVERED', 'b COVERED', 'c COVERED'])
  })

  test('does not when there are others, in its own zone or in another', async () => {
    addFirewall({ vpcEndpointAssociationArns: [associationArn] })
    addFlush({ endpointId: 'vpce-0bbb' })
    const context = await gather({ ...byEndpoint, progress: answered({}) })
    expect(states(context)).toEqual(['a UNKNOWN', 'b UNKNOWN', 'c NOT_COVERED'])
  })

  test('association does not cover its zone', async () => {
    addFirewall()
    const watch = watchRequest({ availabilityZone: null, vpcEndpointAssociationArn: associationArn })
    const context = await gather({ watch, progress: answered({ availabilityZone: 'eu-west-1a' }) })
    expect(states(context)).toEqual(['a UNKNOWN', 'b NOT_COVERED', 'c NOT_COVERED'])
  })

  test('that only the answer names does not take coverage from a start that named the zone', async () => {
    addFirewall({ vpcEndpointAssociationArns: [associationArn] })
    const context = await gather({ progress: answered({ vpcEndpointId: 'vpce-0aaa' }) })
    expect(states(context)?.[0]).toBe('a COVERED')
  })

  test.each([{ vpcEndpointId: 'vpce-0aaa' }, { vpcEndpointAssociationArn: associationArn }])(
    'that the start names beside the zone is a part of it: %j',
    async endpoint => {
      addFirewall({ vpcEndpointAssociationArns: [associationArn] })
      const context = await gather({ watch: watchRequest(endpoint), progress: answered({}) })
      expect(states(context)?.[0]).toBe('a UNKNOWN')
    },
  )

  test('or of no selector, without a zone in any answer, leaves the zones open', async () => {
    addFirewall()
    const watch = watchRequest({ availabilityZone: null })
    expect(states(await gather({ watch, progress: answered({}) }))).toEqual([
      'a UNKNOWN',
      'b UNKNOWN',
      'c UNKNOWN',
    ])
  })
})
