import {
  DescribeFirewallCommand,
  DescribeFirewallPolicyCommand,
  type DescribeFirewallResponse,
  ListFirewallsCommand,
  ListVpcEndpointAssociationsCommand,
  type NetworkFirewallClient,
} from '@aws-sdk/client-network-firewall'
import type { FirewallPlace, FirewallTag } from '../domain/firewallContext.ts'
import type { JsonObject } from '../domain/tolerantJson.ts'
import type { FlowOperationScope } from '../domain/watchRequest.ts'
import type { FirewallDescriptions, Firewalls } from '../ports.ts'
import { allPages } from './allPages.ts'
import { listIn, nextTokenIn, numberIn, objectIn, textIn } from './answerParts.ts'
import { awsCall } from './awsCall.ts'

/** The service's largest page; its default is unpublished, so it is always named. */
const maxResults = 100

/** The account's firewalls, through the AWS SDK. */
export function networkFirewallFirewalls(client: NetworkFirewallClient): Firewalls {
  return {
    async arns() {
      const firewalls = await allPages(async next => {
        const command = new ListFirewallsCommand(pageAfter(next))
        const answer = await awsCall(options => client.send(command, options))
        return { items: listIn(answer.Firewalls, 'Firewalls'), next: nextTokenIn(answer.NextToken) }
      })
      return firewalls.map(({ FirewallArn }) => textIn(FirewallArn)).filter(isFirewall)
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
function isFirewall(arn: string | null): arn is string {
  return arn?.includes(':firewall/') === true
}

/** Far longer than any word of the API model, and short beside the execution's state. */
const maxPolicyCharacters = 64

/** What is told of a firewall, and of its policy, through the AWS SDK. */
export function networkFirewallDescriptions(client: NetworkFirewallClient): FirewallDescriptions {
  return {
    async describe(firewallArn) {
      const answer = await describeFirewall(client, firewallArn)
      const { Tags, FirewallPolicyArn, NumberOfAssociations } = objectIn(answer.Firewall)
      return {
        places: placesOf(answer),
        tags: listIn(Tags, 'Tags').flatMap(tagOf),
        firewallPolicyArn: textIn(FirewallPolicyArn) || null,
        associationCount: numberIn(NumberOfAssociations),
      }
    },
    async streamExceptionPolicy(firewallPolicyArn) {
      const command = new DescribeFirewallPolicyCommand({ FirewallPolicyArn: firewallPolicyArn })
      const { FirewallPolicy } = await awsCall(options => client.send(command, options))
      return FirewallPolicy ? streamExceptionPolicyOf(objectIn(FirewallPolicy)) : null
    },
  }
}

function tagOf({ Key, Value }: JsonObject): FirewallTag[] {
  const key = textIn(Key)
  return key ? [{ key, value: textIn(Value) ?? '' }] : []
}

/**
 * A policy that does not say gets DROP (StatefulEngineOptions API page). Policies of the next generation have a call of their
 * own, which the SDK in use does not know yet: they are refused here, and so not known.
 */
function streamExceptionPolicyOf({ StatefulEngineOptions }: JsonObject): string | null {
  const { StreamExceptionPolicy: policy = 'DROP' } = objectIn(StatefulEngineOptions)
  return textIn(policy, maxPolicyCharacters)
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
  const { SyncStates } = objectIn(FirewallStatus)
  return Object.entries(objectIn(SyncStates)).map(([availabilityZone, state]) => ({
    availabilityZone,
    vpcEndpointId: textIn(objectIn(objectIn(state)['Attachment'])['EndpointId']) || null,
  }))
}

async function associationsOf(client: NetworkFirewallClient, firewallArn: string): Promise<string[]> {
  const associations = await allPages(async next => {
    const command = new ListVpcEndpointAssociationsCommand({ FirewallArn: firewallArn, ...pageAfter(next) })
    const answer = await awsCall(options => client.send(command, options))
    const items = listIn(answer.VpcEndpointAssociations, 'VpcEndpointAssociations')
    return { items, next: nextTokenIn(answer.NextToken) }
  })
  return associations
    .map(({ VpcEndpointAssociationArn }) => textIn(VpcEndpointAssociationArn) ?? '')
    .filter(Boolean)
}

/** An empty token is none: the service refuses it. */
function pageAfter(next: string | undefined) {
  return { MaxResults: maxResults, ...(next ? { NextToken: next } : {}) }
}
