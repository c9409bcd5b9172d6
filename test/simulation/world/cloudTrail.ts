import { accountId, region, startEvent } from '../../../local/startEvent.ts'
import type { OperationPlan, Place } from './scenario.ts'

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

/** The event of one start call of a plan. */
export function plannedStartEvent({ plan, ...call }: StartCall) {
  const eventName = plan.type === 'FLOW_FLUSH' ? 'StartFlowFlush' : 'StartFlowCapture'
  return startEvent({ ...call, eventName, requestParameters: startRequestOf(plan) })
}
