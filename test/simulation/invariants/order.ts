import { canaries } from '../world/awsClients.ts'
import type { Exchange } from '../world/journal.ts'
import { channelCanary } from '../world/setup.ts'
import type { Run } from '../world/simulate.ts'
import { type Checker, each, together } from './checker.ts'
import { named, type Watched } from './facts.ts'

/** I13. A message that says itself that the record is missing is allowed, once writing it has failed to the end. */
const auditBeforeNotify: Checker = {
  id: 'I13',
  rule: 'nobody is told of an end before it stands in the log, unless the message says that the record is missing',
  check: (run, { watches }) =>
    together(
      ...watches.map(watched => {
        const recordedAt = recordedIndex(run.journal.exchanges, watched)
        const told = watched.messages.filter(({ delivery }) => delivery.notice === 'OUTCOME')
        return each(told, ({ exchange, delivery, auditRecorded }) => {
          if (recordedAt !== null && recordedAt < exchange.index) return null
          const hasFailed = watched.execution.events.some(
            event => event.kind === 'STATE_ENTERED' && event.state === 'OutcomeNotRecorded',
          )
          if (!auditRecorded && hasFailed) return null
          return `${named(watched)} told ${delivery.channel} before the end was recorded`
        })
      }),
    ),
}

/** When the service took the record of the end, whatever the writer saw of it. */
function recordedIndex(exchanges: readonly Exchange[], { execution }: Watched): number | null {
  const taken = exchanges.find(
    ({ site, isTaken, invocation }) =>
      site === 'PutLogEvents' &&
      isTaken &&
      invocation?.execution === execution.name &&
      (invocation.payload as { fact: string }).fact === 'OUTCOME',
  )
  return taken?.index ?? null
}

/**
 * I14. The channels' secrets and the AWS credentials hold a marker that no text may: logs, records, what executions were given, their
 * errors, messages, dead letters, the timeline. Left out: the secret itself on its way, and the address and headers of a request.
 */
const noSecretGetsOut: Checker = {
  id: 'I14',
  rule: 'no secret stands in any log, record, execution, error, message or dead letter',
  check: run =>
    each(outputsOf(run), ({ where, text }) =>
      markers.some(marker => text.includes(marker)) ? `a secret stands in ${where}` : null,
    ),
}

const markers = [channelCanary, canaries.secretAccessKey, canaries.sessionToken]

function outputsOf(run: Run) {
  const { journal } = run
  return [
    { where: 'the logs', text: JSON.stringify(journal.logs) },
    { where: 'the audit log', text: JSON.stringify(run.records) },
    { where: 'the dead letters', text: JSON.stringify([run.letters, run.lostEvents]) },
    ...run.executions.map(({ name, lastData, cause, events }) => ({
      where: `the execution ${name.slice(0, 8)}`,
      text: JSON.stringify([lastData, cause, events.filter(({ kind }) => kind !== 'STATE_ENTERED')]),
    })),
    ...journal.exchanges
      .filter(({ site }) => site !== 'GetSecretValue')
      .map(({ site, request }) => ({ where: `a request of ${site}`, text: JSON.stringify(request) })),
  ]
}

export const orderCheckers = [auditBeforeNotify, noSecretGetsOut]
