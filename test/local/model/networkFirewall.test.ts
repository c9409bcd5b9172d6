import {
  DescribeFlowOperationCommand,
  type DescribeFlowOperationCommandOutput,
  ListFlowOperationsCommand,
  StartFlowCaptureCommand,
  StartFlowFlushCommand,
} from '@aws-sdk/client-network-firewall'
import { describe, expect, test } from '@jest/globals'
import { startOfTestMilliseconds, useLocalAws } from './localAwsFixture.ts'
import { firewallArn, firewallClient, startInput, zone } from './networkFirewallFixture.ts'

const fixture = useLocalAws()

function start(input = startInput): Promise<string> {
  const client = firewallClient(fixture().local)
  return client.send(new StartFlowFlushCommand(input)).then(output => String(output.FlowOperationId))
}

function describeOperation(
  flowOperationId: string,
  selectors: object = zone,
): Promise<DescribeFlowOperationCommandOutput> {
  const input = { FirewallArn: firewallArn, FlowOperationId: flowOperationId, ...selectors }
  return firewallClient(fixture().local).send(new DescribeFlowOperationCommand(input))
}

function passSeconds(seconds: number): void {
  fixture().clock.nowMilliseconds += seconds * 1000
}

describe('a flow operation', () => {
  test('starts in progress under a lower-case UUID', async () => {
    const output = await firewallClient(fixture().local).send(new StartFlowFlushCommand(startInput))
    expect(output).toMatchObject({ FirewallArn: firewallArn, FlowOperationStatus: 'IN_PROGRESS' })
    expect(output.FlowOperationId).toMatch(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/)
  })

  test.each([
    ['COMPLETED', undefined],
    ['COMPLETED_WITH_ERRORS', 'Flow timeout'],
    ['FAILED', 'Flow operation error'],
    ['A_STATUS_OF_THE_FUTURE', undefined],
  ])('is in progress for its duration, then %s', async (finalStatus, statusMessage) => {
    const message = statusMessage === undefined ? {} : { statusMessage }
    fixture().local.networkFirewall.nextOperation({ durationSeconds: 90, finalStatus, ...message })
    const id = await start()
    passSeconds(89)
    expect(await describeOperation(id)).toMatchObject({ FlowOperationStatus: 'IN_PROGRESS' })
    expect((await describeOperation(id)).StatusMessage).toBeUndefined()
    passSeconds(1)
    const final = await describeOperation(id)
    expect(final.FlowOperationStatus).toBe(finalStatus)
    expect(final.StatusMessage).toBe(statusMessage)
  })

  test('is described with its selectors, type, filters and minimum age as given', async () => {
    const output = await describeOperation(await start())
    expect(output).toMatchObject({
      FirewallArn: firewallArn,
      ...zone,
      FlowOperationType: 'FLOW_FLUSH',
      FlowOperation: { MinimumFlowAgeInSeconds: 60, FlowFilters: startInput.FlowFilters },
    })
  })

  test('has a FlowRequestTimestamp only after its first second', async () => {
    const id = await start()
    expect((await describeOperation(id)).FlowRequestTimestamp).toBeUndefined()
    passSeconds(5)
    expect((await describeOperation(id)).FlowRequestTimestamp).toEqual(
      new Date(startOfTestMilliseconds + 1000),
    )
  })

  test('is forgotten after 12 hours', async () => {
    const id = await start()
    passSeconds(43_199)
    await expect(describeOperation(id)).resolves.toMatchObject({ FlowOperationId: id })
    passSeconds(1)
    await expect(describeOperation(id)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })

  test.each([{}, { AvailabilityZone: 'eu-west-1b' }, { VpcEndpointId: 'vpce-0123456789abcdef0' }])(
    'is not found with other selectors than at its start: %j',
    async selectors => {
      const id = await start()
      await expect(describeOperation(id, selectors)).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
      })
    },
  )
})

