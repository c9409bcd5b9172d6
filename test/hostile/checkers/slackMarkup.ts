/**
 * What Slack does with a text, read from its formatting guide (docs.slack.dev, "Formatting message text") and written without
 * the code under test. Where the guide is vague, the reading that makes more of the text active is taken.
 */
export type TokenKind =
  /** `<...>`: a mention, a channel, a link, a date. Found inside code too, since Slack's server reads it there as well. */
  | 'control'
  /** A `<` or `>` that belongs to no control sequence. */
  | 'angle'
  /** An `&` that begins none of the three entities. */
  | 'ampersand'
  | 'code block'
  | 'code'
  /** A back-tick that opens or closes no code. */
  | 'back-tick'
  | 'bold'
  | 'italic'
  | 'strike'
  | 'quote'
  | 'emoji'
  /** What the server turns into a link by itself, unless the text is verbatim. */
  | 'bare link'
  | 'bare mention'

export type Token = { readonly kind: TokenKind; readonly text: string; readonly index: number }

/** In this order; what a pattern takes is hidden from those after it. A code span stands between words, not inside one. */
const structure = [
  ['control', /<[^<>]*>/g],
  ['angle', /[<>]/g],
  ['code block', /```[^]*?```/g],
  ['code', /(?<![\p{L}\p{N}])`[^`\n]+`(?![\p{L}\p{N}])/gu],
  ['back-tick', /`+/g],
] as const

/** Outside control sequences and code; these may overlap. */
const formats = [
  ['bold', /\*[^*\n]+\*/g],
  ['italic', /_[^_\n]+_/g],
  ['strike', /~[^~\n]+~/g],
  ['quote', /^[ \t]*(?:&gt;)+.*/gm],
  // Without a letter only these are emoji: 09:15:04 is a time.
  ['emoji', /:(?:100|1234|[+-]1|(?=[^:\s]*[a-z])[a-z0-9_+'-]+):/g],
  ['bare link', /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*:\/\/[^\s|]+|\bwww\.[^\s|]+|\bmailto:[^\s|]+/gi],
  ['bare link', /(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+/g],
  ['bare mention', /@(?:channel|here|everyone|group)\b/gi],
] as const

/** Everything active in a text, and every code span. */
export function slackTokens(text: string): Token[] {
  // Entities are read in code as well.
  const tokens = matchesOf('ampersand', /&(?!amp;|lt;|gt;)/g, text)
  let rest = text
  for (const [kind, pattern] of structure) {
    for (const token of matchesOf(kind, pattern, rest)) {
      tokens.push({ ...token, text: text.slice(token.index, token.index + token.text.length) })
      rest = hidden(rest, token)
    }
  }
  for (const [kind, pattern] of formats) tokens.push(...matchesOf(kind, pattern, rest))
  return tokens.toSorted((one, other) => one.index - other.index)
}

function matchesOf(kind: TokenKind, pattern: RegExp, text: string): Token[] {
  return [...text.matchAll(pattern)].map(({ 0: piece, index }) => ({ kind, text: piece, index }))
}

/** Replaced by a character that is part of no token; line breaks stay, since spans end at them. */
function hidden(text: string, { index, text: { length } }: Token): string {
  const gone = text.slice(index, index + length).replaceAll(/[^\n]/g, '\u0001')
  return text.slice(0, index) + gone + text.slice(index + length)
}
