import type { ChannelName, Notice } from './notification.ts'
import { type FlowOperationReport, schemaVersion } from './report.ts'

/** A message that no channel took, kept so that it can be sent again. */
export type DeadLetter = {
  readonly schemaVersion: typeof schemaVersion
  readonly channel: ChannelName
  readonly notice: Notice
  readonly flowOperationId: string | null
  readonly reason: string
  readonly document: FlowOperationReport
}

export function deadLetter(
  facts: Pick<DeadLetter, 'channel' | 'notice' | 'reason'>,
  document: FlowOperationReport,
): DeadLetter {
  return { schemaVersion, ...facts, flowOperationId: document.flowOperationId, document }
}
