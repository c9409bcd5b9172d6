import type { FunctionName } from '../../../operator/deployed/logicalIds.ts'
import type { FaultAnswer } from './faultAnswers.ts'

export { type FunctionName, functionNames } from '../../../operator/deployed/logicalIds.ts'

/** A call over the network, by its service's own name; `flow` is the Teams webhook, `webhook` Slack's. */
export const networkSites = [
  'DescribeFlowOperation',
  'ListFlowOperations',
  'ListFlowOperationResults',
  'ListFirewalls',
  'DescribeFirewall',
  'DescribeFirewallPolicy',
  'ListVpcEndpointAssociations',
  'CreateLogStream',
  'PutLogEvents',
  'Publish',
  'PutEvents',
  'SendMessage',
  'GetSecretValue',
  'GetParameter',
  'StartExecution',
  'webhook',
  'chat.postMessage',
  'chat.update',
  'flow',
] as const
export type NetworkSite = (typeof networkSites)[number]

/** Any call that can fail: over the network, the invocation of a function, or EventBridge's hand-over to its target. */
export type CallSite = NetworkSite | `lambda:${FunctionName}` | 'rule-target'

/**
 * before: the call fails and has done nothing. after: it is done, and the caller sees a failure. hang, hang-after: the same, but
 * no answer ever comes. crash-before, crash-after: the function dies before or after the call; its memory is lost.
 */
export const faultModes = ['before', 'after', 'hang', 'hang-after', 'crash-before', 'crash-after'] as const
export type FaultMode = (typeof faultModes)[number]

/** One fault of a scenario, at one call site. The first fault whose turn it is decides a call. */
export type Fault = {
  readonly at: CallSite
  /** Only calls that this function makes. */
  readonly by?: FunctionName
  readonly mode: FaultMode
  /** What the caller sees in the modes before and after; by default the site's usual transient failure. */
  readonly answer?: FaultAnswer
  /** The first call that fails, counted from 1 at this site (and by this function); default 1. */
  readonly fromCall?: number
  /** How many calls fail; default 1. */
  readonly times?: number | 'forever'
  /** Only calls in this time, in virtual seconds since the beginning of the world. */
  readonly fromSeconds?: number
  readonly untilSeconds?: number
}

type Planned = { readonly fault: Fault; seen: number; used: number }

/** Which calls fail, and how often it happened. */
export class FaultBook {
  readonly #planned: readonly Planned[]

  constructor(faults: readonly Fault[]) {
    this.#planned = faults.map(fault => ({ fault, seen: 0, used: 0 }))
  }

  /** The fault that this call meets, if any; counts the call. `atSeconds` is virtual. */
  take(site: CallSite, by: FunctionName | null, atSeconds: number): Fault | undefined {
    let taken: Planned | undefined
    for (const planned of this.#planned) {
      const { fault } = planned
      if (fault.at !== site || (fault.by !== undefined && fault.by !== by)) continue
      if (atSeconds < (fault.fromSeconds ?? 0) || atSeconds >= (fault.untilSeconds ?? Infinity)) continue
      planned.seen += 1
      if (taken === undefined && isDue(planned)) taken = planned
    }
    if (taken) taken.used += 1
    return taken?.fault
  }

  /** How often each planned fault happened, in the scenario's order. */
  get used(): readonly number[] {
    return this.#planned.map(({ used }) => used)
  }
}

function isDue({ fault, seen, used }: Planned): boolean {
  const { fromCall = 1, times = 1 } = fault
  return seen >= fromCall && (times === 'forever' || used < times)
}
