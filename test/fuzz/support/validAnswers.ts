import {
  accountId,
  associationArn,
  eventId,
  firewallArn,
  operationId,
  region,
} from '../../support/builders.ts'

/** Answers of the API as its model has them. All values are synthetic. */
const policyArn = `arn:aws:network-firewall:${region}:${accountId}:firewall-policy/edge`
const common = {
  FirewallArn: firewallArn,
  AvailabilityZone: 'eu-west-1a',
  VpcEndpointAssociationArn: associationArn,
  VpcEndpointId: 'vpce-0a1b2c3d4e5f60718',
  FlowOperationId: operationId,
  StatusMessage: 'synthetic',
  FlowRequestTimestamp: 1_793_610_905.25,
}

function described(status: string) {
  const filter = {
    SourceAddress: { AddressDefinition: '10.1.0.0/16' },
    DestinationAddress: { AddressDefinition: '198.51.100.7' },
    SourcePort: '1990:1994',
    DestinationPort: '443',
    Protocols: ['6', 'UDP'],
  }
  return {
    ...common,
    FlowOperationStatus: status,
    FlowOperationType: 'FLOW_FLUSH',
    FlowOperation: { MinimumFlowAgeInSeconds: 60, FlowFilters: [filter, filter] },
  }
}

const flow = {
  SourceAddress: { AddressDefinition: '10.1.2.3/32' },
  DestinationAddress: { AddressDefinition: '198.51.100.7' },
  SourcePort: '50123',
  DestinationPort: '443',
  Protocol: '6',
  Age: 61,
  PacketCount: 12,
  ByteCount: 3400,
}

function listed(id: string, status: string, time: number) {
  const FlowOperationType = 'FLOW_FLUSH'
  return { FlowOperationId: id, FlowOperationType, FlowRequestTimestamp: time, FlowOperationStatus: status }
}

export const describeAnswers = ['IN_PROGRESS', 'COMPLETED', 'COMPLETED_WITH_ERRORS', 'FAILED'].map(described)

export const resultsAnswers = [
  { ...common, FlowOperationStatus: 'COMPLETED', Flows: [flow, flow] },
  { ...common, Flows: [flow], NextToken: 'next' },
  { Flows: [] },
]

export const listAnswers = [
  {
    FlowOperations: [
      listed(operationId, 'IN_PROGRESS', 1_793_610_905.25),
      listed(eventId, 'COMPLETED', 1_793_600_000),
    ],
    NextToken: 'next',
  },
  { FlowOperations: [] },
]

export const firewallAnswers = [
  {
    UpdateToken: eventId,
    Firewall: {
      FirewallName: 'edge',
      FirewallArn: firewallArn,
      FirewallPolicyArn: policyArn,
      Tags: [{ Key: 'team', Value: 'net' }],
      NumberOfAssociations: 1,
    },
    FirewallStatus: {
      Status: 'READY',
      SyncStates: {
        'eu-west-1a': { Attachment: { EndpointId: 'vpce-0a1b2c3d4e5f60718', Status: 'READY' } },
        'eu-west-1b': { Attachment: { EndpointId: 'vpce-0a1b2c3d4e5f60719', Status: 'READY' } },
      },
    },
  },
]

export const policyAnswers = [
  {
    UpdateToken: eventId,
    FirewallPolicyResponse: { FirewallPolicyName: 'edge', FirewallPolicyArn: policyArn },
    FirewallPolicy: { StatefulEngineOptions: { RuleOrder: 'STRICT_ORDER', StreamExceptionPolicy: 'REJECT' } },
  },
]

export const firewallListAnswers = [
  { Firewalls: [{ FirewallName: 'edge', FirewallArn: firewallArn }], NextToken: 'next' },
]

export const associationListAnswers = [
  { VpcEndpointAssociations: [{ VpcEndpointAssociationArn: associationArn }] },
]
