import {
  DescribeFirewallCommand,
  ListFirewallsCommand,
  ListVpcEndpointAssociationsCommand,
  type NetworkFirewallClient,
} from '@aws-sdk/client-network-firewall'
import type { FlowOperationScope } from '../domain/watchRequest.ts'
import type { Firewalls } from '../ports.ts'
import { awsCall } from './awsCall.ts'

/** The service's largest page; its default is unpublished, so it is always named. */
const maxResults = 100
/** An account has 5 firewalls and 300 endpoint associations by default: a list without an end is a defect. */
const maxPages = 100

/** The account's firewalls, through the AWS SDK. */
export function networkFirewallFirewalls(client: NetworkFirewallClient): Firewalls {
  return {
    async arns() {
      const firewalls = await allPages(async page => {
        const { Firewalls: items, NextToken } = await awsCall(options =>
          client.send(new ListFirewallsCommand(page), options),
        )
        return { items, NextToken }
      })
      return firewalls.flatMap(({ FirewallArn }) => (isFirewall(FirewallArn) ? [FirewallArn] : []))
    },
    async scopes(firewallArn) {
      const places = await placesOf(client, firewallArn)
      const associations = await associationsOf(client, firewallArn)
      const none = { availabilityZone: null, vpcEndpointId: null, vpcEndpointAssociationArn: null }
      const scope = (selector: Partial<FlowOperationScope>) => ({ firewallArn, ...none, ...selector })
      return [
        ...places.map(({ availabilityZone }) => scope({ availabilityZone })),
        ...places.flatMap(({ vpcEndpointId }) => (vpcEndpointId === null ? [] : [scope({ vpcEndpointId })])),
        ...associations.map(vpcEndpointAssociationArn => scope({ vpcEndpointAssociationArn })),
        scope({}),
      ]
    },
  }
}

/** Firewalls of other kinds (the internet gateway's) have other ARNs, and no flow operations that are documented. */
function isFirewall(arn: string | undefined): arn is string {
  return arn?.includes(':firewall/') === true
}

type Place = { readonly availabilityZone: string; readonly vpcEndpointId: string | null }

/** A firewall's zones are the keys of its status; each has one primary endpoint (DescribeFirewall API page). */
async function placesOf(client: NetworkFirewallClient, firewallArn: string): Promise<Place[]> {
  const command = new DescribeFirewallCommand({ FirewallArn: firewallArn })
  const { FirewallStatus } = await awsCall(options => client.send(command, options))
  return Object.entries(FirewallStatus?.SyncStates ?? {}).map(([availabilityZone, { Attachment }]) => ({
    availabilityZone,
    vpcEndpointId: Attachment?.EndpointId ?? null,
  }))
}

async function associationsOf(client: NetworkFirewallClient, firewallArn: string): Promise<string[]> {
  const associations = await allPages(async page => {
    const command = new ListVpcEndpointAssociationsCommand({ FirewallArn: firewallArn, ...page })
    const { VpcEndpointAssociations: items, NextToken } = await awsCall(options =>
      client.send(command, options),
    )
    return { items, NextToken }
  })
  return associations.flatMap(({ VpcEndpointAssociationArn: arn }) => (arn ? [arn] : []))
}

type Page = { readonly MaxResults: number; readonly NextToken?: string }
type Answer<Item> = { readonly items: readonly Item[] | undefined; readonly NextToken: string | undefined }

async function allPages<Item>(read: (page: Page) => Promise<Answer<Item>>): Promise<Item[]> {
  const all: Item[] = []
  let nextToken: string | undefined
  for (let page = 0; page < maxPages; page += 1) {
    const answer = await read({ MaxResults: maxResults, ...(nextToken ? { NextToken: nextToken } : {}) })
    all.push(...(answer.items ?? []))
    nextToken = answer.NextToken
    if (!nextToken) return all
  }
  throw new RangeError(`the service lists more than ${maxPages} pages`)
}
