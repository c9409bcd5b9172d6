import type { Notice, Target } from './notification.ts'
import { type FlowOperationReport, schemaVersion } from './report.ts'

/** A message that no channel took, kept so that it can be sent again. `target` is there only where a route named one. */
export type DeadLetter = {
  readonly schemaVersion: typeof schemaVersion
  readonly channel: Target['channel']
  readonly target?: string
  readonly notice: Notice
  readonly flowOperationId: string | null
  readonly reason: string
  readonly document: FlowOperationReport
}

export function deadLetter(
  facts: Target & Pick<DeadLetter, 'notice' | 'reason'>,
  document: FlowOperationReport,
): DeadLetter {
  const { channel, target, notice, reason } = facts
  const { flowOperationId } = document
  const named = target === null ? {} : { target }
  return { schemaVersion, channel, ...named, notice, flowOperationId, reason, document }
}
