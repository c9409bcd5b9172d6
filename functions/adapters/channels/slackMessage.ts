import type { KnownBlock, PlainTextElement } from '@slack/types'
import { type HumanMessage, humanMessage, withRest } from '../../domain/humanMessage.ts'
import { inertText } from '../../domain/inertText.ts'
import type { Fact } from '../../domain/messageFacts.ts'
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

/** `withDetails`: all lists and exact facts stand in the message itself, for a channel without threads. */
type Form = { readonly plainText: boolean; readonly withDetails?: boolean }

/**
 * Slack's limits, of @slack/types 3.2.0. The parts that may hold foreign text are cut so that the whole stays below 10,000
 * characters: an undocumented total of about 13,200 is refused, and our own sentences must never be what is missing.
 */
const maxHeaderCharacters = 150
const maxSectionCharacters = 2900
const charactersOf = { where: 1000, result: 2100, start: 1300, coverage: 800, commands: 2300, thread: 5500 }
const maxFallbackCharacters = 3800
const maxFiltersOnCard = 3
const cutLine = '… (cut: the rest is in the audit record)'
const leftOutLine = '… (a command is left out: it is too long to be shown here)'

/** The card of a notice: what happened, where, what it did, who started it, what it means, what to do. */
export function slackMessage(
  document: FlowOperationReport,
  { plainText, withDetails = false }: Form,
): SlackMessage {
  const message = humanMessage(document)
  return plainText
    ? envelope(fallback(plainLines(message, withDetails)), null)
    : envelope(fallback(fallbackLines(message, withDetails)), cardBlocks(message, document, withDetails))
}

/** The details for the card's thread: filters, top sources, destinations and ports, exact times and names. */
export function slackDetails(document: FlowOperationReport, { plainText }: Form): SlackMessage {
  const message = humanMessage(document)
  const watch = { label: 'Watch', value: document.watchKey }
  const lines = [...listLines(message, true), ...factLines([...message.details, watch])]
  const text = fallback([
    `Details of ${message.headline}`,
    ...plainLists(message),
    ...plainFacts(message.details),
  ])
  return envelope(text, plainText ? null : sections(lines, charactersOf.thread))
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

function cardBlocks(
  message: HumanMessage,
  document: FlowOperationReport,
  withDetails: boolean,
): KnownBlock[] {
  const { where, result, start, details, coverage, lead, meaning, nextSteps, commands } = message
  const { severity } = document
  const { where: maxWhere, result: maxResult, start: maxStart } = charactersOf
  return [
    { type: 'header', text: plain(`${message.icon} ${message.headline}`, maxHeaderCharacters) },
    section(escaped(lead)),
    ...sections([...factLines(where), ...consoleLines(message)], maxWhere),
    ...sections([...factLines(result), ...listLines(message, withDetails)], maxResult),
    ...sections(factLines(withDetails ? [...start, ...details] : start), maxStart),
    ...sections(titledLines('Zones, by flushes with the same filters', coverage), charactersOf.coverage),
    section(`*What it means*\n${escaped(meaning)}`),
    ...(nextSteps.length === 0 ? [] : [section(`*Next*\n${nextSteps.map(bullet).join('\n')}`)]),
    ...commandSections(commands),
    { type: 'context', elements: [plain(`Severity: ${severity}`, 100), ...operationElement(document)] },
  ]
}

/** By its id people find the operation again, in the console and in the search of the chat. */
function operationElement({ flowOperationId }: FlowOperationReport): PlainTextElement[] {
  return flowOperationId ? [plain(`Operation: ${flowOperationId}`, 100)] : []
}

function consoleLines({ consoleUrl }: HumanMessage): string[] {
  return consoleUrl ? [`<${consoleUrl}|Firewalls in the AWS console>`] : []
}

/** Half a command would be a wrong one: what does not fit is left out whole. */
function commandSections(commands: HumanMessage['commands']): KnownBlock[] {
  let total = 0
  const texts = commands.map(({ label, command }) => `*${escaped(label)}*\n${code(command)}`)
  const fitting = texts.filter(text => {
    total += text.length + 1
    return total <= charactersOf.commands
  })
  const isCut = fitting.length < texts.length
  return texts.length === 0 ? [] : [section([...fitting, ...(isCut ? [leftOutLine] : [])].join('\n'))]
}

/** Lines in as few sections as hold them; what would make the message too long is cut with a visible mark. */
function sections(lines: readonly string[], maxTotal: number): KnownBlock[] {
  const texts: string[] = []
  let total = 0
  for (const line of lines) {
    total += line.length + 1
    if (total > maxTotal) return [...texts, cutLine].map(section)
    const last = texts.at(-1)
    if (last === undefined || last.length + line.length + 1 > maxSectionCharacters) texts.push(line)
    else texts[texts.length - 1] = `${last}\n${line}`
  }
  return texts.map(section)
}

/** What the operation took and found. On a card, the first filters only: the rest stands in its thread. */
function listLines(message: HumanMessage, isWhole: boolean): string[] {
  const { filters } = message
  const first = filters.slice(0, maxFiltersOnCard)
  if (!isWhole) return titledLines('Filters', withRest(first, filters.length - first.length))
  return [
    ...titledLines('Filters', filters),
    ...titledLines('Top sources by bytes', message.topSources),
    ...titledLines('Top destinations by bytes', message.topDestinations),
    ...titledLines('Top destination ports by bytes', message.topDestinationPorts),
  ]
}

function titledLines(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`*${title}*`, ...lines.map(line => `• ${code(line)}`)]
}

function factLines(facts: readonly Fact[]): string[] {
  return facts.map(({ label, value }) => `*${label}* ${code(value)}`)
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

/** A message of its own, which has no block to name the operation: that stands where it is never cut. */
function plainLines(message: HumanMessage, withDetails: boolean): string[] {
  const named = message.details.filter(isOperation)
  const details = message.details.filter(fact => !isOperation(fact))
  return fallbackLines({ ...message, where: [...named, ...message.where], details }, withDetails)
}

function isOperation({ label }: Fact): boolean {
  return label === 'Operation'
}

/** Our own sentences come first, so that they are never what is cut. */
function fallbackLines(message: HumanMessage, withDetails: boolean): string[] {
  const { where, result, start, details } = message
  return [
    `${message.icon} ${message.headline}`,
    message.lead,
    ...message.nextSteps.map(step => `- ${step}`),
    message.meaning,
    ...plainFacts([...where, ...result, ...start]),
    ...message.coverage,
    ...message.commands.map(({ label, command }) => `${label}: ${command}`),
    ...(withDetails ? [...plainLists(message), ...plainFacts(details)] : []),
  ]
}

function plainFacts(facts: readonly Fact[]): string[] {
  return facts.map(({ label, value }) => `${label}: ${value}`)
}

function plainLists(message: HumanMessage): string[] {
  return [
    ...message.filters.map(line => `Filter: ${line}`),
    ...message.topSources.map(line => `Source: ${line}`),
    ...message.topDestinations.map(line => `Destination: ${line}`),
    ...message.topDestinationPorts.map(line => `Port: ${line}`),
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
