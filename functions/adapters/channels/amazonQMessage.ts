import { type HumanMessage, humanMessage } from '../../domain/humanMessage.ts'
import { inertText } from '../../domain/inertText.ts'
import type { FlowOperationReport } from '../../domain/report.ts'
import { code, escaped, escapedWithin } from './escapedText.ts'

/** Limits seen in use; the page of the custom notification names none. */
const maxTitleCharacters = 250
const maxDescriptionCharacters = 8000

/**
 * The custom notification of Amazon Q Developer in chat applications (its administrator guide, "custom notifications"): it
 * reaches Slack and Teams without a bot. The watch is the thread, so that an overdue notice and the outcome stand together.
 * Foreign text is escaped as for Slack and stands in code spans, which both chat clients show as they are.
 */
export function amazonQNotification(document: FlowOperationReport) {
  const message = humanMessage(document)
  return {
    version: '1.0',
    source: 'custom',
    id: `${document.watchKey}-${document.notice}`,
    content: {
      textType: 'client-markdown',
      title: titleOf(`${message.icon} ${message.headline}`),
      description: descriptionOf(message),
      nextSteps: message.nextSteps.map(escaped),
      keywords: [document.severity, document.outcome ?? document.notice],
    },
    metadata: {
      threadId: document.watchKey,
      summary: titleOf(message.headline),
      eventType: document.notice === 'OVERDUE' ? 'Flow Operation Overdue' : 'Flow Operation Finished',
      relatedResources: document.firewallArn === null ? [] : [formatless(document.firewallArn)],
    },
  } as const
}

function descriptionOf(message: HumanMessage): string {
  const lines = [
    escaped(message.meaning),
    ...message.facts.map(({ label, value }) => `${label}: ${code(value)}`),
  ]
  const kept: string[] = []
  let length = 0
  for (const line of lines) {
    length += line.length + 1
    if (length > maxDescriptionCharacters) return [...kept, '…'].join('\n')
    kept.push(line)
  }
  return kept.join('\n')
}

/** A colon that begins the name of an emoji goes too: a green tick in a name must not look like ours. */
function titleOf(text: string): string {
  return formatless(text.replaceAll(/:(?=[\w+'-]+:)/gu, ' '))
}

/** Outside a code span, what could format or address somebody is left out of foreign text. */
function formatless(text: string): string {
  const inert = inertText(text, maxTitleCharacters)
  return escapedWithin(inert.replaceAll(/[*_~`@#[\]|]/gu, ' '), maxTitleCharacters)
}
