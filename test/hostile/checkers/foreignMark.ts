/**
 * Hostile texts carry this mark around everything that could be active, so that a checker can tell a reader's bold label from
 * one that somebody else made bold. Two ASCII letters, since they survive every channel; no word of ours has them.
 */
export const foreignMark = 'Zq'

export function isForeign(text: string): boolean {
  return text.includes(foreignMark)
}

/** True for a piece of a text with the mark in it, or right before it. */
export function isForeignPiece(
  text: string,
  piece: { readonly index: number; readonly text: string },
): boolean {
  return isForeign(piece.text) || /Zq ?$/.test(text.slice(0, piece.index))
}

/** A character that formats, right beside the mark: it came with the foreign text. */
export const foreignFormat = /Zq[*_~`]|[*_~`]Zq/g
