import type { AmazonQNotification, Mail } from '../../local/previewMessages.ts'
import { type Html, html } from './html.ts'
import { markdownHtml } from './markdown.ts'

/** A plain-text mail, broken to the width of a phone by the mail program. */
export function mailHtml({ subject, text }: Mail): Html {
  return html`<div class="mail"><p class="subject">${subject}</p>
<p class="from">AWS Notifications</p>
<p class="body">${text.trimEnd()}</p></div>
`
}

/** A custom notification of Amazon Q Developer, as it stands in a chat. */
export function amazonQHtml({ content }: AmazonQNotification): Html {
  const { title, description, nextSteps, keywords } = content
  const steps = nextSteps.map(
    step => html`<li>${markdownHtml(step)}</li>
`,
  )
  return html`<div class="q"><p class="header">${markdownHtml(title)}</p>
<p class="section">${markdownHtml(description)}</p>
${
  nextSteps.length === 0
    ? html``
    : html`<p class="section"><b>Next steps</b></p><ul>
${steps}</ul>`
}
<p class="keywords">${keywords.map(word => html`<span>${word}</span> `)}</p></div>
`
}
