/**
 * Code points that change how text is shown, or read by a program, without being seen. Written from the tables of the Unicode
 * standard (general categories Cc, Cf, Zl, Zp, and Default_Ignorable_Code_Point), not from the code under test.
 */
const unseenRanges: readonly (readonly [number, number])[] = [
  [0x0000, 0x0009],
  [0x000b, 0x001f],
  [0x007f, 0x009f],
  [0x00ad, 0x00ad],
  [0x034f, 0x034f],
  [0x0600, 0x0605],
  [0x061c, 0x061c],
  [0x06dd, 0x06dd],
  [0x070f, 0x070f],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0e],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0xfffe, 0xffff],
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
]

/** The first code point that must not be shown, as U+XXXX; null when there is none. A line feed is no fault here. */
export function firstUnseen(text: string): string | null {
  if (/^[\x20-\x7e\n]*$/.test(text)) return null
  let before = ''
  for (const character of text) {
    if (isUnseen(character.codePointAt(0) ?? 0, before)) return nameOf(character)
    before = character
  }
  return null
}

function isUnseen(codePoint: number, before: string): boolean {
  if (codePoint >= 0x20 && codePoint < 0x7f) return false
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) return true
  // The variation selector that turns a sign into its emoji, which icons of our own may need.
  if (codePoint === 0xfe0f) return !/[^\0-\x7f]/.test(before) || !/\p{Emoji}/u.test(before)
  return unseenRanges.some(([from, to]) => codePoint >= from && codePoint <= to)
}

function nameOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}
