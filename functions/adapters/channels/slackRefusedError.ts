import type { Card } from '../../domain/notification.ts'
import type { SlackRefusal } from './slackAnswer.ts'

/** How far a message had come when Slack refused it. `attempts` counts HTTP requests of the message itself. */
export type SlackProgress = { readonly attempts: number; readonly card: Card | null }

/** Slack answered, and did not take the message. `where` names the way in our words. */
export class SlackRefusedError extends Error {
  override readonly name = 'SlackRefusedError'
  readonly refusal: SlackRefusal
  readonly where: string
  readonly progress: SlackProgress

  constructor(refusal: SlackRefusal, where: string, progress: SlackProgress) {
    super(`${where} answered ${refusal.status}: ${refusal.errorName}`)
    this.refusal = refusal
    this.where = where
    this.progress = progress
  }
}
