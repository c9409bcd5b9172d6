import { type Fact, humanMessage } from '../../domain/humanMessage.ts'
import type { FlowOperationReport } from '../../domain/report.ts'

/** Wide enough for a sentence, narrow enough for a phone. */
const lineWidth = 72

/** The mail as plain text: the headline, what it means, the facts in two columns, then what to do. */
export function mailText(document: FlowOperationReport): string {
  const message = humanMessage(document)
  const paragraphs = [
    `${message.headline}\n${'='.repeat(Math.min(message.headline.length, lineWidth))}`,
    wrapped(message.meaning, ''),
    factLines(message.facts),
    listOf('Filters', message.filters),
    listOf('Top sources by bytes', message.topSources),
    listOf('Top destinations by bytes', message.topDestinations),
    stepsOf(message.nextSteps),
    message.consoleUrl ?? '',
  ]
  return `${paragraphs.filter(paragraph => paragraph !== '').join('\n\n')}\n`
}

function factLines(facts: readonly Fact[]): string {
  const width = Math.max(...facts.map(({ label }) => label.length))
  return facts.map(({ label, value }) => `${label.padEnd(width)}  ${value}`).join('\n')
}

function listOf(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [`${title}:`, ...lines.map(line => `  ${line}`)].join('\n')
}

function stepsOf(steps: readonly string[]): string {
  return steps.length === 0
    ? ''
    : ['What to do next:', ...steps.map(step => wrapped(`- ${step}`, '  '))].join('\n')
}

/** Only our own sentences are wrapped; foreign text stays on the line of its label. */
function wrapped(text: string, indent: string): string {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (longer.length > lineWidth && line !== '') {
      lines.push(line)
      line = `${indent}${word}`
    } else line = longer
  }
  return [...lines, line].join('\n')
}
