import type { OperationScript } from '../../../local/model/networkFirewall/flowOperation.ts'
import type { Fault } from './faults.ts'

/**
 * Everything that decides one run, as JSON: the same scenario gives the same timeline, byte for byte. All seconds are virtual and
 * count from the beginning of the world.
 */
export type Scenario = {
  /** Of latencies, jitter, cold starts and identifiers. */
  readonly seed: number
  readonly channels: readonly ChannelSetup[]
  readonly operations: readonly OperationPlan[]
  readonly faults: readonly Fault[]
  /** FLOWBELL_OVERDUE_MINUTES; default 60. */
  readonly overdueMinutes?: number
  /** The routing document in a Systems Manager parameter; left out: none is set. */
  readonly routes?: string
  /** When the first sweep begins; another follows every ten minutes. Default 300; null: there are none. */
  readonly firstSweepAtSeconds?: number | null
  /** From a moment on the functions' clocks are wrong by so much. */
  readonly clockJump?: { readonly atSeconds: number; readonly bySeconds: number }
  /** What people and other systems change meanwhile. */
  readonly changes?: readonly Change[]
  /** Events that reach the default bus as they are, beside those of the operations. */
  readonly events?: readonly { readonly atSeconds: number; readonly event: unknown }[]
  /** More messages within one second are refused by Slack with 429 and a Retry-After of one second; left out: no limit. */
  readonly slackMessagesPerSecond?: number
  /** How long every cold start of a function takes; left out: mostly less than a second, now and then 3. */
  readonly coldStartSeconds?: number
  /** While Step Functions throttles transitions, every task begins so much later. */
  readonly slowTransitions?: {
    readonly fromSeconds: number
    readonly untilSeconds: number
    readonly bySeconds: number
  }
  /** The world is left alone after this; default 90 hours, more than the longest execution. */
  readonly horizonSeconds?: number
}

export type ChannelSetup = 'sns' | 'slack-webhook' | 'slack-bot' | 'eventbridge' | 'teams'

/** One start call of a person, and what becomes of its event. */
export type OperationPlan = {
  readonly atSeconds: number
  readonly type: 'FLOW_FLUSH' | 'FLOW_CAPTURE'
  /** 0, 1 …: there are as many firewalls as are named, each in three zones. */
  readonly firewall: number
  readonly place: Place
  readonly script: ScriptPlan
  /** The start call itself is refused with this, and nothing is started. */
  readonly refusedWith?: { readonly errorCode: string; readonly errorMessage: string }
  /** The event of the accepted call does not say which operation it started. */
  readonly isAnswerMissing?: boolean
  /** The copies of the event that EventBridge hands on; none: it is lost. */
  readonly copies: readonly EventCopy[]
}

export type Place = 'zone-a' | 'zone-b' | 'zone-c' | 'endpoint-a' | 'association' | 'whole'

/** `durationSeconds` null: it never ends. */
export type ScriptPlan = Omit<OperationScript, 'durationSeconds' | 'flows'> & {
  readonly durationSeconds: number | null
}

/** `delaySeconds` after the call. `hasOtherId`: CloudTrail made another event of the same call. */
export type EventCopy = { readonly delaySeconds: number; readonly hasOtherId?: boolean }

export type Change = { readonly atSeconds: number } & (
  | { readonly what: 'put-slack-secret' | 'put-teams-secret' | 'put-routes'; readonly text: string }
  /** Slack's webhook path and token, or the Teams flow's address, are new; the secret follows if told so. */
  | { readonly what: 'rotate-slack' | 'rotate-teams'; readonly isSecretRenewed: boolean }
  | { readonly what: 'delete-slack-cards' }
)
