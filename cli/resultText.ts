import { styleText } from 'node:util'
import { humanMessage } from '../functions/domain/humanMessage.ts'
import { inertText } from '../functions/domain/inertText.ts'
import type { Delivery } from '../functions/domain/notification.ts'
import type { Severity } from '../functions/domain/outcome.ts'
import type { WatchResult } from '../local/runWatch.ts'

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

/** How it ended, for people. */
export function summaryText(result: WatchResult): string {
  const { document } = result
  if (document === null) return `${styleText('red', 'The outcome could not be written.')}\n`
  const { icon, headline, meaning } = humanMessage(document)
  const title = styleText(['bold', styles[document.severity]], `${icon} ${headline}`)
  const lines = ['', title, meaning, '', ...result.deliveries.map(deliveryLine)]
  if (result.deliveries.length === 0) lines.push('No channel is configured: nobody was told.')
  return `${lines.join('\n')}\n`
}

function deliveryLine({ channel, status, attempts, receipt }: Delivery): string {
  const mark = status === 'DELIVERED' ? styleText('green', '✔') : styleText('red', '✘')
  const tries = attempts === 1 ? '1 attempt' : `${attempts} attempts`
  return `${mark} ${channel}: ${status.toLowerCase().replace('_', ' ')}, ${tries}${receipt ? `, receipt ${receipt}` : ''}`
}
