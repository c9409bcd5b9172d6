import { type Html, html } from './html.ts'

/** Code, links and bold words, as far as our own messages use them in Slack's markup and in Amazon Q's markdown. */
const token = /`([^`\n]+)`|<(https:\/\/[^|>\s]+)\|([^>]+)>|\*([^*\n]+)\*/gu

/** Slack's markup as a chat program shows it. What is neither code, link nor bold stands as it is. */
export function markdownHtml(text: string): Html[] {
  const pieces: Html[] = []
  let end = 0
  for (const match of text.matchAll(token)) {
    pieces.push(plain(text.slice(end, match.index)), tokenHtml(match))
    end = match.index + match[0].length
  }
  return [...pieces, plain(text.slice(end))]
}

function tokenHtml([, code, address, label = '', bold = '']: RegExpMatchArray): Html {
  if (code !== undefined) return html`<code>${unescaped(code)}</code>`
  if (address !== undefined)
    return html`<a href="${unescaped(address)}" rel="noreferrer">${unescaped(label)}</a>`
  return html`<b>${unescaped(bold)}</b>`
}

function plain(text: string): Html {
  return html`${unescaped(text)}`
}

/** Chat programs know these three entities, and undo each once. */
function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
