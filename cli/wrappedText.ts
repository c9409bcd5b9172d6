/** What fits into an ordinary terminal, and into a mail that quotes it. */
const maxColumns = 80

/**
 * A text in lines of at most 80 columns, broken at spaces: the first after `first`, the others after as many spaces as `indent`.
 * A word that is longer stays whole, since it is most often there to be copied.
 */
export function wrapped(
  text: string,
  { first = '', indent = 0 }: { first?: string; indent?: number } = {},
): string[] {
  const lines: string[] = []
  let line = first
  let isFresh = true
  for (const word of text.split(' ')) {
    if (!isFresh && line.length + 1 + word.length > maxColumns) {
      lines.push(line)
      line = ' '.repeat(indent)
      isFresh = true
    }
    line += isFresh ? word : ` ${word}`
    isFresh = false
  }
  return [...lines, line]
}
