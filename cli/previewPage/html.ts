/** A piece of a page in which everything foreign is escaped already. Only this file makes one. */
export type Html = { readonly html: string }

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** A page's text: whatever is put into it is escaped, unless it is a piece of a page itself. */
export function html(
  texts: TemplateStringsArray,
  ...values: readonly (string | Html | readonly Html[])[]
): Html {
  return { html: texts.map((text, index) => `${text}${htmlOf(values[index] ?? '')}`).join('') }
}

/** Our own text without anything to escape, such as a style sheet. */
export function raw(text: string): Html {
  return { html: text }
}

function htmlOf(value: string | Html | readonly Html[]): string {
  if (typeof value === 'string') return value.replaceAll(/[&<>"']/gu, character => entities[character] ?? '')
  if ('html' in value) return value.html
  return value.map(({ html: piece }) => piece).join('')
}
