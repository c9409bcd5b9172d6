import { expect } from '@jest/globals'

/** Characters that change what a reader sees without being seen: controls but the line feed, bidirectional, zero width. */
const invisible =
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\u{e0000}-\u{e0fff}]/u

/** Nothing invisible, nothing half: safe to be shown anywhere. */
export function expectVisible(text: string): void {
  expect(text.isWellFormed()).toBe(true)
  expect(text).not.toMatch(invisible)
}

/** Escaped once and wholly: no mention, no link, and no entity that was cut in two. */
export function expectEscaped(text: string): void {
  expectVisible(text)
  expect(text).not.toMatch(/[<>]/)
  expect(text).not.toMatch(/&(?!amp;|lt;|gt;)/)
}

/** Every code span that begins on a line ends at that line's end, so no back-tick of foreign text closed it early. */
export function expectWholeCodeSpans(text: string): void {
  for (const line of text.split('\n')) expect(line).toMatch(/^[^`]*(?:`[^`]*`)?$/)
}
