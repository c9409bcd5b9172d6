import type { KnownBlock, PlainTextElement } from '@slack/types'
import { type HumanMessage, humanMessage } from '../../domain/humanMessage.ts'
import { inertText } from '../../domain/inertText.ts'
import type { Severity } from '../../domain/outcome.ts'
import type { FlowOperationReport } from '../../domain/report.ts'
import { code, escaped } from './escapedText.ts'

/** A message for a webhook or for chat.postMessage and chat.update. Without `blocks` it is plain text. */
export type SlackMessage = {
  readonly text: string
  readonly blocks?: readonly KnownBlock[]
  readonly mrkdwn: false
  readonly parse: 'none'
  readonly link_names: false
  readonly unfurl_links: false
  readonly unfurl_media: false
}

/** `withDetails`: filters and top talkers stand in the message itself, for a channel without threads. */
type Form = { readonly plainText: boolean; readonly withDetails?: boolean }

/** Slack's limits, of @slack/types 3.2.0; the whole stays far below the undocumented total of about 13,200 characters. */
const maxHeaderCharacters = 150
const maxSectionCharacters = 2900
const maxLinesCharacters = 5500
const maxFallbackCharacters = 3000
const cutLine = '… (cut: the rest is in the audit record)'

/** The card of a notice: what happened, the facts, what it means, what to do. */
export function slackMessage(
  document: FlowOperationReport,
  { plainText, withDetails = false }: Form,
): SlackMessage {
  const message = humanMessage(document)
  const details = withDetails ? detailLines(message) : []
  return envelope(
    fallbackText(message, details),
    plainText ? null : cardBlocks(message, document.severity, withDetails),
  )
}

/** The details for the card's thread: filters, top sources and destinations, all the rest. */
export function slackDetails(document: FlowOperationReport, { plainText }: Form): SlackMessage {
  const message = humanMessage(document)
  const lines = [...detailBlockLines(message), codeLine('Watch', document.watchKey)]
  const text = fallback([`Details of ${message.headline}`, ...detailLines(message)])
  return envelope(text, plainText ? null : sections(lines))
}

function envelope(text: string, blocks: readonly KnownBlock[] | null): SlackMessage {
  const inert = {
    mrkdwn: false,
    parse: 'none',
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
  } as const
  return blocks === null ? { text, ...inert } : { text, blocks, ...inert }
}

function cardBlocks(message: HumanMessage, severity: Severity, withDetails: boolean): KnownBlock[] {
  const factLines = message.facts.map(({ label, value }) => codeLine(label, value))
  return [
    { type: 'header', text: plain(`${message.icon} ${message.headline}`, maxHeaderCharacters) },
    section(message.meaning),
    ...sections(withDetails ? [...factLines, ...detailBlockLines(message)] : factLines),
    ...(message.nextSteps.length === 0
      ? []
      : [section(`*Next*\n${message.nextSteps.map(bullet).join('\n')}`)]),
    { type: 'context', elements: [plain(`Severity: ${severity}`, 100), ...consoleElement(message)] },
  ]
}

function consoleElement({ consoleUrl }: HumanMessage) {
  return consoleUrl
    ? [{ type: 'mrkdwn', text: `<${consoleUrl}|Firewalls in the AWS console>`, verbatim: true } as const]
    : []
}

/** Lines in as few sections as hold them; what would make the message too long is cut with a visible mark. */
function sections(lines: readonly string[]): KnownBlock[] {
  const texts: string[] = []
  let total = 0
  for (const line of lines) {
    total += line.length + 1
    if (total > maxLinesCharacters) return [...texts, cutLine].map(section)
    const last = texts.at(-1)
    if (last === undefined || last.length + line.length + 1 > maxSectionCharacters) texts.push(line)
    else texts[texts.length - 1] = `${last}\n${line}`
  }
  return texts.map(section)
}

function detailBlockLines(message: HumanMessage): string[] {
  return [
    ...titledLines('Filters', message.filters),
    ...titledLines('Top sources by bytes', message.topSources),
    ...titledLines('Top destinations by bytes', message.topDestinations),
  ]
}

function titledLines(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`*${title}*`, ...lines.map(line => `• ${code(line)}`)]
}

function section(text: string): KnownBlock {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } }
}

function plain(text: string, maxCharacters: number): PlainTextElement {
  return { type: 'plain_text', text: inertText(text, maxCharacters), emoji: false }
}

function bullet(step: string): string {
  return `• ${escaped(step)}`
}

function codeLine(label: string, value: string): string {
  return `*${label}* ${code(value)}`
}

function fallbackText(message: HumanMessage, details: readonly string[]): string {
  const lines = [
    `${message.icon} ${message.headline}`,
    message.meaning,
    ...message.facts.map(({ label, value }) => `${label}: ${value}`),
    ...details,
    ...message.nextSteps.map(step => `- ${step}`),
  ]
  return fallback(lines)
}

function detailLines(message: HumanMessage): string[] {
  return [
    ...message.filters.map(line => `Filter: ${line}`),
    ...message.topSources.map(line => `Source: ${line}`),
    ...message.topDestinations.map(line => `Destination: ${line}`),
  ]
}

/**
 * Without blocks this is the message itself, and Slack makes links of addresses in it: it is said to ignore `parse` in posts to
 * webhooks. Cut at the end of a line, so that neither an entity nor a surrogate pair is halved.
 */
function fallback(lines: readonly string[]): string {
  const text = escaped(lines.join('\n').replaceAll(/(?<=\S)@(?=\S)/gu, ' @ '))
  if (text.length <= maxFallbackCharacters) return text
  const head = text.slice(0, maxFallbackCharacters)
  return `${head.slice(0, head.lastIndexOf('\n'))}\n…`
}
