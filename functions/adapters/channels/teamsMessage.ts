import { type HumanMessage, humanMessage, operationInWords, stateInWords } from '../../domain/humanMessage.ts'
import { inertText } from '../../domain/inertText.ts'
import type { Fact } from '../../domain/messageFacts.ts'
import type { Severity } from '../../domain/outcome.ts'
import type { FlowOperationReport } from '../../domain/report.ts'
import {
  type AdaptiveCard,
  type CardElement,
  type Container,
  line,
  type RichTextBlock,
  run,
} from './adaptiveCard.ts'

/** What the flow's trigger takes: a message with one card. */
export type TeamsMessage = {
  readonly type: 'message'
  readonly attachments: readonly [
    {
      readonly contentType: 'application/vnd.microsoft.card.adaptive'
      readonly contentUrl: null
      readonly content: AdaptiveCard
    },
  ]
}

/**
 * Teams takes about 28 KB (learn.microsoft.com, "Microsoft Teams" connector, message size limit), and counts in a way that is
 * not said; others have met the limit at 21 KB of text (msteams_hermes). In UTF-8 bytes of the whole body.
 */
const maxMessageBytes = 20_000
const maxPlainBytes = 10_000
const maxIdCharacters = 64
const cutLine = '… (cut: the rest is in the audit record)'

const styles: Record<Severity, Container['style']> = {
  info: 'good',
  warning: 'warning',
  critical: 'attention',
}

/** A piece of the card. Our own words are never what is cut, nor are commands: half of one would be a wrong one. */
type Piece = { readonly isOurs: boolean; readonly element: CardElement }

/** One complete message per notice: an Adaptive Card in the order of reading. `plainText`: shorter, and without any look. */
export function teamsMessage(
  document: FlowOperationReport,
  { plainText }: { readonly plainText: boolean },
): TeamsMessage {
  const message = humanMessage(document)
  const fallbackText = `${operationInWords(document)} ${stateInWords(document)}. ${message.lead}`
  const { consoleUrl } = message
  const actions =
    plainText || consoleUrl === null
      ? {}
      : ({
          actions: [{ type: 'Action.OpenUrl', title: 'Firewalls in the AWS console', url: consoleUrl }],
        } as const)
  const pieces = plainText ? plainPieces(message, document) : cardPieces(message, document)
  const messageOf = (body: readonly CardElement[]) => envelope({ fallbackText, body, ...actions })
  const room = (plainText ? maxPlainBytes : maxMessageBytes) - bytesOf(messageOf([]))
  return messageOf(fitting(pieces, room))
}

function envelope(parts: Pick<AdaptiveCard, 'fallbackText' | 'body' | 'actions'>): TeamsMessage {
  const content: AdaptiveCard = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    msteams: { width: 'Full' },
    ...parts,
  }
  const attachment = {
    contentType: 'application/vnd.microsoft.card.adaptive',
    contentUrl: null,
    content,
  } as const
  return { type: 'message', attachments: [attachment] }
}

function cardPieces(message: HumanMessage, document: FlowOperationReport): Piece[] {
  const header: Container = {
    type: 'Container',
    style: styles[document.severity],
    bleed: true,
    items: [
      line([run(`${message.icon} ${message.headline}`, { weight: 'Bolder', size: 'Large' })]),
      line([run(message.lead)], { spacing: 'Small' }),
    ],
  }
  const footer = run(footerText(document), { size: 'Small', isSubtle: true })
  return [
    ...ours([header]),
    ...theirs(factLines(message.where)),
    ...theirs(factLines(message.result)),
    ...theirs(listLines('Filters', message.filters)),
    ...theirs(listLines('Top sources by bytes', message.topSources)),
    ...theirs(listLines('Top destinations by bytes', message.topDestinations)),
    ...theirs(listLines('Top destination ports by bytes', message.topDestinationPorts)),
    ...theirs(factLines(message.start)),
    ...theirs(listLines('Zones, by flushes with the same filters', message.coverage)),
    ...ours([titleLine('What it means'), line([run(message.meaning)], { spacing: 'None' })]),
    ...ours(listLines('Next', message.nextSteps)),
    ...ours(message.commands.flatMap(commandBlock)),
    ...theirs(factLines(message.details)),
    ...ours([line([footer], { separator: true })]),
  ]
}

function footerText({ severity, flowOperationId }: FlowOperationReport): string {
  const operation = flowOperationId ? ` · Operation: ${inertText(flowOperationId, maxIdCharacters)}` : ''
  return `Severity: ${severity}${operation}`
}

/** In short: no lists of flows, no details. The next steps speak of the zones and the commands, so those are there. */
function plainPieces(message: HumanMessage, document: FlowOperationReport): Piece[] {
  const { icon, headline, lead, where, result, start, coverage, meaning, nextSteps, commands } = message
  const plain = (texts: readonly string[]) => texts.map(text => line([run(text)]))
  return [
    ...ours(plain([`${icon} ${headline}`, lead])),
    ...theirs(plain([...where, ...result, ...start].map(({ label, value }) => `${label}: ${value}`))),
    ...theirs(plain(coverage.map(bullet))),
    ...ours(plain([meaning, ...nextSteps.map(bullet)])),
    ...ours(plain(commands.map(({ label, command }) => `${label}: ${command}`))),
    ...ours(plain([footerText(document)])),
  ]
}

function titleLine(title: string): RichTextBlock {
  return line([run(title, { weight: 'Bolder' })])
}

/** The first line of a group stands apart from what is above it. */
function factLines(facts: readonly Fact[]): RichTextBlock[] {
  return facts.map(({ label, value }, index) =>
    line([run(`${label}: `, { weight: 'Bolder' }), run(value)], index === 0 ? {} : { spacing: 'None' }),
  )
}

function listLines(title: string, lines: readonly string[]): RichTextBlock[] {
  if (lines.length === 0) return []
  return [titleLine(title), ...lines.map(text => line([run(bullet(text))], { spacing: 'None' }))]
}

function commandBlock({ label, command }: HumanMessage['commands'][number]): RichTextBlock[] {
  return [titleLine(label), line([run(command, { fontType: 'Monospace' })], { spacing: 'None' })]
}

function bullet(text: string): string {
  return `• ${text}`
}

const ours = (elements: readonly CardElement[]): Piece[] =>
  elements.map(element => ({ isOurs: true, element }))
const theirs = (elements: readonly CardElement[]): Piece[] =>
  elements.map(element => ({ isOurs: false, element }))

/** All of ours, and of the rest what fits from the top on, with a mark where it was cut. */
function fitting(pieces: readonly Piece[], maxBytes: number): CardElement[] {
  const cut = line([run(cutLine)])
  // A comma for each of the body's elements but one, which the mark stands for.
  const oursBytes = pieces
    .filter(({ isOurs }) => isOurs)
    .reduce((sum, { element }) => sum + bytesOf(element) + 1, 0)
  let room = maxBytes - oursBytes - bytesOf(cut)
  let isCut = false
  return pieces.flatMap(({ isOurs, element }) => {
    if (isOurs) return [element]
    if (isCut) return []
    room -= bytesOf(element) + 1
    if (room >= 0) return [element]
    isCut = true
    return [cut]
  })
}

/** In the body of the request. */
function bytesOf(value: object): number {
  return Buffer.byteLength(JSON.stringify(value))
}
