import { styleText } from 'node:util'
import { mailText } from '../functions/adapters/channels/mailText.ts'
import { humanMessage } from '../functions/domain/humanMessage.ts'
import { inertText } from '../functions/domain/inertText.ts'
import type { Delivery } from '../functions/domain/notification.ts'
import type { Severity } from '../functions/domain/outcome.ts'
import type { FlowOperationReport } from '../functions/domain/report.ts'
import type { WatchResult } from '../local/runWatch.ts'
import { terminalLines } from './terminalLines.ts'

/** The one JSON object of `--json`, as the contract has it. */
export function jsonLine(result: WatchResult): string {
  const { outcome, polls, executionStatus, document } = result
  const deliveries = result.deliveries.map(({ channel, status, attempts }) => ({ channel, status, attempts }))
  return `${JSON.stringify({
    flowOperationId: document?.flowOperationId ?? null,
    outcome,
    polls,
    executionStatus,
    deliveries,
  })}\n`
}

/** One line per message that no channel took. */
export function deadLetterLines(result: WatchResult, hasQueue: boolean): string[] {
  return [...result.overdueDeliveries, ...result.deliveries]
    .filter(({ status }) => status === 'DEAD_LETTERED')
    .map(delivery => `dead letter: ${delivery.channel}: ${reasonOf(delivery, hasQueue)}`)
}

function reasonOf({ reason, parked }: Delivery, hasQueue: boolean): string {
  const why = inertText(reason ?? 'the function that delivers could not run', 500)
  return hasQueue && !parked ? `${why} (and the dead-letter queue did not take it)` : why
}

const styles = { info: 'green', warning: 'yellow', critical: 'red' } as const satisfies Record<
  Severity,
  string
>

/** How it ended, for people: the whole message, then who was told. */
export function summaryText(result: WatchResult): string {
  const { document } = result
  if (document === null) return `${styleText('red', 'The outcome could not be written.')}\n`
  return `${['', ...messageLines(document), ...deliveryLines(result)].join('\n')}\n`
}

/** A message in words, its first line made to stand out. */
export function messageLines(document: FlowOperationReport, isTerminal = process.stdout.isTTY): string[] {
  const { icon } = humanMessage(document)
  const [headline = '', ...rest] = mailText(document).split('\n')
  const style = styles[document.severity]
  return [styleText(['bold', style], `${icon} ${headline}`), ...terminalLines(rest, isTerminal)]
}

/** Who was told, one line a channel. */
export function deliveryLines({ deliveries }: WatchResult): string[] {
  return deliveries.length === 0
    ? ['No channel is configured: nobody was told.']
    : deliveries.map(deliveryLine)
}

function deliveryLine({ channel, status, attempts, receipt }: Delivery): string {
  const mark = status === 'DELIVERED' ? styleText('green', '✔') : styleText('red', '✘')
  const tries = attempts === 1 ? '1 attempt' : `${attempts} attempts`
  return `${mark} ${channel}: ${status.toLowerCase().replace('_', ' ')}, ${tries}${receipt ? `, receipt ${inertText(receipt, 120)}` : ''}`
}
