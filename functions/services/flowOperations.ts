import { NetworkFirewallClient } from '@aws-sdk/client-network-firewall'
import { networkFirewallFlowOperations } from '../adapters/networkFirewall.ts'
import type { FlowOperations } from '../ports.ts'
import type { Runtime } from '../runtime.ts'
import { oneAttempt } from './oneAttempt.ts'

export function buildFlowOperations({ prepareClient }: Runtime): FlowOperations {
  return networkFirewallFlowOperations(prepareClient(new NetworkFirewallClient(oneAttempt)))
}
