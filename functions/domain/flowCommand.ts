import type { FlowFilter, FlowOperationDetails } from './flowOperation.ts'
import { protocolNumber } from './protocols.ts'
import type { FlowOperationReport } from './report.ts'
import type { FlowOperationType } from './watchRequest.ts'

/** Which endpoints a command is for. */
type Target = Pick<
  FlowOperationReport,
  'availabilityZone' | 'availabilityZoneId' | 'vpcEndpointId' | 'vpcEndpointAssociationArn'
>

/** What a command takes; filters that were left out of the document make it unsayable. */
type Selection = { readonly details: FlowOperationDetails | null; readonly omittedFilterCount: number }

/** Longer ones are not shown: mail allows lines of 998 bytes, and nobody checks so long a command on a phone. */
const maxCommandCharacters = 700
const maxFilters = 20

/**
 * The forms that values have in the API model, each without any character that means something to a shell, to the CLI's
 * shorthand syntax or to a chat client. What does not fit is foreign text, and makes no command.
 */
const patterns = {
  firewallArn:
    /^arn:aws(?:-[a-z]{1,10}){0,3}:network-firewall:([a-z0-9-]{1,40}):\d{12}:firewall\/[a-zA-Z0-9-]{1,128}$/u,
  vpcEndpointAssociationArn:
    /^arn:aws(?:-[a-z]{1,10}){0,3}:network-firewall:[a-z0-9-]{1,40}:\d{12}:vpc-endpoint-association\/[a-zA-Z0-9-]{1,128}$/u,
  vpcEndpointId: /^vpce-[a-zA-Z0-9]{1,64}$/u,
  availabilityZone: /^[a-z]{2,8}(?:-[a-z0-9]{1,16}){1,6}$/u,
  availabilityZoneId: /^[a-z]{2,5}\d{0,2}-(?:[a-z0-9]{1,8}-)?az\d{1,2}$/u,
  flowOperationId: /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/u,
  address: /^[a-fA-F\d:.]{1,45}(?:\/\d{1,3})?$/u,
  port: /^(?:\d{1,5}(?::\d{1,5})?|ANY)$/u,
  protocol: /^\d{1,3}$/u,
  minimumAge: /^\d{1,9}$/u,
} as const

/** A zone's name that may stand among our own words. */
export function isPlainZone(availabilityZone: string): boolean {
  return patterns.availabilityZone.test(availabilityZone)
}

/** The CLI command that starts such an operation; null when a value is not known, or not in the API model's form. */
export function startCommand(
  type: FlowOperationType,
  firewallArn: string | null,
  target: Target,
  { details, omittedFilterCount }: Selection,
): string | null {
  const filters = details?.FlowFilters ?? []
  if (filters.length === 0 || filters.length > maxFilters || omittedFilterCount > 0) return null
  const { MinimumFlowAgeInSeconds: age } = details ?? {}
  return commandOf(type === 'FLOW_FLUSH' ? 'start-flow-flush' : 'start-flow-capture', firewallArn, [
    ...targetOptions(target),
    ...(age === undefined ? [] : [option('minimum-flow-age-in-seconds', String(age), patterns.minimumAge)]),
    filters.map(filterText).reduce(joined, '--flow-filters'),
  ])
}

/** The CLI command that asks how an operation is doing, with the selectors of its start. */
export function describeCommand(document: FlowOperationReport): string | null {
  const { firewallArn, flowOperationId } = document
  return commandOf('describe-flow-operation', firewallArn, [
    ...targetOptions(document),
    option('flow-operation-id', flowOperationId ?? '', patterns.flowOperationId),
  ])
}

/** The CLI command that lists what runs and ran in a place. */
export function listCommand(firewallArn: string | null, target: Target): string | null {
  return commandOf('list-flow-operations', firewallArn, targetOptions(target))
}

function commandOf(
  name: string,
  firewallArn: string | null,
  options: readonly (string | null)[],
): string | null {
  const region = patterns.firewallArn.exec(firewallArn ?? '')?.[1]
  if (region === undefined) return null
  const head = `aws network-firewall ${name} --region ${region} --firewall-arn ${firewallArn}`
  const command = options.reduce(joined, head)
  return command !== null && command.length <= maxCommandCharacters ? command : null
}

function joined(text: string | null, part: string | null): string | null {
  return text === null || part === null ? null : `${text} ${part}`
}

function option(name: string, value: string, pattern: RegExp): string | null {
  return pattern.test(value) ? `--${name} ${value}` : null
}

/**
 * At most one selector: the guide presents them as a choice. A zone's id comes from the start call only, while a zone's name
 * may be what the service answered to it. Without one in the start call and in the answer there is none here.
 */
function targetOptions(target: Target): (string | null)[] {
  const { availabilityZone, availabilityZoneId, vpcEndpointId, vpcEndpointAssociationArn } = target
  if (vpcEndpointAssociationArn !== null) {
    const pattern = patterns.vpcEndpointAssociationArn
    return [option('vpc-endpoint-association-arn', vpcEndpointAssociationArn, pattern)]
  }
  if (vpcEndpointId !== null) return [option('vpc-endpoint-id', vpcEndpointId, patterns.vpcEndpointId)]
  if (availabilityZoneId !== null)
    return [option('availability-zone-id', availabilityZoneId, patterns.availabilityZoneId)]
  if (availabilityZone !== null)
    return [option('availability-zone', availabilityZone, patterns.availabilityZone)]
  return []
}

/** The CLI's shorthand in double quotes, which mean the same to every shell when nothing inside is special. */
function filterText(filter: FlowFilter): string | null {
  const protocols = filter.Protocols?.map(protocolNumber) ?? []
  const parts = [
    ...addressParts('SourceAddress', filter.SourceAddress?.AddressDefinition),
    ...addressParts('DestinationAddress', filter.DestinationAddress?.AddressDefinition),
    ...portParts('SourcePort', filter.SourcePort),
    ...portParts('DestinationPort', filter.DestinationPort),
    ...(protocols.length === 0 ? [] : [`Protocols=${protocols.join(',')}`]),
  ]
  const isSafe = protocols.every(protocol => patterns.protocol.test(protocol)) && !parts.includes(null)
  return parts.length > 0 && isSafe ? `"${parts.join(',')}"` : null
}

function addressParts(name: string, address: string | undefined): (string | null)[] {
  if (address === undefined) return []
  return [patterns.address.test(address) ? `${name}={AddressDefinition=${address}}` : null]
}

function portParts(name: string, port: string | undefined): (string | null)[] {
  if (port === undefined) return []
  return [patterns.port.test(port) ? `${name}=${port}` : null]
}
