import { styleText } from 'node:util'
import { plural } from '../functions/domain/words.ts'
import type { QueueSummary, RedriveReport } from '../operator/redrive/report.ts'
import { shell } from '../operator/shellLine.ts'

type Sent = RedriveReport['sent'][number]
type Superseded = RedriveReport['superseded'][number]
type Stayed = RedriveReport['stayed'][number]

/** The one JSON object of `--json`. */
export function redriveJson(report: RedriveReport): string {
  return `${JSON.stringify(report)}\n`
}

/** The report for people: every message with what became of it, then the count. */
export function redriveText(report: RedriveReport): string {
  const where = report.stack ?? 'the queue of FLOWBELL_DEAD_LETTER_QUEUE_URL'
  const title = styleText('bold', `Flowbell redrive: ${where} in ${report.region}`)
  const lines = report.queues.flatMap(queue => queueLines(queue, report))
  return `${[title, '', ...lines, '', summary(report), ...advice(report)].join('\n')}\n`
}

function queueLines(
  { name, sent, superseded, stayed, endedEarly }: QueueSummary,
  report: RedriveReport,
): string[] {
  const lines = [
    ...report.sent.filter(({ queue }) => queue === name).flatMap(sentLines),
    ...report.superseded.filter(({ queue }) => queue === name).flatMap(supersededLines),
    ...report.stayed.filter(({ queue }) => queue === name).map(each => stayedLine(each, report.dryRun)),
    ...(endedEarly === null ? [] : [`${warning} not looked at to the end: ${endedEarly}`]),
  ]
  return sent + superseded + stayed === 0 && endedEarly === null
    ? [`${done} ${name}: nothing waits`]
    : [`${name}:`, ...lines]
}

/** What to do about what stays. */
function advice({ queues, dryRun }: RedriveReport): string[] {
  const [full] = queues.filter(({ stayed }) => stayed > 0)
  if (!full || dryRun) return []
  const look = shell`aws sqs receive-message --queue-url ${full.url} --max-number-of-messages 10 --visibility-timeout 0`
  return [
    'Mend the cause and run this again; what is of no use can be deleted by hand. To look at it:',
    styleText('cyan', look),
  ]
}

const done = styleText('green', '✔')
const warning = styleText('yellow', '!')

function sentLines(message: Sent): string[] {
  const { result, attempts, receipt, auditFailure } = message
  const details = [
    result.toLowerCase().replace('_', ' '),
    ...(attempts === null ? [] : [plural(attempts, 'attempt')]),
    ...(receipt === null ? [] : [`receipt ${receipt}`]),
  ]
  return withAuditFailure(`${done} ${messageInWords(message)}: ${details.join(', ')}`, auditFailure)
}

function supersededLines(message: Superseded): string[] {
  const line = `${styleText('dim', '·')} ${messageInWords(message)}: superseded, removed unsent: ${message.reason}`
  return withAuditFailure(line, message.auditFailure)
}

function withAuditFailure(line: string, auditFailure: string | null): string[] {
  return auditFailure === null ? [line] : [line, `  ${warning} without an audit record: ${auditFailure}`]
}

function stayedLine(message: Stayed, isDryRun: boolean): string {
  const mark = isDryRun ? styleText('dim', '·') : styleText('red', '✘')
  return `${mark} ${messageInWords(message)}: ${message.reason}`
}

function messageInWords({ channel, target, flowOperationId, messageId }: Sent | Superseded | Stayed): string {
  const way = channel && (target === null ? channel : `${channel} ${target}`)
  return [way, flowOperationId, `message ${messageId}`].filter(part => part !== null).join(' · ')
}

function summary({ sent, superseded, stayed, queues, dryRun }: RedriveReport): string {
  const isWhole = queues.every(({ endedEarly }) => endedEarly === null)
  if (sent.length + superseded.length + stayed.length === 0 && isWhole)
    return styleText(['bold', 'green'], 'Nothing waits.')
  if (dryRun)
    return styleText('bold', `${plural(stayed.length, 'message')} looked at, nothing sent (dry run).`)
  const isDone = stayed.length === 0 && isWhole
  const removed = superseded.length === 0 ? '' : `${superseded.length} superseded, `
  const text = `${sent.length} sent, ${removed}${stayed.length} still in the queue${stayed.length === 0 ? '' : ', untouched'}.`
  return styleText(['bold', isDone ? 'green' : 'red'], text)
}
