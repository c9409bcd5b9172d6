import type { LocalAws } from './model/localAws.ts'
import { flushRequest } from './startedOperation.ts'

const fourMinutesMilliseconds = 240_000

/**
 * The firewall of every demonstration, in three zones: the one that is flushed, one that was flushed with the same filters a
 * little earlier, and one that was forgotten.
 */
export function addDemoFirewall({ networkFirewall }: LocalAws): void {
  const { FirewallArn: firewallArn, FlowFilters, MinimumFlowAgeInSeconds } = flushRequest
  networkFirewall.addFirewall({
    firewallArn,
    endpointIdByZone: {
      'eu-west-1a': 'vpce-0a1b2c3d4e5f60711',
      'eu-west-1b': 'vpce-0a1b2c3d4e5f60722',
      'eu-west-1c': 'vpce-0a1b2c3d4e5f60733',
    },
    tags: { environment: 'production', team: 'network' },
    streamExceptionPolicy: 'REJECT',
  })
  networkFirewall.addOperation({
    firewallArn,
    selectors: { AvailabilityZone: 'eu-west-1b' },
    flowFilters: FlowFilters,
    minimumFlowAgeInSeconds: MinimumFlowAgeInSeconds,
    startedAtMilliseconds: Date.now() - fourMinutesMilliseconds,
    script: { durationSeconds: 20, finalStatus: 'COMPLETED', flowCount: 12 },
  })
}
