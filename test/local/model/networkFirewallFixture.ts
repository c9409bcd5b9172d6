import { NetworkFirewallClient, type StartFlowFlushCommandInput } from '@aws-sdk/client-network-firewall'
import type { LocalAws } from '../../../local/model/localAws.ts'
import { clientSettings } from './localAwsFixture.ts'

export const firewallArn = 'arn:aws:network-firewall:eu-west-1:123456789012:firewall/edge'
export const zone = { AvailabilityZone: 'eu-west-1a' }

/** A start request that the service takes. */
export const startInput: StartFlowFlushCommandInput = {
  FirewallArn: firewallArn,
  ...zone,
  MinimumFlowAgeInSeconds: 60,
  FlowFilters: [
    { SourceAddress: { AddressDefinition: '10.1.0.0/16' }, DestinationPort: '443', Protocols: ['6'] },
  ],
}

export function firewallClient(local: LocalAws): NetworkFirewallClient {
  return new NetworkFirewallClient(clientSettings(local))
}
