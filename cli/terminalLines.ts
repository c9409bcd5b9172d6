import { wrapped } from './wrappedText.ts'

/** What is there to be copied: a break inside would break it. */
const toCopy = /^\s*(?:aws |\{|Console: )/u

/**
 * The lines of a message as they are read in a terminal: sentences broken between words, commands whole. A message has no
 * breaks of its own in its sentences, since mail programs and chat clients make them; into a pipe it goes as it is.
 */
export function terminalLines(lines: readonly string[], isTerminal = process.stdout.isTTY): string[] {
  if (!isTerminal) return [...lines]
  return lines.flatMap(line => (toCopy.test(line) ? [line] : wrapped(line, { indent: indentOf(line) })))
}

/** Below the first word of a bullet, or of the line. */
function indentOf(line: string): number {
  return /^\s*(?:[-•] )?/u.exec(line)?.[0].length ?? 0
}
