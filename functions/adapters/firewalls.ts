import {
  DescribeFirewallCommand,
  DescribeFirewallPolicyCommand,
  type DescribeFirewallResponse,
  type FirewallPolicy,
  ListFirewallsCommand,
  ListVpcEndpointAssociationsCommand,
  type NetworkFirewallClient,
} from '@aws-sdk/client-network-firewall'
import type { FirewallPlace } from '../domain/firewallContext.ts'
import { ServiceError } from '../domain/serviceError.ts'
import type { FlowOperationScope } from '../domain/watchRequest.ts'
import type { FirewallDescriptions, Firewalls } from '../ports.ts'
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
      const places = placesOf(await describeFirewall(client, firewallArn))
      return [
        ...places.map(({ availabilityZone }) => scopeOf(firewallArn, { availabilityZone })),
        ...places.flatMap(({ vpcEndpointId }) =>
          vpcEndpointId === null ? [] : [scopeOf(firewallArn, { vpcEndpointId })],
        ),
        scopeOf(firewallArn, {}),
      ]
    },
    async associationScopes(firewallArn) {
      const associations = await associationsOf(client, firewallArn)
      return associations.map(vpcEndpointAssociationArn =>
        scopeOf(firewallArn, { vpcEndpointAssociationArn }),
      )
    },
  }
}

function scopeOf(firewallArn: string, selector: Partial<FlowOperationScope>): FlowOperationScope {
  const none = { availabilityZone: null, vpcEndpointId: null, vpcEndpointAssociationArn: null }
  return { firewallArn, ...none, ...selector }
}

/** Firewalls of other kinds (the internet gateway's) have other ARNs, and no flow operations that are documented. */
function isFirewall(arn: string | undefined): arn is string {
  return arn?.includes(':firewall/') === true
}

/** Far longer than any word of the API model, and short beside the execution's state. */
const maxPolicyCharacters = 64

/** What is told of a firewall, and of its policy, through the AWS SDK. */
export function networkFirewallDescriptions(client: NetworkFirewallClient): FirewallDescriptions {
  return {
    async describe(firewallArn) {
      const answer = await describeFirewall(client, firewallArn)
      const { Tags = [], FirewallPolicyArn = null, NumberOfAssociations = null } = answer.Firewall ?? {}
      return {
        places: placesOf(answer),
        tags: Tags.flatMap(({ Key, Value }) => (Key ? [{ key: Key, value: Value ?? '' }] : [])),
        firewallPolicyArn: FirewallPolicyArn,
        associationCount: NumberOfAssociations,
      }
    },
    async streamExceptionPolicy(firewallPolicyArn) {
      const command = new DescribeFirewallPolicyCommand({ FirewallPolicyArn: firewallPolicyArn })
      const { FirewallPolicy } = await awsCall(options => client.send(command, options))
      return FirewallPolicy ? streamExceptionPolicyOf(FirewallPolicy) : null
    },
  }
}

/**
 * A policy that does not say gets DROP (StatefulEngineOptions API page). Policies of the next generation have a call of their
 * own, which the SDK in use does not know yet: they are refused here, and so not known.
 */
function streamExceptionPolicyOf({ StatefulEngineOptions }: FirewallPolicy): string {
  const policy = StatefulEngineOptions?.StreamExceptionPolicy ?? 'DROP'
  return policy.slice(0, maxPolicyCharacters)
}

function describeFirewall(
  client: NetworkFirewallClient,
  firewallArn: string,
): Promise<DescribeFirewallResponse> {
  const command = new DescribeFirewallCommand({ FirewallArn: firewallArn })
  return awsCall(options => client.send(command, options))
}

/** A firewall's zones are the keys of its status; each has one primary endpoint (DescribeFirewall API page). */
function placesOf({ FirewallStatus }: DescribeFirewallResponse): FirewallPlace[] {
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
  const message = `the service lists more than ${maxPages} pages`
  throw new ServiceError({ name: 'EndlessList', message })
}
