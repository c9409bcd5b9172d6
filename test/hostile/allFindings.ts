import type { FlowOperationReport } from '../../functions/domain/report.ts'
import { commandFindings } from './checkers/commandFindings.ts'
import { eventBridgeFindings } from './checkers/eventBridgeFindings.ts'
import { type Finding, finding, stringsIn } from './checkers/finding.ts'
import { jsonLineFindings } from './checkers/jsonLineFindings.ts'
import { slackFindings } from './checkers/slackFindings.ts'
import { slackLimitFindings } from './checkers/slackLimits.ts'
import { documentFindings, snsFindings } from './checkers/snsFindings.ts'
import { teamsFindings } from './checkers/teamsFindings.ts'
import type { EverythingSent } from './everythingSent.ts'

/** What every checker says of everything that was sent for a document. */
export function allFindings(document: FlowOperationReport, sent: EverythingSent): Finding[] {
  // People are told when the audit record could not be written, which the document of SNS and EventBridge here says.
  const told = { ...document, auditRecorded: false }
  return [
    ...sent.slack.flatMap(slackMessageFindings),
    ...sent.teams.flatMap(payload => [
      ...teamsFindings(payload),
      ...stringsIn(payload).flatMap(([where, text]) => commandFindings(where, text)),
    ]),
    ...(sent.teams.length === (document.notice === 'STARTED' ? 0 : 2)
      ? []
      : [finding('not two messages to Teams', 'teams', '')]),
    ...snsFindings(sent.sns, told),
    ...peoplesTexts(sent.sns.Message ?? '{}').flatMap(([where, text]) => commandFindings(where, text)),
    ...eventBridgeFindings(sent.eventBridge, told),
    ...sent.auditLines.flatMap((line, index) => jsonLineFindings(`audit line ${index}`, line)),
    ...(sent.auditLines.length === 3 ? [] : [finding('audit lines are missing', 'audit', '')]),
    ...sent.deadLetters.flatMap(letter =>
      documentFindings('dead letter', memberOf(letter, 'document'), document),
    ),
    ...(sent.deadLetters.length === 1 ? [] : [finding('the dead letter is missing', 'queue', '')]),
  ]
}

function slackMessageFindings({ way, json, payload }: EverythingSent['slack'][number]): Finding[] {
  const isOneLine = json.isWellFormed() && !json.includes('\n')
  return [
    ...slackFindings(payload),
    ...slackLimitFindings(payload),
    ...stringsIn(payload).flatMap(([where, text]) => commandFindings(where, text)),
    ...(isOneLine ? [] : [finding('body is not one line of JSON', 'body', json)]),
  ].map(found => ({ ...found, where: `${way}: ${found.where}` }))
}

function memberOf(json: string, key: string): string {
  return JSON.stringify((JSON.parse(json) as Readonly<Record<string, unknown>>)[key])
}

/** What people read of an SNS message: the mail, and what Amazon Q shows. */
function peoplesTexts(message: string): (readonly [string, string])[] {
  const { email = '', https = '{}' } = JSON.parse(message) as { email?: string; https?: string }
  return [['mail', email], ...stringsIn(JSON.parse(https), 'https')]
}
