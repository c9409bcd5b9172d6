import { completed, completedWithErrors } from './completedMeaning.ts'
import type { Explanation } from './explanation.ts'
import { interim } from './interimMeaning.ts'
import type { Outcome } from './outcome.ts'
import { refused } from './refusedMeaning.ts'
import type { FlowOperationReport } from './report.ts'
import { expired, failed, timedOut, unknown, watchFailed } from './unfinishedMeaning.ts'

/**
 * A flush that completed is no proof that traffic stopped, so no text claims it: clients may connect again, and packets of
 * cut flows follow the policy's stream exception policy (Network Firewall developer guide, flow-operations-flush).
 */
export function meaningOf(document: FlowOperationReport): Explanation {
  const meaning = document.outcome === null ? interim(document) : meanings[document.outcome](document)
  return document.auditRecorded ? meaning : withoutAuditRecord(meaning)
}

function withoutAuditRecord(meaning: Explanation): Explanation {
  const warning =
    'The audit record of this outcome could not be written: keep this message, and check the audit log group.'
  return { ...meaning, nextSteps: [warning, ...meaning.nextSteps] }
}

const meanings: Record<Outcome, (document: FlowOperationReport) => Explanation> = {
  COMPLETED: completed,
  COMPLETED_WITH_ERRORS: completedWithErrors,
  FAILED: failed,
  REFUSED: refused,
  EXPIRED: expired,
  TIMED_OUT: timedOut,
  UNKNOWN: unknown,
  WATCH_FAILED: watchFailed,
}
