import { NetworkFirewallClient } from '@aws-sdk/client-network-firewall'
import { networkFirewallDescriptions, networkFirewallFirewalls } from '../adapters/firewalls.ts'
import { networkFirewallFlushHistory } from '../adapters/networkFirewall.ts'
import type { FirewallDescriptions, Firewalls, FlushHistory } from '../ports.ts'
import type { Runtime } from '../runtime.ts'
import { oneAttempt } from './oneAttempt.ts'

export function buildFirewalls({ prepareClient }: Runtime): Firewalls {
  return networkFirewallFirewalls(prepareClient(new NetworkFirewallClient(oneAttempt)))
}

export function buildFirewallDescriptions({ prepareClient }: Runtime): FirewallDescriptions {
  return networkFirewallDescriptions(prepareClient(new NetworkFirewallClient(oneAttempt)))
}

export function buildFlushHistory({ prepareClient }: Runtime): FlushHistory {
  return networkFirewallFlushHistory(prepareClient(new NetworkFirewallClient(oneAttempt)))
}
