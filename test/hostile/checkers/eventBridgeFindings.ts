import { type Finding, finding } from './finding.ts'
import { documentFindings } from './snsFindings.ts'

/** One entry of PutEvents, as the SDK is given it. */
export type EventEntry = {
  readonly Source?: string | undefined
  readonly DetailType?: string | undefined
  readonly Detail?: string | undefined
  readonly Resources?: string[] | undefined
}

/** The limit of one PutEvents request that every Region has (EventBridge user guide, "PutEvents event entry size"). */
const maxEntryBytes = 262_144

/** Faults of an event: its fixed members, its detail, its size. */
export function eventBridgeFindings(entry: EventEntry, document: object): Finding[] {
  const { Source = '', DetailType = '', Detail = '', Resources = [] } = entry
  const bytes = Buffer.byteLength([Source, DetailType, Detail, ...Resources].join(''))
  return [
    ...(Source === 'flowbell' ? [] : [finding('another source', 'event', Source)]),
    ...(/^[A-Za-z ]{1,128}$/.test(DetailType) ? [] : [finding('foreign detail-type', 'event', DetailType)]),
    ...documentFindings('event detail', Detail, document),
    ...(bytes <= maxEntryBytes ? [] : [finding(`${bytes} bytes`, 'event', '')]),
  ]
}
