import type { SlackAccess } from '../../functions/adapters/channels/slackSecret.ts'
import type { Settings } from '../../functions/config.ts'
import type { Clock } from '../../functions/ports.ts'
import type { DeployedStack } from '../deployed/deployedStack.ts'
import type { Cloud } from '../ports.ts'
import type { Finding } from './finding.ts'

/** What every check may ask. */
export type Patient = {
  readonly stack: DeployedStack
  readonly cloud: Cloud
  readonly clock: Clock
  /** The settings of the function that delivers messages. */
  readonly settings: () => Promise<Settings>
  readonly slack: SlackQuestions
}

export type SlackQuestions = {
  /** How Slack is reached; null when it is not configured. Throws DeliveryError for a secret that does not tell. */
  readonly access: () => Promise<SlackAccess | null>
  /** Whether Slack takes the token. `refusal` is Slack's own word. */
  readonly tokenRefusal: (botToken: string) => Promise<TokenAnswer>
}
export type TokenAnswer =
  | { readonly kind: 'ACCEPTED' }
  | { readonly kind: 'REFUSED' | 'NO_ANSWER'; readonly reason: string }

/** One question about the stack. `name` is for machines, `words` say what is well if the answer is good. */
export type Check = {
  readonly name: string
  readonly words: string
  examine(patient: Patient): Promise<Finding>
}