describe('a second start', () => {
  test('is throttled while an operation runs on the same firewall and zone', async () => {
    await start()
    const capture = firewallClient(fixture().local).send(new StartFlowCaptureCommand(startInput))
    await expect(capture).rejects.toMatchObject({
      name: 'ThrottlingException',
      message: expect.stringContaining('synthetic text'),
      $metadata: { httpStatusCode: 400 },
    })
  })

  test('is accepted in another zone, on another firewall, or after the first has finished', async () => {
    await start()
    await expect(start({ ...startInput, AvailabilityZone: 'eu-west-1b' })).resolves.toBeDefined()
    await expect(start({ ...startInput, FirewallArn: `${firewallArn}-2` })).resolves.toBeDefined()
    passSeconds(30)
    await expect(start()).resolves.toBeDefined()
  })
})

describe('a request that breaks its shape is refused as invalid', () => {
  test.each<[string, object]>([
    ['no firewall', { FirewallArn: undefined }],
    ['no filters', { FlowFilters: undefined }],
    ['an ARN outside the pattern', { FirewallArn: 'firewall/edge' }],
    ['more than 20 filters', { FlowFilters: Array.from({ length: 21 }, () => ({})) }],
    ['an address that is none', { FlowFilters: [{ SourceAddress: { AddressDefinition: 'host.example' } }] }],
    ['an endpoint id outside the pattern', { VpcEndpointId: 'vpc-1' }],
    ['a protocol name that is too long', { FlowFilters: [{ Protocols: ['a-long-protocol'] }] }],
  ])('%s', async (_case, change) => {
    await expect(start({ ...startInput, ...change })).rejects.toMatchObject({
      name: 'InvalidRequestException',
    })
  })

  test('an operation id in upper case', async () => {
    const id = 'AAAAAAAA-AAAA-AAAA-AAAA-AAAAAAAAAAAA'
    await expect(describeOperation(id)).rejects.toMatchObject({ name: 'InvalidRequestException' })
  })
})

describe('the list of operations', () => {
  test('holds the newest first, without message, zone or filters, page by page', async () => {
    const { networkFirewall } = fixture().local
    const older = networkFirewall.addOperation({
      firewallArn,
      startedAtMilliseconds: startOfTestMilliseconds - 60_000,
    })
    const newer = networkFirewall.addOperation({ firewallArn, flowOperationType: 'FLOW_CAPTURE' })
    const client = firewallClient(fixture().local)
    const first = await client.send(
      new ListFlowOperationsCommand({ FirewallArn: firewallArn, MaxResults: 1 }),
    )
    expect(first.FlowOperations).toEqual([
      { FlowOperationId: newer, FlowOperationType: 'FLOW_CAPTURE', FlowOperationStatus: 'IN_PROGRESS' },
    ])
    const second = await client.send(
      new ListFlowOperationsCommand({ FirewallArn: firewallArn, MaxResults: 1, NextToken: first.NextToken }),
    )
    expect(second.FlowOperations).toMatchObject([
      { FlowOperationId: older, FlowOperationStatus: 'COMPLETED' },
    ])
    expect(second.NextToken).toBeUndefined()
  })

  test('is narrowed by selector and type where these are given', async () => {
    const { networkFirewall } = fixture().local
    const flush = networkFirewall.addOperation({ firewallArn, selectors: zone })
    networkFirewall.addOperation({ firewallArn, selectors: zone, flowOperationType: 'FLOW_CAPTURE' })
    networkFirewall.addOperation({ firewallArn, selectors: { AvailabilityZone: 'eu-west-1b' } })
    const input = { FirewallArn: firewallArn, ...zone, FlowOperationType: 'FLOW_FLUSH' as const }
    const output = await firewallClient(fixture().local).send(new ListFlowOperationsCommand(input))
    expect(output.FlowOperations?.map(each => each.FlowOperationId)).toEqual([flush])
  })
})

test('calls above the rate limit are throttled until the second is over', async () => {
  fixture().local.networkFirewall.limitCallsPerSecond(2)
  const id = await start()
  await describeOperation(id)
  await expect(describeOperation(id)).rejects.toMatchObject({ name: 'ThrottlingException' })
  passSeconds(1)
  await expect(describeOperation(id)).resolves.toMatchObject({ FlowOperationId: id })
})

test('a script with a status message the service could not send is refused', () => {
  const script = { durationSeconds: 1, finalStatus: 'FAILED', statusMessage: 'not: legal!' }
  expect(() => fixture().local.networkFirewall.nextOperation(script)).toThrow()
})
