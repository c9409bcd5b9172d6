import { ServiceError } from '../wire/serviceError.ts'
import { pageOf } from './pages.ts'
import type { DescribeFirewallRequest, ListAssociationsRequest, ListFirewallsRequest } from './shapes.ts'

/** A standard firewall with one primary endpoint per zone. All ids are synthetic. */
export type Firewall = {
  readonly firewallArn: string
  /** Zone name to the primary endpoint's id; null while the endpoint is being created. */
  readonly endpointIdByZone: Readonly<Record<string, string | null>>
  readonly vpcEndpointAssociationArns?: readonly string[]
}

/** The account's firewalls. */
export class FirewallInventory {
  readonly #firewalls: Firewall[] = []

  add(firewall: Firewall): void {
    this.#firewalls.push(firewall)
  }

  listFirewalls(request: ListFirewallsRequest): object {
    const { items, NextToken } = page('firewalls', this.#firewalls, request)
    return { Firewalls: items.map(metadata), NextToken }
  }

  describeFirewall({ FirewallArn }: DescribeFirewallRequest): object {
    const firewall = this.#firewalls.find(({ firewallArn }) => firewallArn === FirewallArn)
    if (!firewall) throw new ServiceError('ResourceNotFoundException', 'synthetic text: no such firewall')
    const places = Object.entries(firewall.endpointIdByZone)
    return {
      Firewall: {
        ...metadata(firewall),
        FirewallId: '11111111-2222-4333-8444-555555555555',
        FirewallPolicyArn: firewall.firewallArn.replace(':firewall/', ':firewall-policy/'),
        VpcId: 'vpc-0123456789abcdef0',
        SubnetMappings: places.map((_, index) => ({ SubnetId: subnetId(index) })),
      },
      FirewallStatus: {
        Status: 'READY',
        ConfigurationSyncStateSummary: 'IN_SYNC',
        SyncStates: Object.fromEntries(places.map(([zone, id], index) => [zone, syncState(id, index)])),
      },
    }
  }

  listAssociations(request: ListAssociationsRequest): object {
    const arns = this.#firewalls
      .filter(({ firewallArn }) => (request.FirewallArn ?? firewallArn) === firewallArn)
      .flatMap(({ vpcEndpointAssociationArns = [] }) => vpcEndpointAssociationArns)
    const { items, NextToken } = page(`associations ${request.FirewallArn ?? ''}`, arns, request)
    return { VpcEndpointAssociations: items.map(arn => ({ VpcEndpointAssociationArn: arn })), NextToken }
  }
}

function metadata({ firewallArn }: Firewall) {
  return { FirewallArn: firewallArn, FirewallName: firewallArn.split('/').at(-1) ?? '' }
}

function subnetId(index: number): string {
  return `subnet-${String(index).padStart(17, '0')}`
}

function syncState(endpointId: string | null, index: number) {
  const Attachment = {
    SubnetId: subnetId(index),
    ...(endpointId === null ? { Status: 'CREATING' } : { EndpointId: endpointId, Status: 'READY' }),
  }
  return { Attachment }
}

function page<Item>(listKey: string, items: readonly Item[], request: ListFirewallsRequest) {
  const cut = pageOf({ listKey, length: items.length, itemAt: index => items[index] }, request)
  return { ...cut, items: cut.items.filter(item => item !== undefined) }
}
