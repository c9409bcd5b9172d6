import { hasEarlierFlush } from './coverageWords.ts'
import type { ZoneCoverageState } from './firewallContext.ts'
import { missingZoneFlushes, otherZones } from './repeatCommands.ts'
import type { FlowOperationReport } from './report.ts'

/** What is left to do in the other zones of the firewall: a flush works on one zone at a time. */
export function zoneSteps(document: FlowOperationReport): string[] {
  if (document.zoneCoverage.length === 0)
    return [
      'A flush works on one zone at a time, and the other zones could not be looked at: flush them too.',
    ]
  const others = otherZones(document)
  const has = (state: ZoneCoverageState) => others.some(zone => zone.state === state)
  const below = whereCommandsStand(document)
  return [
    ...(has('NOT_COVERED') ? [`Not all zones are flushed: flush those marked ❌ too${below}.`] : []),
    ...(has('UNKNOWN')
      ? [`Of zones marked ❔ nothing is certain: look there, or flush them too${below}.`]
      : []),
    ...(has('RUNNING') ? ['In zones marked ⏳ a flush is still running: wait for its end.'] : []),
    ...(hasEarlierFlush(document)
      ? ['A zone was flushed well before this one: if the rules changed in between, flush it again.']
      : []),
  ]
}

function whereCommandsStand(document: FlowOperationReport): string {
  const shownCount = missingZoneFlushes(document).length
  const missing = otherZones(document).filter(({ state }) => state === 'NOT_COVERED' || state === 'UNKNOWN')
  if (shownCount === 0) return ''
  return shownCount === missing.length
    ? ' (commands below)'
    : ' (commands for the first ones below; those for the others differ in the zone only)'
}

/** How many zones a completed flush leaves out, for the first sentence; empty when none is known to be. */
export function missingZonesInWords(document: FlowOperationReport): string {
  const missingCount = otherZones(document).filter(({ state }) => state === 'NOT_COVERED').length
  return missingCount === 0 ? '' : ` NOT flushed: ${missingCount} of ${document.zoneCoverage.length} zones.`
}
