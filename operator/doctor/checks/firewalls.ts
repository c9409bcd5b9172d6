import type { Check } from '../check.ts'
import { fault, well } from '../finding.ts'

export const firewallsCheck: Check = {
  name: 'firewalls',
  words: 'The Region has firewalls',
  async examine({ cloud }) {
    if (await cloud.isThereAnyFirewall()) return well('there is something to watch')
    return fault(
      'no firewall of AWS Network Firewall in this account and Region',
      'Flow operations are seen in the Region of their firewall only: deploy Flowbell there',
    )
  },
}
