import { sameActionSeconds } from './coverage.ts'
import type { ZoneCoverage, ZoneCoverageState } from './firewallContext.ts'
import { inertText } from './inertText.ts'
import type { FlowOperationReport } from './report.ts'
import { durationInWords } from './words.ts'

const maxZoneCharacters = 64
const maxZonesShown = 12

const iconByState: Record<ZoneCoverageState, string> = {
  COVERED: '✅',
  RUNNING: '⏳',
  NOT_COVERED: '❌',
  UNKNOWN: '❔',
}

type Flush = Pick<
  FlowOperationReport,
  'zoneCoverage' | 'flowOperationId' | 'outcome' | 'flowRequestTimestamp' | 'startedAt'
>

/** One line per zone: how far a flush with the same filters has come there. Holds foreign text, made inert. */
export function coverageLines(document: Flush): string[] {
  const lines = document.zoneCoverage
    .slice(0, maxZonesShown)
    .map(
      zone =>
        `${iconByState[zone.state]} ${inertText(zone.availabilityZone, maxZoneCharacters)}: ${wordsOf(zone, document)}`,
    )
  const hiddenCount = document.zoneCoverage.length - lines.length
  return hiddenCount === 0 ? lines : [...lines, `… and ${hiddenCount} more`]
}

function wordsOf(zone: ZoneCoverage, document: Flush): string {
  const isOwn = zone.flowOperationId !== null && zone.flowOperationId === document.flowOperationId
  switch (zone.state) {
    case 'COVERED':
      return isOwn ? 'flushed by this operation' : `flushed by another operation${whenOf(zone, document)}`
    case 'RUNNING':
      return 'a flush is still running'
    case 'NOT_COVERED':
      return isOwn ? 'NOT flushed: this operation failed' : 'NOT flushed with these filters'
    case 'UNKNOWN':
      if (isOwn) return 'not certain: this operation does not say how far it came'
      return zone.flowOperationId === null ? 'not known: could not be asked' : doubtfulFlush(zone, document)
  }
}

/** What came after a flush of an earlier action was not touched by it, however that flush ended. */
function doubtfulFlush(zone: ZoneCoverage, document: Flush): string {
  const seconds = secondsBefore(zone, document) ?? 0
  return seconds > sameActionSeconds
    ? `last flushed, as far as known, ${durationInWords(seconds)} earlier: treat flows since then as untouched`
    : 'not certain: a flush there may have missed flows'
}

function whenOf(zone: ZoneCoverage, document: Flush): string {
  const seconds = secondsBefore(zone, document)
  if (seconds === null || Math.abs(seconds) < 60) return ''
  return `, ${durationInWords(Math.abs(seconds))} ${seconds > 0 ? 'earlier' : 'later'}`
}

/** How long before the watched flush that of the zone was; null when either time is not known. */
function secondsBefore({ flowRequestTimestamp }: ZoneCoverage, document: Flush): number | null {
  const own = Date.parse(document.flowRequestTimestamp ?? document.startedAt ?? '')
  const seconds = (own - Date.parse(flowRequestTimestamp ?? '')) / 1000
  return Number.isFinite(seconds) ? seconds : null
}
