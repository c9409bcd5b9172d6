import { cutMark } from '../../domain/inertText.ts'

/** Slack's own three entities, once, and only these: this disarms mentions, channels and links alike. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** The same in at most `maxLength` UTF-16 units; a cut is marked, and neither an entity nor a character is ever halved. */
export function escapedWithin(text: string, maxLength: number): string {
  const whole = escaped(text)
  if (whole.length <= maxLength) return whole
  let kept = ''
  for (const character of text) {
    const next = escaped(character)
    if (kept.length + next.length > maxLength - cutMark.length) break
    kept += next
  }
  return `${kept}${cutMark}`
}

/**
 * Foreign text in a chat client's markdown. The characters that format cannot be escaped, so such text stands in a code span,
 * where only a back-tick could end it. Text of which nothing can be seen makes no span: two back-ticks side by side would open
 * a longer one.
 */
export function code(value: string): string {
  return value.trim() === '' ? '—' : `\`${escaped(value.replaceAll('`', "'"))}\``
}
