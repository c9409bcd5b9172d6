import { styleText } from 'node:util'
import { auditLogGroup } from '../local/demoStack.ts'
import type { LocalAws } from '../local/model/localAws.ts'
import type { ScenarioName } from '../local/scenarioNames.ts'
import type { Scenario } from '../local/scenarios.ts'
import type { RunForm } from './runAndReport.ts'
import { slackLines } from './slackText.ts'
import { terminalLines } from './terminalLines.ts'

/** What the reader is about to see. */
export function demoIntroduction(name: ScenarioName, scenario: Scenario, form: RunForm): string {
  const pace = form.isVirtualTime ? 'in virtual time' : 'in real time (--no-wait is instant)'
  return [
    styleText('bold', `Flowbell demo: ${name}`),
    `A model of AWS runs on loopback ports of this machine; nothing leaves it, and all data is synthetic.`,
    `The operation: ${scenario.description}. It is watched ${pace}.`,
    '',
    '',
  ].join('\n')
}

/** Everything that arrived in the model: Slack, mail, audit log. */
export function demoMessages(aws: LocalAws): string {
  const parts = [
    part('Slack: the card, with its thread', aws.slack.cards.flatMap(slackLines)),
    ...aws.sns.published.map(({ subject, message }) =>
      part('SNS: the mail', [`Subject: ${subject}`, '', ...mailLines(message['email'] ?? '')]),
    ),
    part(
      `CloudWatch Logs: the audit records in ${auditLogGroup}`,
      aws.logs.records(auditLogGroup).map(record => JSON.stringify(record)),
    ),
  ]
  return `${parts.join('\n\n')}\n`
}

function mailLines(text: string): string[] {
  return terminalLines(text.trimEnd().split('\n'))
}

function part(title: string, lines: readonly string[]): string {
  const rule = '─'.repeat(Math.max(0, 72 - title.length - 4))
  return [styleText(['bold', 'cyan'], `── ${title} ${rule}`), ...lines].join('\n')
}
