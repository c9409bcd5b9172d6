import type { FirewallTag, ZoneCoverage } from '../functions/domain/firewallContext.ts'
import type { FlowFilter, FlowOperationDetails } from '../functions/domain/flowOperation.ts'
import type { FlowOperationReport } from '../functions/domain/report.ts'
import type { PortTalker, Talker } from '../functions/domain/resultsCollection.ts'
import type { Refusal, SlotHolder, StartedBy } from '../functions/domain/watchRequest.ts'

/** What each member of an object means, in one line; a member without a line does not compile. */
export type MemberDescriptions<Members> = Readonly<Record<keyof Members, string>>

/** The machine-readable document; docs/messages.md has the same lines. */
export const reportDescriptions: MemberDescriptions<FlowOperationReport> = {
  schemaVersion: '1; it grows when a member changes its meaning',
  notice: '`OUTCOME`; `OVERDUE`, with a null `outcome`; `STARTED` only on the card of a running watch',
  watchKey:
    'names the execution and the audit records: the flowOperationId, or the CloudTrail eventID where there is none',
  outcome: 'how the watch ended; null while the operation is not over',
  severity: '`info`, `warning` or `critical`, by the outcome; an overdue notice is a `warning`',
  flowOperationId: 'the id of the operation; null for a start that was refused or could not be identified',
  flowOperationType: '`FLOW_FLUSH` or `FLOW_CAPTURE`',
  firewallArn: 'the firewall',
  firewallName: 'its name, the last part of the ARN',
  accountId: 'the account of the firewall',
  region: 'its Region',
  availabilityZone: 'the zone: the selector of the start call, or what the service answered',
  vpcEndpointId: 'the VPC endpoint, if the operation is of one',
  vpcEndpointAssociationArn: 'the VPC endpoint association, if the operation is of one',
  serviceStatus: 'the last FlowOperationStatus of the service, word for word',
  statusMessage: 'the last StatusMessage of the service, word for word',
  startedBy: 'who made the start call, from CloudTrail; null when it is not known',
  startedAt: 'when the start call was made',
  finishedAt: 'when the end was seen',
  flowRequestTimestamp: 'when the engine identified the flows, from the service',
  flowOperation: "minimum flow age and filters, with the service's own keys; more than 50 filters are cut",
  omittedFilterCount: 'how many filters were cut',
  results:
    'counts and top talkers, for COMPLETED and COMPLETED_WITH_ERRORS; null for every other outcome, and without one',
  resultsAreApproximate: 'more addresses, or larger numbers, than are counted exactly',
  polls: 'answers of DescribeFlowOperation that carried a status',
  refusal: 'why the service refused the start; null unless the outcome is REFUSED',
  failure: 'why the watch failed; null unless the outcome is WATCH_FAILED',
  auditRecorded: 'false: the audit record of this outcome could not be written',
  isOverdue: 'the operation goes on, later than expected',
  recoveredLate: 'the sweep found the operation, since the event of its start was lost',
  slotHolder: 'the operation that was running where the start was refused; null when none is known',
  availabilityZoneId: 'the zone by its id, if the start call named it so',
  writtenAt: 'when this document was written',
  streamExceptionPolicy:
    "the firewall policy's own word for packets of flows that it does not know: DROP, CONTINUE or REJECT; null when it could not be read",
  zoneCoverage:
    'for a flush, one entry per zone of the firewall; empty when it is not known, and for a capture',
  firewallTags: 'the tags of the firewall, at most 50; empty when they are not known',
}

type ResultsSummary = NonNullable<FlowOperationReport['results']>
type WatchFailure = NonNullable<FlowOperationReport['failure']>

/** The objects inside it, by their names in `$defs`. */
export const partDescriptions = {
  StartedBy: {
    type: "CloudTrail's userIdentity type, such as AssumedRole",
    name: 'user, role or service',
    arn: 'the ARN of the identity',
    accountId: 'the account of the identity',
    sourceIp: 'the address that the call came from, or the name of an AWS service',
    userAgent: 'the program that made the call',
    invokedBy: 'the AWS service that made the call for somebody',
  } satisfies MemberDescriptions<StartedBy>,
  FlowOperationDetails: {
    MinimumFlowAgeInSeconds: 'only flows at least this old are taken',
    FlowFilters: 'flows that fit any of these filters are taken; none: all flows',
  } satisfies MemberDescriptions<FlowOperationDetails>,
  FlowFilter: {
    SourceAddress: 'where the flow comes from',
    DestinationAddress: 'where the flow goes to',
    SourcePort: 'a port or a range of ports',
    DestinationPort: 'a port or a range of ports',
    Protocols: 'IANA protocol numbers',
  } satisfies MemberDescriptions<FlowFilter>,
  Address: { AddressDefinition: 'one address or one range in CIDR notation' },
  ResultsSummary: {
    flowCount: 'flows that were flushed or captured, as far as they could be read',
    packetCount: 'packets of these flows',
    byteCount: 'bytes of these flows',
    topSources: 'at most 5 source addresses, by bytes',
    topDestinations: 'at most 5 destination addresses, by bytes',
    topDestinationPorts: 'at most 5 destination ports, by bytes',
    complete: 'true only for COMPLETED with every result read; else the counts are a lower bound',
  } satisfies MemberDescriptions<ResultsSummary>,
  Talker: {
    address: 'the address',
    flowCount: 'its flows',
    byteCount: 'bytes of these flows',
  } satisfies MemberDescriptions<Talker>,
  PortTalker: {
    port: 'the port',
    protocol: 'the name of the protocol, or its number; null when it is not known',
    flowCount: 'flows to it',
    byteCount: 'bytes of these flows',
  } satisfies MemberDescriptions<PortTalker>,
  Refusal: {
    errorCode: "the service's error",
    errorMessage: "the service's words",
  } satisfies MemberDescriptions<Refusal>,
  WatchFailure: {
    error: 'the name of the error',
    message: 'its words',
  } satisfies MemberDescriptions<WatchFailure>,
  SlotHolder: {
    flowOperationId: 'the id of that operation',
    flowOperationType: '`FLOW_FLUSH` or `FLOW_CAPTURE`; null when it is not known',
    requestTimestamp: 'when the engine identified its flows',
  } satisfies MemberDescriptions<SlotHolder>,
  ZoneCoverage: {
    availabilityZone: 'the zone',
    state:
      '`COVERED`: the same flush completed, at most 15 min earlier; `RUNNING`: one has not ended; `NOT_COVERED`: there is none, or it failed; `UNKNOWN`: it cannot be told',
    flowOperationId: 'the flush that decided; null when none did',
    flowRequestTimestamp: 'when its flows were identified',
  } satisfies MemberDescriptions<ZoneCoverage>,
  FirewallTag: {
    key: 'the key of the tag',
    value: 'the value of the tag',
  } satisfies MemberDescriptions<FirewallTag>,
} as const
