import {
  DescribeFirewallCommand,
  type DescribeFirewallCommandInput,
  ListFirewallsCommand,
  type ListFirewallsCommandInput,
  ListVpcEndpointAssociationsCommand,
  type ListVpcEndpointAssociationsCommandInput,
  type NetworkFirewallClient,
} from '@aws-sdk/client-network-firewall'
import { beforeEach, describe, expect, test } from '@jest/globals'
import { useLocalAws } from './localAwsFixture.ts'
import { firewallArn, firewallClient } from './networkFirewallFixture.ts'

const fixture = useLocalAws()
const otherArn = firewallArn.replace('edge', 'inner')
const associationOf = (name: string) =>
  `arn:aws:network-firewall:eu-west-1:123456789012:vpc-endpoint-association/${name}`

let client: NetworkFirewallClient
beforeEach(() => {
  client = firewallClient(fixture().local)
  const { networkFirewall } = fixture().local
  networkFirewall.addFirewall({
    firewallArn,
    endpointIdByZone: { 'eu-west-1a': 'vpce-0aaa', 'eu-west-1b': null },
    vpcEndpointAssociationArns: [associationOf('one'), associationOf('two')],
  })
  networkFirewall.addFirewall({
    firewallArn: otherArn,
    endpointIdByZone: { 'eu-west-1a': 'vpce-0ccc' },
    vpcEndpointAssociationArns: [associationOf('three')],
  })
})

const list = (input: ListFirewallsCommandInput = {}) => client.send(new ListFirewallsCommand(input))
const describeFirewall = (input: DescribeFirewallCommandInput) =>
  client.send(new DescribeFirewallCommand(input))
const associations = (input: ListVpcEndpointAssociationsCommandInput = {}) =>
  client.send(new ListVpcEndpointAssociationsCommand(input))

describe('the list of firewalls', () => {
  test('has name and ARN of each', async () => {
    const output = await list()
    expect(output.Firewalls).toEqual([
      { FirewallName: 'edge', FirewallArn: firewallArn },
      { FirewallName: 'inner', FirewallArn: otherArn },
    ])
    expect(output.NextToken).toBeUndefined()
  })

  test('comes page by page', async () => {
    const first = await list({ MaxResults: 1 })
    const second = await list({ MaxResults: 1, NextToken: first.NextToken })
    expect([first, second].map(({ Firewalls }) => Firewalls?.[0]?.FirewallName)).toEqual(['edge', 'inner'])
    expect(second.NextToken).toBeUndefined()
  })

  test('of another VPC is empty', async () => {
    expect((await list({ VpcIds: ['vpc-00000000000000000'] })).Firewalls).toEqual([])
  })

  test.each<ListFirewallsCommandInput>([
    { MaxResults: 0 },
    { MaxResults: 101 },
    { VpcIds: ['subnet-1'] },
    { NextToken: 'of another list' },
    { NextToken: 'ofNoList' },
  ])('a request that breaks its shape is refused: %j', async input => {
    await expect(list(input)).rejects.toMatchObject({ name: 'InvalidRequestException' })
  })
})

describe('a firewall', () => {
  test.each<DescribeFirewallCommandInput>([{ FirewallArn: firewallArn }, { FirewallName: 'edge' }])(
    'is described with its zones and the endpoint in each: %j',
    async input => {
      const { Firewall, FirewallStatus } = await describeFirewall(input)
      expect(Firewall).toMatchObject({ FirewallName: 'edge', FirewallArn: firewallArn })
      expect(FirewallStatus).toMatchObject({
        Status: 'PROVISIONING',
        SyncStates: {
          'eu-west-1a': { Attachment: { EndpointId: 'vpce-0aaa', Status: 'READY' } },
          'eu-west-1b': { Attachment: { Status: 'CREATING' } },
        },
      })
      expect(FirewallStatus?.SyncStates?.['eu-west-1b']?.Attachment?.EndpointId).toBeUndefined()
    },
  )

  test('with all its endpoints is ready', async () => {
    const { FirewallStatus } = await describeFirewall({ FirewallArn: otherArn })
    expect(FirewallStatus?.Status).toBe('READY')
  })

  test.each<DescribeFirewallCommandInput>([
    { FirewallArn: `${firewallArn}-2` },
    { FirewallName: 'outer' },
    { FirewallName: 'edge', FirewallArn: otherArn },
  ])('that is not there is not found: %j', async input => {
    await expect(describeFirewall(input)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })

  test.each<DescribeFirewallCommandInput>([{}, { FirewallArn: 'edge' }, { FirewallName: 'a/b' }])(
    'a request that breaks its shape is refused: %j',
    async input => {
      await expect(describeFirewall(input)).rejects.toMatchObject({ name: 'InvalidRequestException' })
    },
  )
})

describe('the list of endpoint associations', () => {
  const arnsOf = async (input: ListVpcEndpointAssociationsCommandInput) =>
    (await associations(input)).VpcEndpointAssociations?.map(each => each.VpcEndpointAssociationArn)

  test('is that of one firewall, or of all', async () => {
    await expect(arnsOf({ FirewallArn: firewallArn })).resolves.toEqual(['one', 'two'].map(associationOf))
    await expect(arnsOf({})).resolves.toEqual(['one', 'two', 'three'].map(associationOf))
    await expect(arnsOf({ FirewallArn: `${firewallArn}-2` })).resolves.toEqual([])
  })

  test('comes page by page, and a token is of its list alone', async () => {
    const first = await associations({ FirewallArn: firewallArn, MaxResults: 1 })
    const next = { MaxResults: 1, NextToken: first.NextToken }
    await expect(arnsOf({ FirewallArn: firewallArn, ...next })).resolves.toEqual([associationOf('two')])
    await expect(associations({ FirewallArn: otherArn, ...next })).rejects.toMatchObject({
      name: 'InvalidRequestException',
    })
  })
})

test('all three are throttled and fail like the flow operations', async () => {
  const calls = [() => list(), () => describeFirewall({ FirewallArn: firewallArn }), () => associations()]
  for (const call of calls) {
    fixture().local.networkFirewall.limitCallsPerSecond(0)
    // oxlint-disable-next-line no-await-in-loop -- one call after the other
    await expect(call()).rejects.toMatchObject({ name: 'ThrottlingException' })
  }
})
