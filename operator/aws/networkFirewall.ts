import { ListFirewallsCommand, NetworkFirewallClient } from '@aws-sdk/client-network-firewall'
import type { Cloud } from '../ports.ts'
import { ask } from './ask.ts'
import { clientSettings } from './clientSettings.ts'

/** Firewalls of the Region. */
export function firewallQuestions(): Pick<Cloud, 'isThereAnyFirewall'> {
  const client = new NetworkFirewallClient(clientSettings)
  return {
    async isThereAnyFirewall() {
      const command = new ListFirewallsCommand({ MaxResults: 1 })
      const { Firewalls = [] } = await ask('network-firewall:ListFirewalls', options =>
        client.send(command, options),
      )
      return Firewalls.length > 0
    },
  }
}
