/**
 * What can change how a text is shown without being seen, by Unicode's own properties: controls, formats (bidirectional marks,
 * zero-width and joining characters, tags), unpaired surrogates, private and unassigned characters, everything that is ignored
 * by default (fillers, variation selectors), line and paragraph separators.
 */
const invisible = /[\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/gu

/** The mark that shows where a text was cut. */
export const cutMark = '…'

/**
 * Foreign text as one harmless line of at most `maxLength` UTF-16 units, the longest count that any channel uses: invisible
 * characters become spaces, runs of white space one space, and an address is broken up visibly, since mail programs and chat
 * clients make links of plain text by themselves. Escaping for a certain channel is left to that channel and comes after this,
 * so that no entity is ever cut in two.
 */
export function inertText(text: string, maxLength: number): string {
  return cutLine(text, maxLength, withoutLinks)
}

/** The same for text of our own that may hold foreign text and is read in a terminal: addresses stay whole, to be copied. */
export function visibleText(text: string, maxLength: number): string {
  return cutLine(text, maxLength, line => line)
}

function cutLine(text: string, maxLength: number, change: (line: string) => string): string {
  // Far longer than anything shown, so that a text of megabytes is not searched to its end.
  const head = text.slice(0, maxLength * 8 + 64)
  const line = change(head.replaceAll(invisible, ' ').replaceAll(/\s+/gu, ' ').trim())
  const isCut = line.length > maxLength || head.length < text.length
  return isCut ? `${wholeCharacters(line, maxLength - cutMark.length)}${cutMark}` : line
}

/** Addresses as security people write them where nobody is to click: https[:]//, www[.], mailto[:]. */
function withoutLinks(line: string): string {
  return line
    .replaceAll('://', '[:]//')
    .replaceAll(/\b(www)\./giu, '$1[.]')
    .replaceAll(/\b(mailto):/giu, '$1[:]')
}

/** The first characters of a text, none of them half. */
function wholeCharacters(text: string, maxLength: number): string {
  const endsInHalf = /[\uD800-\uDBFF]$/.test(text.slice(0, maxLength))
  return text.slice(0, endsInHalf ? maxLength - 1 : maxLength)
}
