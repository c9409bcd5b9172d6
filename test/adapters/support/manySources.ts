import type { FlowOperationReport } from '../../../functions/domain/report.ts'
import type { Talker } from '../../../functions/domain/resultsCollection.ts'
import { completedReport } from './reports.ts'

/** A report whose list of sources is as long as wanted, each in a line of the same length. */
export function manySources(count: number): FlowOperationReport {
  const topSources: Talker[] = Array.from({ length: count }, (_, index) => ({
    address: `10.0.0.${100 + (index % 100)}`,
    flowCount: 2,
    byteCount: 1_500_000,
  }))
  return {
    ...completedReport,
    results: {
      flowCount: 2,
      packetCount: 30,
      byteCount: 1_500_000,
      complete: true,
      topSources,
      topDestinations: [],
      topDestinationPorts: [],
    },
  }
}
