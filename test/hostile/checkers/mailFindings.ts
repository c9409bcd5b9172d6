import { type Finding, finding } from './finding.ts'
import { foreignMark, isForeign } from './foreignMark.ts'
import { isOwnAddress } from './ownLinks.ts'
import { firstUnseen } from './unseenCharacters.ts'

/** Mail programs turn such pieces of plain text into links by themselves. */
const address = /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*:\/\/[^\s<>"]+|\bwww\.[^\s<>"]+|\bmailto:[^\s<>"]+/gi

/** The longest line that SMTP allows (RFC 5322, 2.1.1), in bytes. */
const maxLineBytes = 998

/** Faults of a mail in plain text: unseen characters, foreign text that begins a line as if it were ours, foreign links. */
export function mailBodyFindings(text: string): Finding[] {
  return [...unseenFindings('mail', text), ...text.split('\n').flatMap(lineFindings), ...linkFindings(text)]
}

/** Faults of a subject, after both published rules of SNS: ASCII, 1 to 99 characters, begins with a letter, digit or sign. */
export function mailSubjectFindings(subject: string): Finding[] {
  return /^[\x21-\x7e][\x20-\x7e]{0,98}$/.test(subject)
    ? []
    : [finding('no legal subject', 'subject', subject)]
}

function unseenFindings(where: string, text: string): Finding[] {
  if (!text.isWellFormed()) return [finding('half a character', where, text)]
  const unseen = firstUnseen(text)
  return unseen === null ? [] : [finding(`unseen character ${unseen}`, where, text)]
}

function lineFindings(line: string): Finding[] {
  return [
    ...(line.startsWith(foreignMark) ? [finding('foreign text begins a line', 'mail', line)] : []),
    ...(Buffer.byteLength(line) > maxLineBytes ? [finding('line too long', 'mail', line)] : []),
  ]
}

function linkFindings(text: string): Finding[] {
  return [...text.matchAll(address)]
    .filter(({ 0: piece }) => isForeign(piece) || !isOwnAddress(piece))
    .map(({ 0: piece }) => finding('foreign link', 'mail', piece))
}
