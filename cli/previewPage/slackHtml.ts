import type { SlackMessage } from '../../functions/adapters/channels/slackMessage.ts'
import { type Html, html } from './html.ts'
import { markdownHtml } from './markdown.ts'

type Block = NonNullable<SlackMessage['blocks']>[number]
type Text = { readonly type: string; readonly text: string }

/** A message as Slack shows it on a phone. */
export function slackHtml({ text, blocks }: SlackMessage): Html {
  const content = blocks === undefined ? [html`<p class="section">${text}</p>`] : blocks.map(blockHtml)
  return html`<div class="slack"><div class="face">F</div><div class="said">
<p class="name">Flowbell <span>APP</span></p>
${content}</div></div>
`
}

/** A block that is not drawn here is shown as it is, so that nothing is left out unseen. */
function blockHtml(block: Block): Html {
  if (block.type === 'header')
    return html`<p class="header">${block.text.text}</p>
`
  if (block.type === 'section' && block.text)
    return html`<p class="section">${textHtml(block.text)}</p>
`
  if (block.type === 'context')
    return html`<p class="context">${block.elements.map(elementHtml)}</p>
`
  return html`<pre>${JSON.stringify(block, null, 1)}</pre>
`
}

function elementHtml(element: object): Html {
  return 'text' in element
    ? html`<span>${textHtml(element as Text)}</span> `
    : html`<code>${JSON.stringify(element)}</code> `
}

function textHtml(text: Text): Html[] {
  return text.type === 'mrkdwn' ? markdownHtml(text.text) : [html`${text.text}`]
}
