import { type HumanMessage, humanMessage } from '../../domain/humanMessage.ts'
import type { Fact } from '../../domain/messageFacts.ts'
import type { FlowOperationReport } from '../../domain/report.ts'

/**
 * The mail as plain text, in the order in which it is asked on a phone: what happened, where, what it did, who started it, what
 * it means, what to do. No line is wrapped: a mail program does that to the width of its screen, and lines that are broken
 * for another width read badly. Foreign text never begins a line.
 */
export function mailText(document: FlowOperationReport): string {
  const message = humanMessage(document)
  const { headline, lead, where, result, start, coverage, meaning, nextSteps, details } = message
  const paragraphs = [
    headline,
    lead,
    [...factLines(where), ...consoleLines(message)].join('\n'),
    factLines(result).join('\n'),
    listOf('Filters', message.filters),
    listOf('Top sources by bytes', message.topSources),
    listOf('Top destinations by bytes', message.topDestinations),
    listOf('Top destination ports by bytes', message.topDestinationPorts),
    factLines(start).join('\n'),
    listOf('Zones, by flushes with the same filters', coverage),
    `What it means:\n${meaning}`,
    nextSteps.length === 0 ? '' : ['What to do next:', ...nextSteps.map(step => `- ${step}`)].join('\n'),
    ...message.commands.map(({ label, command }) => `${label}:\n  ${command}`),
    `Details:\n${factLines(details).join('\n')}`,
  ]
  return `${paragraphs.filter(paragraph => paragraph !== '').join('\n\n')}\n`
}

function factLines(facts: readonly Fact[]): string[] {
  return facts.map(({ label, value }) => `${label}: ${value}`)
}

function consoleLines({ consoleUrl }: HumanMessage): string[] {
  return consoleUrl ? [`Console: ${consoleUrl}`] : []
}

function listOf(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [`${title}:`, ...lines.map(line => `  ${line}`)].join('\n')
}
