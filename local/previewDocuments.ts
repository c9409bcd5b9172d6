import type { FlowOperation } from '../functions/domain/flowOperation.ts'
import type { Outcome } from '../functions/domain/outcome.ts'
import {
  type FlowOperationReport,
  interimReport,
  outcomeReport,
  type WatchFacts,
} from '../functions/domain/report.ts'
import type { ResultsCollection } from '../functions/domain/resultsCollection.ts'
import type { MessageName } from './messageNames.ts'
import {
  acceptedStart,
  contextOf,
  type Ending,
  factsOf,
  manyFlows,
  type OtherZones,
  progressOf,
  refusedStart,
} from './previewFacts.ts'

const minute = 60
const hour = 3600

/**
 * One document for each message, written by the product's own composition from synthetic facts, and the same at every call, so
 * that a message can be looked at before anything is deployed.
 */
export const previewDocuments: Readonly<Record<MessageName, FlowOperationReport>> = {
  STARTED: interimReport('STARTED', running(45, 12)),
  OVERDUE: interimReport('OVERDUE', running(hour, 175)),
  COMPLETED: ended({ outcome: 'COMPLETED', afterSeconds: 74, polls: 18 }, ['COMPLETED', null], manyFlows),
  COMPLETED_WITH_ERRORS: ended(
    {
      outcome: 'COMPLETED_WITH_ERRORS',
      afterSeconds: 10 * minute,
      polls: 65,
      operation: { statusMessage: 'Flow timeout' },
    },
    ['COMPLETED', 'IN_PROGRESS'],
    manyFlows,
  ),
  FAILED: ended(
    { outcome: 'FAILED', afterSeconds: 38, polls: 10, operation: { statusMessage: 'Flow operation error' } },
    ['COMPLETED', 'FAILED'],
  ),
  REFUSED: outcomeReport(
    factsOf({ watch: refusedStart, progress: null, collection: null, failure: null, context: null }, 6),
  ),
  EXPIRED: ended({ outcome: 'EXPIRED', afterSeconds: 130, polls: 4 }),
  TIMED_OUT: ended({ outcome: 'TIMED_OUT', afterSeconds: 12 * hour, polls: 558 }),
  UNKNOWN: ended({ outcome: 'UNKNOWN', afterSeconds: 52, polls: 13, operation: { status: 'SUSPENDED' } }),
  WATCH_FAILED: ended({
    outcome: 'WATCH_FAILED',
    afterSeconds: 95,
    polls: 3,
    failure: {
      error: 'AccessDeniedException',
      message:
        'User: arn:aws:sts::123456789012:assumed-role/flowbell-dev-pollOperation/flowbell-dev-pollOperation is not authorized to perform: network-firewall:DescribeFlowOperation',
    },
  }),
}

function running(afterSeconds: number, polls: number): WatchFacts {
  const progress = progressOf({ outcome: null, afterSeconds, polls })
  return factsOf(
    { watch: acceptedStart, progress, collection: null, failure: null, context: null },
    afterSeconds,
  )
}

function ended(
  ending: Ending & { readonly outcome: Outcome },
  others: OtherZones = ['COMPLETED', null],
  collection: ResultsCollection | null = null,
): FlowOperationReport {
  const { outcome, afterSeconds, operation } = ending
  const progress = progressOf({ ...ending, operation: { ...statusOf(outcome), ...operation } })
  const context = contextOf(outcome, others)
  return outcomeReport(
    factsOf({ watch: acceptedStart, progress, collection, failure: null, context }, afterSeconds + 2),
  )
}

/** The service has a word of its own for three outcomes; at every other one, the operation was in progress when last seen. */
function statusOf(outcome: Outcome): Partial<FlowOperation> {
  const isFinal = outcome === 'COMPLETED' || outcome === 'COMPLETED_WITH_ERRORS' || outcome === 'FAILED'
  return isFinal ? { status: outcome } : {}
}
