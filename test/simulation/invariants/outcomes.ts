import { isDeepStrictEqual } from 'node:util'
import { outcomes } from '../../../functions/domain/outcome.ts'
import type { FlowOperationReport } from '../../../functions/domain/report.ts'
import { type Checker, each, together } from './checker.ts'
import { named, type Watched } from './facts.ts'

/**
 * I1, for starts: every accepted operation is watched. Left out: operations whose event waits in the dead-letter queue of start
 * events with its alarm ringing while no sweep reached it in time, lost ones while an alarm says that the sweeps fail, and refused
 * starts, all of whose event copies were lost.
 */
const everyStartIsWatched: Checker = {
  id: 'I1',
  rule: 'every accepted start has a watch, or its event is kept and an alarm rings',
  check: run =>
    each(run.operations, operation => {
      const { flowOperationId, eventIds, refusal, plan } = operation
      const keys = flowOperationId === null ? eventIds : [flowOperationId, ...eventIds]
      if (run.executions.some(({ name }) => keys.includes(name))) return null
      const isLost = plan.copies.length === 0
      if (isLost && (refusal !== null || run.scenario.firstSweepAtSeconds === null)) return null
      const isKept = run.lostEvents.some(event => keys.some(key => JSON.stringify(event).includes(key)))
      const rings = run.alarms.some(({ name }) => name === 'StartEventDeadLetters')
      if (isKept && rings) return null
      // Neither event nor sweep: people know that operations are not found.
      if (isLost && run.alarms.some(({ name }) => name === 'SweepMissing')) return null
      const isRejected = run.records.some(({ record }) => record.recordType === 'EVENT_REJECTED')
      // Its operation is looked up among those in progress, and there was none any more.
      if (isRejected && plan.isAnswerMissing) return null
      return `the operation ${flowOperationId ?? eventIds[0]} was never watched, and nobody was told`
    }),
}

/**
 * I1, for ends: one record id of the end per watch, each line of it the same, one of the eight outcomes. Left out: executions that
 * ended red because the record could not be written or composed, which I12 holds to an alarm.
 */
const oneEndPerWatch: Checker = {
  id: 'I1',
  rule: 'every watch that ends has exactly one OPERATION_FINISHED record id, always with the same content',
  check: (_run, { watches }) =>
    each(watches, watched => {
      const { execution, finished } = watched
      if (finished.length === 0)
        return isExcusedWithoutRecord(watched) ? null : `${named(watched)} has no record of its end`
      const ids = new Set(finished.map(({ record }) => record.recordId))
      if (ids.size !== 1) return `${named(watched)} has ${ids.size} record ids of its end`
      const [first, ...others] = finished.map(({ record }) => record)
      if (others.some(other => !isDeepStrictEqual(other, first)))
        return `${named(watched)} has two different records of its end`
      const outcome = String(first?.['outcome'])
      return (outcomes as readonly string[]).includes(outcome) || execution.status === 'RUNNING'
        ? null
        : `${named(watched)} ended as ${outcome}, which is no outcome`
    }),
}

function isExcusedWithoutRecord({ execution, messages }: Watched): boolean {
  if (execution.status === 'RUNNING') return true
  if (execution.error === 'OutcomeNotComposed') return true
  const isRed = execution.error === 'AuditNotWritten' || execution.error === 'NotificationUndelivered'
  const outcomeMessages = messages.filter(({ delivery }) => delivery.notice === 'OUTCOME')
  return isRed && outcomeMessages.every(({ auditRecorded }) => !auditRecorded)
}

/** I2. Two copies of a refused start's event with other ids are two keys, as the contract has it. */
const noOtherOutcome: Checker = {
  id: 'I2',
  rule: 'no record, message or dead letter of one watch tells another outcome than the rest',
  check: (run, { watches }) =>
    each(watches, watched => {
      const told = [
        ...watched.finished.map(({ record }) => record['outcome']),
        ...watched.messages
          .filter(({ delivery }) => delivery.notice === 'OUTCOME')
          .map(({ document }) => document.outcome),
        ...run.letters
          .filter(
            ({ notice, document }) => notice === 'OUTCOME' && document.watchKey === watched.execution.name,
          )
          .map(({ document }) => document.outcome),
      ]
      const different = new Set(told)
      return different.size > 1 ? `${named(watched)} tells ${[...different].join(' and ')}` : null
    }),
}

/** I5. The words of mail and cards are held to the document by the golden files; here only what names the outcome. */
const messagesEqualTheRecord: Checker = {
  id: 'I5',
  rule: 'every message of an end says the outcome, the operation and the firewall of the record',
  check: (_run, { watches }) =>
    together(
      ...watches.map(watched => {
        const recorded = watched.finished[0]?.record['document'] as FlowOperationReport | undefined
        const told = watched.messages.filter(
          ({ delivery, role }) => delivery.notice === 'OUTCOME' && role !== 'reply',
        )
        return each(told, ({ exchange, document, delivery }) => {
          const expected = recorded ?? document
          const text = JSON.stringify(exchange.request)
          const missing = [expected.outcome, expected.flowOperationId, expected.firewallName].filter(
            fact => fact !== null && !text.includes(fact),
          )
          return missing.length === 0
            ? null
            : `${named(watched)}: ${delivery.channel} was not told ${missing.join(', ')}`
        })
      }),
    ),
}

export const outcomeCheckers = [everyStartIsWatched, oneEndPerWatch, noOtherOutcome, messagesEqualTheRecord]
