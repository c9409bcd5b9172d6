import type { Notice, Target } from './notification.ts'
import { type FlowOperationReport, schemaVersion } from './report.ts'

/** A message that no channel took, kept so that it can be sent again. */
export type DeadLetter = Target & {
  readonly schemaVersion: typeof schemaVersion
  readonly notice: Notice
  readonly flowOperationId: string | null
  readonly reason: string
  readonly document: FlowOperationReport
}

export function deadLetter(
  facts: Pick<DeadLetter, 'channel' | 'target' | 'notice' | 'reason'>,
  document: FlowOperationReport,
): DeadLetter {
  const { channel, target, notice, reason } = facts
  return {
    schemaVersion,
    channel,
    target,
    notice,
    flowOperationId: document.flowOperationId,
    reason,
    document,
  }
}
