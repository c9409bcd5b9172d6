import type { OperationPlan, Place } from './scenario.ts'

export const region = 'eu-west-1'
export const accountId = '123456789012'
const zones = ['a', 'b', 'c'] as const

export function firewallArnOf(firewall: number): string {
  return `arn:aws:network-firewall:${region}:${accountId}:firewall/edge-${firewall}`
}

function associationArnOf(firewall: number): string {
  const id = String(firewall).padStart(12, '0')
  return `arn:aws:network-firewall:${region}:${accountId}:vpc-endpoint-association/assoc-${id}`
}

/** Three zones with a primary endpoint each, and one endpoint association. */
export function firewallOf(firewall: number) {
  const endpoint = (index: number) => `vpce-0a1b2c3d4e5f${String(firewall * 10 + index).padStart(5, '0')}`
  return {
    firewallArn: firewallArnOf(firewall),
    endpointIdByZone: Object.fromEntries(zones.map((zone, index) => [`${region}${zone}`, endpoint(index)])),
    vpcEndpointAssociationArns: [associationArnOf(firewall)],
    tags: { environment: 'production' },
    streamExceptionPolicy: 'REJECT' as const,
  }
}

/** The start call's members that name a part of the firewall. */
function selectorsOf(firewall: number, place: Place): Readonly<Record<string, string>> {
  const { endpointIdByZone } = firewallOf(firewall)
  switch (place) {
    case 'zone-a':
    case 'zone-b':
    case 'zone-c':
      return { AvailabilityZone: `${region}${place.slice(-1)}` }
    case 'endpoint-a':
      return { VpcEndpointId: endpointIdByZone[`${region}a`] ?? '' }
    case 'association':
      return { VpcEndpointAssociationArn: associationArnOf(firewall) }
    case 'whole':
      return {}
  }
}

export function startRequestOf({ firewall, place }: OperationPlan) {
  return {
    FirewallArn: firewallArnOf(firewall),
    ...selectorsOf(firewall, place),
    MinimumFlowAgeInSeconds: 60,
    FlowFilters: [
      { SourceAddress: { AddressDefinition: '10.1.0.0/16' }, DestinationPort: '443', Protocols: ['6'] },
    ],
  }
}

type StartCall = {
  readonly plan: OperationPlan
  readonly atMilliseconds: number
  readonly eventId: string
  /** The answer's members, or the refusal's. */
  readonly result: Readonly<Record<string, unknown>>
}

/** The event of one start call, as CloudTrail and EventBridge make it. Synthetic: no public sample is known. */
export function startEvent({ plan, atMilliseconds, eventId, result }: StartCall) {
  const time = new Date(atMilliseconds).toISOString()
  return {
    version: '0',
    id: eventId,
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.network-firewall',
    account: accountId,
    time,
    region,
    resources: [],
    detail: {
      eventVersion: '1.05',
      userIdentity: {
        type: 'AssumedRole',
        principalId: 'AROAEXAMPLEID:dana',
        arn: `arn:aws:sts::${accountId}:assumed-role/NetOps/dana`,
        accountId,
        sessionContext: { sessionIssuer: { type: 'Role', accountId, userName: 'NetOps' } },
      },
      eventTime: time,
      eventSource: 'network-firewall.amazonaws.com',
      eventName: plan.type === 'FLOW_FLUSH' ? 'StartFlowFlush' : 'StartFlowCapture',
      awsRegion: region,
      sourceIPAddress: '203.0.113.10',
      userAgent: 'aws-cli/2',
      requestParameters: lowerCamel(startRequestOf(plan)),
      eventID: eventId,
      readOnly: false,
      eventType: 'AwsApiCall',
      recipientAccountId: accountId,
      ...result,
    },
  }
}

/** CloudTrail writes the API's PascalCase members in lower camel case, at every depth. */
export function lowerCamel(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerCamel)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value)
  return Object.fromEntries(
    members.map(([key, member]) => [key.charAt(0).toLowerCase() + key.slice(1), lowerCamel(member)]),
  )
}
