import type { ZoneCoverageState } from './firewallContext.ts'
import { isOfOneEndpoint, missingZoneFlushes, zonesMeant } from './repeatCommands.ts'
import type { FlowOperationReport } from './report.ts'
import { noun } from './words.ts'

/** What is left to do in the other zones of the firewall: a flush works on one zone at a time. */
export function zoneSteps(document: FlowOperationReport): string[] {
  if (isOfOneEndpoint(document))
    return [`This ${noun(document)} was for one endpoint only: other zones were not meant by it.`]
  if (document.zoneCoverage.length === 0)
    return [
      'A flush works on one zone at a time, and the other zones could not be looked at: flush them too.',
    ]
  const others = zonesMeant(document)
  const has = (state: ZoneCoverageState) => others.some(zone => zone.state === state)
  const below = whereCommandsStand(document)
  return [
    ...(has('NOT_COVERED') ? [`Not all zones are flushed: flush those marked ❌ too${below}.`] : []),
    ...(has('UNKNOWN') ? [`Zones marked ❔ may need a flush: look there, or flush them too${below}.`] : []),
    ...(has('RUNNING') ? ['In zones marked ⏳ a flush is still running: wait for its end.'] : []),
  ]
}

function whereCommandsStand(document: FlowOperationReport): string {
  const shownCount = missingZoneFlushes(document).length
  const missing = zonesMeant(document).filter(({ state }) => state === 'NOT_COVERED' || state === 'UNKNOWN')
  if (shownCount === 0) return ''
  return shownCount === missing.length
    ? ' (commands below)'
    : ' (commands for the first ones below; those for the others differ in the zone only)'
}

/** How many zones a completed flush leaves out, or may leave out, for the first sentence; empty when there is none. */
export function missingZonesInWords(document: FlowOperationReport): string {
  const others = zonesMeant(document)
  const countOf = (state: ZoneCoverageState) => others.filter(zone => zone.state === state).length
  const missingCount = countOf('NOT_COVERED')
  const openCount = countOf('UNKNOWN')
  const all = `${document.zoneCoverage.length} zones`
  if (missingCount === 0) return openCount === 0 ? '' : ` May need a flush: ${openCount} of ${all}.`
  return ` NOT flushed: ${missingCount} of ${all}${openCount === 0 ? '' : `; ${openCount} more may need it`}.`
}
