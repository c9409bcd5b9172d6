import {
  DescribeFirewallCommand,
  DescribeFirewallPolicyCommand,
  type DescribeFirewallPolicyCommandInput,
} from '@aws-sdk/client-network-firewall'
import { beforeEach, expect, test } from '@jest/globals'
import { useLocalAws } from './localAwsFixture.ts'
import { firewallArn, firewallClient } from './networkFirewallFixture.ts'

const fixture = useLocalAws()
const policyArn = firewallArn.replace(':firewall/', ':firewall-policy/')
const describePolicy = (input: DescribeFirewallPolicyCommandInput) =>
  firewallClient(fixture().local).send(new DescribeFirewallPolicyCommand(input))

beforeEach(() => {
  fixture().local.networkFirewall.addFirewall({
    firewallArn,
    endpointIdByZone: { 'eu-west-1a': 'vpce-0aaa' },
    tags: { team: 'network', empty: '' },
    streamExceptionPolicy: 'REJECT',
  })
  fixture().local.networkFirewall.addFirewall({
    firewallArn: firewallArn.replace('edge', 'inner'),
    endpointIdByZone: {},
  })
})

test('a firewall names its policy and its tags, and counts its endpoint associations', async () => {
  const client = firewallClient(fixture().local)
  const edge = await client.send(new DescribeFirewallCommand({ FirewallName: 'edge' }))
  expect(edge.Firewall).toMatchObject({
    FirewallPolicyArn: policyArn,
    NumberOfAssociations: 0,
    Tags: [
      { Key: 'team', Value: 'network' },
      { Key: 'empty', Value: '' },
    ],
  })
  const inner = await client.send(new DescribeFirewallCommand({ FirewallName: 'inner' }))
  expect(inner.Firewall?.Tags).toBeUndefined()
})

test.each([{ FirewallPolicyArn: policyArn }, { FirewallPolicyName: 'edge' }])(
  'a policy is found by %j and says what it does with broken streams',
  async input => {
    const { FirewallPolicy, FirewallPolicyResponse } = await describePolicy(input)
    expect(FirewallPolicy?.StatefulEngineOptions).toEqual({ StreamExceptionPolicy: 'REJECT' })
    expect(FirewallPolicyResponse).toMatchObject({ FirewallPolicyName: 'edge', FirewallPolicyArn: policyArn })
  },
)

test('a policy that leaves this to the service does not name it', async () => {
  const { FirewallPolicy } = await describePolicy({ FirewallPolicyName: 'inner' })
  expect(FirewallPolicy).toBeDefined()
  expect(FirewallPolicy?.StatefulEngineOptions).toBeUndefined()
})

test.each([
  ['an unknown policy', { FirewallPolicyName: 'none' }, 'ResourceNotFoundException'],
  [
    'a name and an ARN that differ',
    { FirewallPolicyName: 'inner', FirewallPolicyArn: policyArn },
    'ResourceNotFoundException',
  ],
  ['neither name nor ARN', {}, 'InvalidRequestException'],
  ['a name that no policy can have', { FirewallPolicyName: 'a/b' }, 'InvalidRequestException'],
])('%s is refused', async (_case, input, name) => {
  await expect(describePolicy(input)).rejects.toMatchObject({ name })
})
