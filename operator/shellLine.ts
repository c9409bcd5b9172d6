import { visibleText } from '../functions/domain/inertText.ts'

/** A line to be copied into a POSIX shell: what is put into the text stays one word each, whatever stands in it. */
export function shell(text: TemplateStringsArray, ...values: readonly string[]): string {
  return text
    .map((part, index) => part + (index < values.length ? shellWord(values[index] ?? '') : ''))
    .join('')
}

function shellWord(word: string): string {
  const inert = visibleText(word, 2048)
  return /^[\w@%+=:,./-]+$/u.test(inert) ? inert : `'${inert.replaceAll("'", `'\\''`)}'`
}
