/**
 * What can change how a text is shown without being seen: C0 and C1 controls, soft hyphen, bidirectional marks, zero-width
 * and joining characters, variation selectors, line separators, tags, interlinear marks, unpaired surrogates.
 */
// oxlint-disable-next-line no-control-regex -- control characters are exactly what is removed here
const invisible =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb]|[\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|\p{Surrogate}/gu

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
  const characters = [...line]
  const isCut = characters.length > maxCharacters || head.length < text.length
  return isCut ? `${characters.slice(0, maxCharacters - 1).join('')}${cutMark}` : line
}
