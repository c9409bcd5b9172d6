import * as z from 'zod/mini'
import type { FirewallContext } from '../domain/firewallContext.ts'
import { PollProgress } from '../domain/pollProgress.ts'
import { WatchRequest } from '../domain/watchRequest.ts'
import { defineFunction, type ServiceBuilders } from '../lambda.ts'
import { buildFirewallDescriptions, buildFlushHistory } from '../services/firewalls.ts'
import { type GatheringServices, gatherFirewallContext } from '../usecases/gatherFirewallContext.ts'

const Input = z.object({ watch: WatchRequest, progress: z.nullable(PollProgress) })

const serviceBuilders: ServiceBuilders<GatheringServices> = {
  clock: runtime => runtime.clock,
  log: runtime => runtime.log,
  firewalls: buildFirewallDescriptions,
  flushHistory: buildFlushHistory,
}

/** An operation that is over in, what is known of its firewall out; whatever fails here must not keep the outcome. */
export const gatherContext = defineFunction({
  name: 'gatherContext',
  input: Input,
  services: serviceBuilders,
  async run(watched, services): Promise<{ readonly firewall: FirewallContext | null }> {
    return { firewall: await gatherFirewallContext(watched, services) }
  },
})

export const handler = gatherContext()
