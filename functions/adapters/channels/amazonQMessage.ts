import { type HumanMessage, humanMessage } from '../../domain/humanMessage.ts'
import { cutMark, inertText } from '../../domain/inertText.ts'
import type { Fact } from '../../domain/messageFacts.ts'
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
      nextSteps: [
        ...message.nextSteps.map(escaped),
        ...message.commands.map(({ label, command }) => `${escaped(label)}: ${code(command)}`),
      ],
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
  const { where, result, start, lead, meaning, coverage } = message
  const lines = [
    ...factLines([...where, ...result]),
    ...listLines('Filters', message.filters),
    ...listLines('Top sources by bytes', message.topSources),
    ...listLines('Top destinations by bytes', message.topDestinations),
    ...listLines('Top destination ports by bytes', message.topDestinationPorts),
    ...factLines([...start, ...message.details]),
    ...listLines('Zones, by flushes with the same filters', coverage),
  ]
  const [first, last] = [escaped(lead), escaped(meaning)]
  // Our own sentences are never what is cut.
  const room = maxDescriptionCharacters - [first, cutMark, last].join('\n').length
  return [first, ...within(lines, room), last].join('\n')
}

function within(lines: readonly string[], maxCharacters: number): string[] {
  const kept: string[] = []
  let length = 0
  for (const line of lines) {
    length += line.length + 1
    if (length > maxCharacters) return [...kept, cutMark]
    kept.push(line)
  }
  return kept
}

function factLines(facts: readonly Fact[]): string[] {
  return facts.map(({ label, value }) => `${label}: ${code(value)}`)
}

function listLines(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines.map(code)]
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
