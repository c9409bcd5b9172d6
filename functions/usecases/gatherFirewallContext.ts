import { isSettledBy, type ReferenceFlush, zoneCoverage } from '../domain/coverage.ts'
import { type FirewallContext, type FirewallDescription, fittingTags } from '../domain/firewallContext.ts'
import type { PollProgress } from '../domain/pollProgress.ts'
import { scopeOf, type WatchRequest } from '../domain/watchRequest.ts'
import type { Clock, FirewallDescriptions, FlushHistory, Log } from '../ports.ts'
import { Asking } from './asking.ts'
import { findingsOf } from './zoneFindings.ts'

/** An account's firewall has a zone for each of the Region's at most; more is a defect. */
const maxZones = 20
/** Zones have short names; a longer text would only fill the execution's state. */
const maxZoneCharacters = 64

export type GatheringServices = {
  readonly clock: Clock
  readonly log: Log
  readonly firewalls: FirewallDescriptions
  readonly flushHistory: FlushHistory
}

/** An accepted operation, as far as it was watched. */
export type WatchedOperation = { readonly watch: WatchRequest; readonly progress: PollProgress | null }

/**
 * Asks what is known of the firewall around an operation: its zones and tags, what its policy does with connections that a
 * flush cuts, and for a flush how far the zones are covered. Best effort within seconds: what fails is logged and stays
 * unknown; null when the firewall itself could not be asked.
 */
export async function gatherFirewallContext(
  watched: WatchedOperation,
  { clock, log, firewalls, flushHistory }: GatheringServices,
): Promise<FirewallContext | null> {
  const asking = new Asking(clock, entry => log({ watchKey: watched.watch.watchKey, ...entry }))
  const { firewallArn } = scopeOf(watched.watch)
  const firewall = await asking.ask(() => firewalls.describe(firewallArn))
  if (firewall === null) return null
  const { firewallPolicyArn, tags } = firewall
  const policy =
    firewallPolicyArn && (await asking.ask(() => firewalls.streamExceptionPolicy(firewallPolicyArn)))
  const places = firewall.places
    .filter(({ availabilityZone }) => availabilityZone.length <= maxZoneCharacters)
    .slice(0, maxZones)
  return {
    zones: places.map(({ availabilityZone }) => availabilityZone),
    tags: fittingTags(tags),
    streamExceptionPolicy: policy || null,
    coverage: isFlush(watched)
      ? await coverageOf(watched, { ...firewall, places }, { asking, flushHistory, clock })
      : [],
  }
}

function isFlush({ watch, progress }: WatchedOperation): boolean {
  return (progress?.operation?.type ?? watch.flowOperationType) === 'FLOW_FLUSH'
}

type CoverageServices = Pick<GatheringServices, 'flushHistory' | 'clock'> & { readonly asking: Asking }

async function coverageOf(
  watched: WatchedOperation,
  firewall: FirewallDescription,
  { asking, flushHistory, clock }: CoverageServices,
) {
  const reference = referenceOf(watched, firewall)
  const zones = []
  for (const place of firewall.places) {
    const { availabilityZone } = place
    const isKnown = availabilityZone === reference.availabilityZone && isSettledBy(reference)
    zones.push(
      isKnown
        ? { availabilityZone, isListWhole: true, flushes: [] }
        : await findingsOf(place, { watch: watched.watch, reference, firewall }, { asking, flushHistory }),
    )
  }
  return zoneCoverage(reference, zones, clock.nowMilliseconds())
}

function referenceOf({ watch, progress }: WatchedOperation, firewall: FirewallDescription): ReferenceFlush {
  const operation = progress?.operation ?? null
  const endpointId = watch.vpcEndpointId ?? operation?.vpcEndpointId ?? null
  const isAssociation =
    (watch.vpcEndpointAssociationArn ?? operation?.vpcEndpointAssociationArn ?? null) !== null
  const placeOfEndpoint = firewall.places.find(
    place => endpointId !== null && place.vpcEndpointId === endpointId,
  )
  const isPart = isAssociation || (endpointId !== null && firewall.associationCount !== 0)
  return {
    flowOperationId: scopeOf(watch).flowOperationId,
    availabilityZone:
      watch.availabilityZone ?? operation?.availabilityZone ?? placeOfEndpoint?.availabilityZone ?? null,
    outcome: progress?.outcome ?? null,
    time: operation?.requestTimestamp ?? watch.startedAt ?? watch.watchedSince,
    selection: {
      details: operation?.details ?? null,
      omittedFilterCount: operation?.omittedFilterCount ?? 0,
    },
    isWholeZone: namesZoneOnly(watch) || !isPart,
  }
}

/** A start that names the zone and nothing else takes all of it, whatever endpoint the service names beside it. */
function namesZoneOnly({
  availabilityZone,
  vpcEndpointId,
  vpcEndpointAssociationArn,
}: WatchRequest): boolean {
  return availabilityZone !== null && (vpcEndpointId ?? vpcEndpointAssociationArn) === null
}
