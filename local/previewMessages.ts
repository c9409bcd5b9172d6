import type { amazonQNotification } from '../functions/adapters/channels/amazonQMessage.ts'
import { type SlackMessage, slackDetails, slackMessage } from '../functions/adapters/channels/slackMessage.ts'
import { snsMessage } from '../functions/adapters/channels/snsMessage.ts'
import { type TeamsMessage, teamsMessage } from '../functions/adapters/channels/teamsMessage.ts'
import type { FlowOperationReport } from '../functions/domain/report.ts'

/** What a bot posts: the card, or the reply that the channel sees too, and the details in the card's thread. */
export type SlackByBot = { readonly card: SlackMessage; readonly thread: SlackMessage | null }

/** The messages of a Slack bot for one notice. */
export function slackByBot(document: FlowOperationReport): SlackByBot {
  const form = { plainText: false }
  const thread = document.notice === 'OUTCOME' ? slackDetails(document, form) : null
  return { card: slackMessage(document, form), thread }
}

/** The message of a Slack webhook, which keeps no card of a running watch. */
export function slackByWebhook(document: FlowOperationReport): SlackMessage | null {
  return document.notice === 'STARTED'
    ? null
    : slackMessage(document, { plainText: false, withDetails: true })
}

/** Every message to Slack for one notice: card, thread, webhook. */
export function slackPayloads(document: FlowOperationReport): SlackMessage[] {
  const { card, thread } = slackByBot(document)
  return [card, thread, slackByWebhook(document)].filter(message => message !== null)
}

/** The message to a Teams flow; null for a notice that only a card shows. */
export function teamsPayload(document: FlowOperationReport): TeamsMessage | null {
  return document.notice === 'STARTED' ? null : teamsMessage(document, { plainText: false })
}

export type Mail = { readonly subject: string; readonly text: string }
export type AmazonQNotification = ReturnType<typeof amazonQNotification>

/** The parts of the SNS message for mail, for Amazon Q Developer and for machines; null for a notice that only a card shows. */
export function snsParts(document: FlowOperationReport): {
  readonly mail: Mail
  readonly amazonQ: AmazonQNotification
  readonly machineReadable: unknown
} | null {
  if (document.notice === 'STARTED') return null
  const { subject, message } = snsMessage(document)
  const parts = JSON.parse(message) as Readonly<Record<'email' | 'https' | 'sqs', string>>
  return {
    mail: { subject, text: parts.email },
    amazonQ: JSON.parse(parts.https) as AmazonQNotification,
    machineReadable: JSON.parse(parts.sqs) as unknown,
  }
}
