import type { RecordedAnswer } from './answerFindings.ts'
import type { ServiceModel } from './botocoreModel.ts'
import { Recording } from './recording.ts'
import { associationArn, firewallArn } from './requests.ts'

const otherArn = firewallArn.replace('edge', 'branch')

/** What the local model answers about firewalls and their endpoint associations, in every situation it knows. */
export function recordedFirewallAnswers(model: ServiceModel): Promise<readonly RecordedAnswer[]> {
  return Recording.of(model, async recording => {
    await recordLists(recording, 'no firewall')
    addFirewalls(recording)
    await recordLists(recording, 'two firewalls')
    await recordDescriptions(recording)
    await recordErrors(recording)
  })
}

function addFirewalls({ local }: Recording): void {
  local.networkFirewall.addFirewall({
    firewallArn,
    endpointIdByZone: { 'eu-west-1a': 'vpce-0a1b2c3d4e5f67890', 'eu-west-1b': null },
    vpcEndpointAssociationArns: [associationArn, associationArn.replace('edge-a', 'edge-b')],
  })
  const told = { tags: { team: 'network', empty: '' }, streamExceptionPolicy: 'REJECT' } as const
  local.networkFirewall.addFirewall({ firewallArn: otherArn, endpointIdByZone: {}, ...told })
}

async function recordLists(recording: Recording, situation: string): Promise<void> {
  await recording.recordPages(situation, 'ListFirewalls', { MaxResults: 1 })
  await recording.record(situation, 'ListFirewalls', { FirewallType: 'IGW_FIREWALL' })
  await recording.record(situation, 'ListFirewalls', { VpcIds: ['vpc-0f0f'] })
  await recording.recordPages(situation, 'ListVpcEndpointAssociations', { MaxResults: 1 })
  for (const FirewallArn of [firewallArn, otherArn]) {
    await recording.recordPages(situation, 'ListVpcEndpointAssociations', { FirewallArn, MaxResults: 1 })
  }
}

async function recordDescriptions(recording: Recording): Promise<void> {
  await recording.record('by ARN', 'DescribeFirewall', { FirewallArn: firewallArn })
  await recording.record('by name', 'DescribeFirewall', { FirewallName: 'branch' })
  await recording.record('by both', 'DescribeFirewall', { FirewallArn: firewallArn, FirewallName: 'edge' })
  await recording.record('unlike', 'DescribeFirewall', { FirewallArn: firewallArn, FirewallName: 'branch' })
  const ofOtherType = { FirewallArn: firewallArn, FirewallType: 'IGW_FIREWALL' }
  await recording.record('of another type', 'DescribeFirewall', ofOtherType)
  const FirewallPolicyArn = firewallArn.replace(':firewall/', ':firewall-policy/')
  await recording.record('by ARN', 'DescribeFirewallPolicy', { FirewallPolicyArn })
  await recording.record('by name', 'DescribeFirewallPolicy', { FirewallPolicyName: 'branch' })
  const unlike = { FirewallPolicyArn, FirewallPolicyName: 'branch' }
  await recording.record('unlike', 'DescribeFirewallPolicy', unlike)
}

async function recordErrors(recording: Recording): Promise<void> {
  await recording.record('nothing given', 'DescribeFirewall', {})
  await recording.record('nothing given', 'DescribeFirewallPolicy', {})
  const lists = ['ListFirewalls', 'ListVpcEndpointAssociations']
  for (const list of lists) await recording.record("another list's token", list, { NextToken: 'YWJj' })
  recording.local.networkFirewall.limitCallsPerSecond(0)
  for (const list of lists) await recording.record('too many calls', list, {})
  await recording.record('too many calls', 'DescribeFirewall', { FirewallName: 'edge' })
  await recording.record('too many calls', 'DescribeFirewallPolicy', { FirewallPolicyName: 'edge' })
}
