import { type Finding, finding } from './finding.ts'
import { isForeign, isForeignPiece } from './foreignMark.ts'
import { isOwnAddress } from './ownLinks.ts'
import { firstUnseen } from './unseenCharacters.ts'

export type TeamsPayload = Readonly<Record<string, unknown>>

/** Below the 28 KB of the connector, whichever way they are counted. */
const maxBytes = 24_000

/**
 * The members that each element of an Adaptive Card may have here. None of them reads Markdown (a TextBlock, a fact and an
 * action's fallback would), takes input, loads something from elsewhere, or names anybody (mentions are `msteams.entities`).
 */
const knownMembers: Readonly<Record<string, readonly string[]>> = {
  AdaptiveCard: ['$schema', 'type', 'version', 'fallbackText', 'msteams', 'body', 'actions'],
  Container: ['type', 'style', 'bleed', 'items'],
  RichTextBlock: ['type', 'spacing', 'separator', 'inlines'],
  TextRun: ['type', 'text', 'weight', 'size', 'isSubtle', 'fontType'],
  'Action.OpenUrl': ['type', 'title', 'url'],
}

/** What clients and flows may replace or link in the text of a run. */
const active = [
  ['function', /\{\{/g],
  ['template', /\$\{/g],
  ['bare link', /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*:\/\/\S+|\bwww\.\S+|\bmailto:\S+/gi],
] as const

/** Faults of a message to a Teams flow: its form, its size, and foreign text that is active in what is shown. */
export function teamsFindings(payload: TeamsPayload): Finding[] {
  const bytes = Buffer.byteLength(JSON.stringify(payload))
  return [
    ...(bytes <= maxBytes ? [] : [finding(`${bytes} bytes`, 'body', '')]),
    ...envelopeFindings(payload),
    ...elementsIn(payload).flatMap(elementFindings),
  ]
}

function envelopeFindings({ type, attachments, ...rest }: TeamsPayload): Finding[] {
  const [attachment, ...others] = Array.isArray(attachments) ? (attachments as TeamsPayload[]) : []
  const card = attachment?.['content'] as TeamsPayload | undefined
  const isRight =
    type === 'message' &&
    Object.keys(rest).length === 0 &&
    others.length === 0 &&
    attachment?.['contentType'] === 'application/vnd.microsoft.card.adaptive' &&
    attachment['contentUrl'] === null &&
    card?.['type'] === 'AdaptiveCard' &&
    card['version'] === '1.4' &&
    JSON.stringify(card['msteams']) === '{"width":"Full"}'
  return isRight ? [] : [finding('no message with one card', 'body', JSON.stringify({ type, ...rest }))]
}

/** Every object inside the attachments that says what it is. */
function elementsIn(value: unknown): TeamsPayload[] {
  if (Array.isArray(value)) return value.flatMap(elementsIn)
  if (typeof value !== 'object' || value === null) return []
  const own = 'type' in value && value.type !== 'message' ? [value as TeamsPayload] : []
  return [...own, ...Object.values(value).flatMap(elementsIn)]
}

function elementFindings(element: TeamsPayload): Finding[] {
  const type = String(element['type'])
  const known = knownMembers[type]
  if (!known) return [finding('unknown element', type, JSON.stringify(element))]
  const strange = Object.keys(element).find(key => !known.includes(key))
  return [
    ...(strange === undefined ? [] : [finding('unknown member', type, strange)]),
    ...(type === 'TextRun' ? runFindings(String(element['text'])) : []),
    ...(type === 'AdaptiveCard' ? ownTextFindings('fallbackText', String(element['fallbackText'])) : []),
    ...(type === 'Action.OpenUrl' ? linkFindings(element) : []),
  ]
}

function runFindings(text: string): Finding[] {
  const unseen = firstUnseen(text)
  return [
    ...(text.trim() === '' ? [finding('empty text', 'TextRun', text)] : []),
    ...(text.isWellFormed() ? [] : [finding('half a character', 'TextRun', text)]),
    ...(unseen === null ? [] : [finding(`unseen character ${unseen}`, 'TextRun', text)]),
    ...(text.includes('\n') ? [finding('more than one line', 'TextRun', text)] : []),
    ...active.flatMap(([name, pattern]) =>
      [...text.matchAll(pattern)]
        .filter(({ 0: piece, index }) => name !== 'bare link' || isForeignPiece(text, { text: piece, index }))
        .map(([piece]) => finding(`active ${name}`, 'TextRun', piece)),
    ),
  ]
}

function ownTextFindings(where: string, text: string): Finding[] {
  return text === '' || isForeign(text)
    ? [finding('foreign text that may be read as Markdown', where, text)]
    : []
}

function linkFindings({ title, url }: TeamsPayload): Finding[] {
  return [
    ...ownTextFindings('title', String(title)),
    ...(isOwnAddress(String(url)) ? [] : [finding('link elsewhere', 'url', String(url))]),
  ]
}
