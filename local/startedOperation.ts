import { randomUUID } from 'node:crypto'
import { NetworkFirewallClient, StartFlowFlushCommand } from '@aws-sdk/client-network-firewall'

const region = 'eu-west-1'
const accountId = '123456789012'

/** The call that every demonstration makes. */
export const flushRequest = {
  FirewallArn: `arn:aws:network-firewall:${region}:${accountId}:firewall/edge`,
  AvailabilityZone: `${region}a`,
  MinimumFlowAgeInSeconds: 60,
  FlowFilters: [
    { SourceAddress: { AddressDefinition: '10.1.0.0/16' }, DestinationPort: '443', Protocols: ['6'] },
    { DestinationAddress: { AddressDefinition: '198.51.100.7' } },
  ],
}

/**
 * Starts a flush through the AWS SDK and gives the event that CloudTrail and EventBridge would make of the call, refused or
 * not. The event is synthetic: no public sample of a StartFlowFlush event is known.
 */
export async function startFlush(): Promise<unknown> {
  const client = new NetworkFirewallClient({ maxAttempts: 1 })
  try {
    const answer = await client.send(new StartFlowFlushCommand(flushRequest))
    return cloudTrailEvent({ responseElements: lowerCamel(answer) })
  } catch (error) {
    const { name, message } = error as Error
    return cloudTrailEvent({ errorCode: name, errorMessage: message, responseElements: null })
  } finally {
    client.destroy()
  }
}

function cloudTrailEvent(result: Readonly<Record<string, unknown>>) {
  const time = new Date().toISOString()
  return {
    version: '0',
    id: randomUUID(),
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
      eventName: 'StartFlowFlush',
      awsRegion: region,
      sourceIPAddress: '203.0.113.10',
      userAgent: 'aws-cli/2',
      requestParameters: lowerCamel(flushRequest),
      eventID: randomUUID(),
      readOnly: false,
      eventType: 'AwsApiCall',
      recipientAccountId: accountId,
      ...result,
    },
  }
}

/** CloudTrail writes the API's PascalCase members in lower camel case, at every depth. */
function lowerCamel(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerCamel)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).filter(([key]) => !key.startsWith('$'))
  return Object.fromEntries(
    members.map(([key, member]) => [key.charAt(0).toLowerCase() + key.slice(1), lowerCamel(member)]),
  )
}
