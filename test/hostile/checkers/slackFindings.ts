import { type Finding, finding } from './finding.ts'
import { foreignFormat, isForeign, isForeignPiece } from './foreignMark.ts'
import { isOwnControl } from './ownLinks.ts'
import { slackTokens, type Token } from './slackMarkup.ts'
import { firstUnseen } from './unseenCharacters.ts'

/** A message as it stands in the body of a request to Slack. */
export type SlackPayload = Readonly<Record<string, unknown>>

type TextObject = { readonly type: 'mrkdwn' | 'plain_text'; readonly text: string } & Readonly<
  Record<string, unknown>
>

/** Everything in a message to Slack that is active without being ours, or that a reader cannot see. */
export function slackFindings(payload: SlackPayload): Finding[] {
  return [
    ...fallbackFindings(payload),
    ...textObjects(payload['blocks'], 'blocks').flatMap(([where, object]) =>
      object.type === 'plain_text' ? plainTextFindings(where, object) : mrkdwnFindings(where, object),
    ),
  ]
}

/** All text objects of a payload, at any depth, each with its path. */
function textObjects(value: unknown, path: string): (readonly [string, TextObject])[] {
  if (typeof value !== 'object' || value === null) return []
  if ('text' in value && typeof value.text === 'string') return [[path, value as TextObject]]
  return Object.entries(value).flatMap(([key, child]) => textObjects(child, `${path}.${key}`))
}

/**
 * The text beside the blocks: shown in notifications, and as the message itself where there are no blocks. Slack is said to
 * ignore `parse` in posts to webhooks, so a message without blocks must hold no bare link at all.
 */
function fallbackFindings(payload: SlackPayload): Finding[] {
  const { text, mrkdwn, parse, link_names: linkNames } = payload
  if (typeof text !== 'string') return []
  const isShown = !Array.isArray(payload['blocks']) || payload['blocks'].length === 0
  const isParsed = parse !== 'none' || linkNames !== false
  const kinds = new Set<Token['kind']>(['control', 'angle', 'ampersand'])
  if (mrkdwn !== false) for (const kind of formatKinds) kinds.add(kind)
  if (isShown || isParsed) kinds.add('bare link')
  if (isParsed) kinds.add('bare mention')
  return [...unseenFindings('text', text), ...tokenFindings('text', text, kinds)]
}

function plainTextFindings(where: string, { text, emoji }: TextObject): Finding[] {
  const kinds = new Set<Token['kind']>(emoji === false ? [] : ['emoji'])
  return [...unseenFindings(where, text), ...tokenFindings(where, text, kinds)]
}

function mrkdwnFindings(where: string, { text, verbatim }: TextObject): Finding[] {
  const kinds = new Set<Token['kind']>(['control', 'angle', 'ampersand', ...formatKinds])
  if (verbatim !== true) for (const kind of ['bare link', 'bare mention'] as const) kinds.add(kind)
  return [
    ...unseenFindings(where, text),
    ...tokenFindings(where, text, kinds),
    ...straying(where, text),
    ...(isForeign(text) && verbatim !== true ? [finding('foreign text is not verbatim', where, text)] : []),
  ]
}

const formatKinds = ['code block', 'back-tick', 'bold', 'italic', 'strike', 'quote', 'emoji'] as const

function tokenFindings(where: string, text: string, kinds: ReadonlySet<Token['kind']>): Finding[] {
  return slackTokens(text)
    .filter(token => kinds.has(token.kind) && !isHarmless(text, token))
    .map(token => finding(`active ${token.kind}`, where, token.text))
}

/** What may be there all the same: our own links and dates, and our own words in bold or the like. */
function isHarmless(text: string, token: Token): boolean {
  if (token.kind === 'control') return isOwnControl(token.text)
  const mayBeOurs = token.kind === 'bold' || token.kind === 'italic' || token.kind === 'bare link'
  return mayBeOurs && !isForeignPiece(text, token)
}

/** Foreign text in markup belongs into a code span: nothing that formats can be escaped, so elsewhere it may not even stand. */
function straying(where: string, text: string): Finding[] {
  let outside = text
  for (const token of slackTokens(text)) {
    if (token.kind === 'code' || token.kind === 'control') outside = outside.replace(token.text, ' ')
  }
  return [...outside.matchAll(foreignFormat)].map(([piece]) =>
    finding('foreign text that can format', where, piece),
  )
}

function unseenFindings(where: string, text: string): Finding[] {
  if (!text.isWellFormed()) return [finding('half a character', where, text)]
  const unseen = firstUnseen(text)
  return unseen === null ? [] : [finding(`unseen character ${unseen}`, where, text)]
}
