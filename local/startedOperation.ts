import { randomUUID } from 'node:crypto'
import { NetworkFirewallClient, StartFlowFlushCommand } from '@aws-sdk/client-network-firewall'
import { accountId, lowerCamel, region, startEvent } from './startEvent.ts'

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
  return startEvent({
    eventName: 'StartFlowFlush',
    requestParameters: flushRequest,
    atMilliseconds: Date.now(),
    eventId: randomUUID(),
    result,
  })
}
