import { type Finding, finding } from './finding.ts'
import { foreignFormat, isForeignPiece } from './foreignMark.ts'
import { isOwnControl } from './ownLinks.ts'
import { slackTokens, type TokenKind } from './slackMarkup.ts'
import { firstUnseen } from './unseenCharacters.ts'

/**
 * What CommonMark makes of a text (spec.commonmark.org, 0.31), as far as a stranger could use it. Teams shows the client's
 * markdown of an Amazon Q notification in about this form.
 */
const constructs = [
  ['link or image', /!?\[[^\]]*\]\s*[([]/g],
  ['link definition', /^ {0,3}\[[^\]]+\]:/gm],
  ['HTML or autolink', /<[a-z!/?]/gi],
  ['heading', /^ {0,3}#{1,6}[ \t].*/gm],
  ['underlined heading', /^.*\n {0,3}(?:=+|-+) *$/gm],
  ['list item', /^ *(?:[-+*]|\d{1,9}[.)])[ \t].*/gm],
  ['quote', /^ {0,3}(?:>|&gt;).*/gm],
  ['fence', /^ {0,3}(?:```|~~~).*/gm],
  ['table row', /^\|.*/gm],
  ['strong or emphasis', /[*_]+[^*_\n]+[*_]+/g],
  ['strike', /~+[^~\n]+~+/g],
  ['bare link', /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*:\/\/\S+|\bwww\.\S+|\bmailto:\S+/gi],
  ['HTML entity', /&(?:#\d+|#x[0-9a-f]+|(?!amp|lt|gt)[a-z][a-z0-9]*);/gi],
] as const

/**
 * Foreign text that is active in a text of the chat client's own markdown: read as Slack reads it, and as CommonMark. Amazon Q
 * says nothing of verbatim texts, so an address in plain sight counts as a link.
 */
export function markdownFindings(where: string, text: string): Finding[] {
  return [...unseenFindings(where, text), ...slackReading(where, text), ...commonMarkReading(where, text)]
}

function unseenFindings(where: string, text: string): Finding[] {
  if (!text.isWellFormed()) return [finding('half a character', where, text)]
  const unseen = firstUnseen(text)
  return unseen === null ? [] : [finding(`unseen character ${unseen}`, where, text)]
}

/** Of what else is active, only what strangers wrote is a fault. */
const neverOurs = new Set<TokenKind>([
  'angle',
  'ampersand',
  'code block',
  'back-tick',
  'emoji',
  'bare mention',
])

function slackReading(where: string, text: string): Finding[] {
  return slackTokens(text)
    .filter(token => {
      if (token.kind === 'control') return !isOwnControl(token.text)
      return neverOurs.has(token.kind) || (token.kind !== 'code' && isForeignPiece(text, token))
    })
    .map(token => finding(`active ${token.kind}`, where, token.text))
}

function commonMarkReading(where: string, text: string): Finding[] {
  const outside = withoutCode(text)
  const active = constructs.flatMap(([name, pattern]) =>
    [...outside.matchAll(pattern)]
      .filter(({ 0: piece, index }) => isForeignPiece(outside, { text: piece, index }))
      .map(({ 0: piece }) => finding(`markdown ${name}`, where, piece)),
  )
  return [
    ...active,
    ...[...outside.matchAll(foreignFormat)].map(([piece]) =>
      finding('foreign text that can format', where, piece),
    ),
  ]
}

/** Code spans as CommonMark has them: a run of back-ticks ends at the next run of the same length, lines further down too. */
function withoutCode(text: string): string {
  const open = /(?<!`)(`+)(?!`)/g
  let rest = ''
  let from = 0
  for (let match = open.exec(text); match; match = open.exec(text)) {
    const run = match[1] ?? ''
    const end = endOfSpan(text, match.index + run.length, run.length)
    if (end === null) continue
    rest += `${text.slice(from, match.index)} `
    from = end
    open.lastIndex = end
  }
  return rest + text.slice(from)
}

function endOfSpan(text: string, from: number, length: number): number | null {
  for (const match of text.slice(from).matchAll(/`+/g)) {
    if (match[0].length === length) return from + match.index + length
  }
  return null
}
