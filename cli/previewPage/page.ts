import type { FlowOperationReport } from '../../functions/domain/report.ts'
import { slackByBot, snsParts } from '../../local/previewMessages.ts'
import { type Html, html, raw } from './html.ts'
import { amazonQHtml, mailHtml } from './mailHtml.ts'
import { slackHtml } from './slackHtml.ts'
import { style } from './style.ts'

/** Nothing may run, and nothing may be loaded: should foreign text ever break out, it finds no use for that. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/** One page that needs nothing else, with every message as it looks on a phone. */
export function previewPage(documents: readonly FlowOperationReport[]): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<title>Flowbell: what it sends</title>
<style>${raw(style)}</style>
</head>
<body>
<h1>What Flowbell sends</h1>
<p class="note">Everything here is synthetic: no such firewall, person or flow exists.</p>
${documents.map(sectionHtml)}</body>
</html>
`
  return page.html
}

function sectionHtml(document: FlowOperationReport): Html {
  const name = document.outcome ?? document.notice
  const id = name.toLowerCase().replaceAll('_', '-')
  return html`<section id="${id}">
<h2>${name}</h2>
<div class="row">
${[...slackFigures(document, id), ...snsFigures(document, id)]}</div>
</section>
`
}

/** A thread opens in a view of its own on a phone. */
function slackFigures(document: FlowOperationReport, id: string): Html[] {
  const { card, thread } = slackByBot(document)
  return [
    figure(`${id}-slack`, captions[document.notice], slackHtml(card)),
    ...(thread === null
      ? []
      : [figure(`${id}-thread`, 'Slack: in the thread of the card', slackHtml(thread))]),
  ]
}

const captions = {
  STARTED: 'Slack: the card while the watch runs',
  OVERDUE: 'Slack: a reply to the card, shown in the channel too',
  OUTCOME: 'Slack: the card at the end',
} as const

function snsFigures(document: FlowOperationReport, id: string): Html[] {
  const sent = snsParts(document)
  if (sent === null) return []
  return [
    figure(`${id}-mail`, 'Mail', mailHtml(sent.mail)),
    figure(`${id}-q`, 'Amazon Q Developer, in Teams or Slack', amazonQHtml(sent.amazonQ)),
  ]
}

function figure(id: string, caption: string, content: Html): Html {
  return html`<figure id="${id}"><figcaption>${caption}</figcaption>
${content}</figure>
`
}
