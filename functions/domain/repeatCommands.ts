import type { ZoneCoverage } from './firewallContext.ts'
import { isPlainZone, listCommand, startCommand } from './flowCommand.ts'
import type { FlowFilter } from './flowOperation.ts'
import { type NarrowerFilters, narrowerFilters } from './narrowerFilters.ts'
import type { FlowOperationReport } from './report.ts'

/** A command to copy, and what it does. Both are made of our own words and of checked values only. */
export type Command = { readonly label: string; readonly command: string }

/** More would bury the message; the others differ in one value. */
const maxRepeats = 2

const nowhere = {
  availabilityZone: null,
  availabilityZoneId: null,
  vpcEndpointId: null,
  vpcEndpointAssociationArn: null,
}

/** The same operation once more. */
export function sameAgain(document: FlowOperationReport): Command[] {
  return command('Start it again', startOf(document, document.flowOperation?.FlowFilters ?? []))
}

/** The operation in parts; null when its filters are not all known, or cannot be cut. */
export function narrowerRepeats(
  document: FlowOperationReport,
): (NarrowerFilters & { readonly commands: Command[] }) | null {
  const { flowOperation, omittedFilterCount } = document
  const narrower = omittedFilterCount > 0 ? null : narrowerFilters(flowOperation?.FlowFilters ?? [])
  if (narrower === null) return null
  const { parts } = narrower
  const commands = parts
    .slice(0, maxRepeats)
    .flatMap((part, index) => command(`Part ${index + 1} of ${parts.length}`, startOf(document, [part])))
  return { ...narrower, commands }
}

/**
 * A flush of each zone that has none, or of which none is certain; the watched one's own zone has commands of its own. None
 * after a flush of one endpoint: whole zones hold connections that it was not meant for, even of other VPCs.
 */
export function missingZoneFlushes(document: FlowOperationReport): Command[] {
  const { firewallArn, flowOperation: details, omittedFilterCount } = document
  return zonesMeant(document)
    .filter(({ state }) => state === 'NOT_COVERED' || state === 'UNKNOWN')
    .map(({ availabilityZone }) => availabilityZone)
    .filter(isPlainZone)
    .slice(0, maxRepeats)
    .flatMap(availabilityZone => {
      const target = { ...nowhere, availabilityZone }
      const start = startCommand('FLOW_FLUSH', firewallArn, target, { details, omittedFilterCount })
      return command(`Flush ${availabilityZone}`, start)
    })
}

/** True for an operation that was started for one endpoint, and so for no zone as a whole. */
export function isOfOneEndpoint({ vpcEndpointId, vpcEndpointAssociationArn }: FlowOperationReport): boolean {
  return (vpcEndpointId ?? vpcEndpointAssociationArn) !== null
}

/** The zones besides that of the watched flush which its filters are meant for as well. */
export function zonesMeant(document: FlowOperationReport): ZoneCoverage[] {
  return isOfOneEndpoint(document) ? [] : otherZones(document)
}

function otherZones(document: FlowOperationReport): ZoneCoverage[] {
  const { availabilityZone, flowOperationId, zoneCoverage } = document
  return zoneCoverage.filter(
    zone => zone.availabilityZone !== availabilityZone && zone.flowOperationId !== (flowOperationId ?? ''),
  )
}

/** A capture with the same filters, which only looks; of flows of any age, unless a minimum is given in seconds. */
export function captureOfTheSame(document: FlowOperationReport, minimumAge?: number): Command[] {
  const { firewallArn, flowOperation, omittedFilterCount } = document
  const age = minimumAge === undefined ? {} : { MinimumFlowAgeInSeconds: minimumAge }
  const details = { FlowFilters: flowOperation?.FlowFilters ?? [], ...age }
  const start = startCommand('FLOW_CAPTURE', firewallArn, document, { details, omittedFilterCount })
  return command('See which such flows exist', start)
}

/** What runs and ran where a start was refused. */
export function listOfPlace(document: FlowOperationReport): Command[] {
  return command('See what runs there', listCommand(document.firewallArn, document))
}

export function command(label: string, text: string | null): Command[] {
  return text === null ? [] : [{ label, command: text }]
}

function startOf(document: FlowOperationReport, FlowFilters: readonly FlowFilter[]): string | null {
  const { flowOperationType: type, firewallArn, flowOperation, omittedFilterCount } = document
  const details = { ...flowOperation, FlowFilters: [...FlowFilters] }
  return type && startCommand(type, firewallArn, document, { details, omittedFilterCount })
}
