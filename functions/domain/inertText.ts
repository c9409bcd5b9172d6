/**
 * What can change how a text is shown without being seen, by Unicode's own properties: controls, formats (bidirectional marks,
 * zero-width and joining characters, tags), unpaired surrogates, private and unassigned characters, everything that is ignored
 * by default (fillers, variation selectors), line and paragraph separators.
 */
const invisible = /[\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/gu

/** The mark that shows where a text was cut. */
export const cutMark = '…'

/**
 * Foreign text as one harmless line of at most `maxCharacters` code points: invisible characters become spaces, runs of
 * white space one space. Escaping for a certain channel is left to that channel and comes after this, so that no entity is
 * ever cut in two.
 */
export function inertText(text: string, maxCharacters: number): string {
  // Far longer than anything shown, so that a text of megabytes is not searched to its end.
  const head = text.slice(0, maxCharacters * 8 + 64)
  const line = head.replaceAll(invisible, ' ').replaceAll(/\s+/gu, ' ').trim()
  const characters = Array.from(line)
  const isCut = characters.length > maxCharacters || head.length < text.length
  return isCut ? `${characters.slice(0, maxCharacters - 1).join('')}${cutMark}` : line
}
