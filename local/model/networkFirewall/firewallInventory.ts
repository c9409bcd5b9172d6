import { ServiceError } from '../wire/serviceError.ts'
import { pageOf } from './pages.ts'
import type {
  DescribeFirewallPolicyRequest,
  DescribeFirewallRequest,
  ListAssociationsRequest,
  ListFirewallsRequest,
} from './shapes.ts'

/** A standard firewall with one primary endpoint per zone. All ids are synthetic. */
export type Firewall = {
  readonly firewallArn: string
  /** Zone name to the primary endpoint's id; null while the endpoint is being created. */
  readonly endpointIdByZone: Readonly<Record<string, string | null>>
  readonly vpcEndpointAssociationArns?: readonly string[]
  readonly tags?: Readonly<Record<string, string>>
  /** Left out: the policy does not say, which means DROP. */
  readonly streamExceptionPolicy?: 'DROP' | 'CONTINUE' | 'REJECT'
}

/** All of them stand in one VPC. */
const vpcId = 'vpc-0123456789abcdef0'
const otherType = 'IGW_FIREWALL'

/** The account's firewalls. */
export class FirewallInventory {
  readonly #firewalls: Firewall[] = []

  add(firewall: Firewall): void {
    this.#firewalls.push(firewall)
  }

  listFirewalls(request: ListFirewallsRequest): object {
    const { VpcIds = [], FirewallType } = request
    const isAsked = FirewallType !== otherType && (VpcIds.length === 0 || VpcIds.includes(vpcId))
    const listKey = `firewalls ${FirewallType ?? ''} ${VpcIds.join(' ')}`
    const { items, NextToken } = page(listKey, isAsked ? this.#firewalls : [], request)
    return { Firewalls: items.map(metadata), NextToken }
  }

  describeFirewall(request: DescribeFirewallRequest): object {
    const firewall = this.#firewalls.find(candidate => isNamed(candidate, request))
    if (!firewall) throw new ServiceError('ResourceNotFoundException', 'synthetic text: no such firewall')
    const places = Object.entries(firewall.endpointIdByZone)
    return {
      Firewall: {
        ...metadata(firewall),
        FirewallId: '11111111-2222-4333-8444-555555555555',
        FirewallPolicyArn: policyArnOf(firewall),
        NumberOfAssociations: firewall.vpcEndpointAssociationArns?.length ?? 0,
        Tags: tagsOf(firewall),
        VpcId: vpcId,
        SubnetMappings: places.map((_, index) => ({ SubnetId: subnetId(index) })),
      },
      FirewallStatus: {
        Status: places.every(([, id]) => id !== null) ? 'READY' : 'PROVISIONING',
        ConfigurationSyncStateSummary: 'IN_SYNC',
        SyncStates: Object.fromEntries(places.map(([zone, id], index) => [zone, syncState(id, index)])),
      },
    }
  }

  /** Every firewall has a policy of its own, under the firewall's name. */
  describeFirewallPolicy(request: DescribeFirewallPolicyRequest): object {
    const firewall = this.#firewalls.find(candidate => isPolicyNamed(candidate, request))
    if (!firewall)
      throw new ServiceError('ResourceNotFoundException', 'synthetic text: no such firewall policy')
    const { streamExceptionPolicy } = firewall
    return {
      UpdateToken: '33333333-2222-4333-8444-555555555555',
      FirewallPolicyResponse: {
        FirewallPolicyName: metadata(firewall).FirewallName,
        FirewallPolicyArn: policyArnOf(firewall),
        FirewallPolicyId: '22222222-2222-4333-8444-555555555555',
      },
      FirewallPolicy: {
        StatelessDefaultActions: ['aws:forward_to_sfe'],
        StatelessFragmentDefaultActions: ['aws:forward_to_sfe'],
        StatefulEngineOptions: streamExceptionPolicy && { StreamExceptionPolicy: streamExceptionPolicy },
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

function isNamed(firewall: Firewall, request: DescribeFirewallRequest): boolean {
  const { FirewallArn, FirewallName } = metadata(firewall)
  return (
    (request.FirewallArn ?? FirewallArn) === FirewallArn &&
    (request.FirewallName ?? FirewallName) === FirewallName &&
    request.FirewallType !== otherType
  )
}

function isPolicyNamed(firewall: Firewall, request: DescribeFirewallPolicyRequest): boolean {
  const { FirewallPolicyArn = policyArnOf(firewall), FirewallPolicyName = metadata(firewall).FirewallName } =
    request
  return FirewallPolicyArn === policyArnOf(firewall) && FirewallPolicyName === metadata(firewall).FirewallName
}

function policyArnOf({ firewallArn }: Firewall): string {
  return firewallArn.replace(':firewall/', ':firewall-policy/')
}

/** A list of tags has at least one; undefined does not reach the wire. */
function tagsOf({ tags = {} }: Firewall) {
  const list = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
  return list.length === 0 ? undefined : list
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

function page<Item>(listKey: string, items: readonly Item[], request: ListAssociationsRequest) {
  const cut = pageOf({ listKey, length: items.length, itemAt: index => items[index] }, request)
  return { ...cut, items: cut.items.filter(item => item !== undefined) }
}
