import type { ZoneCoverage } from '../../../functions/domain/firewallContext.ts'
import { outcomes, severityOf } from '../../../functions/domain/outcome.ts'
import type { FlowOperationReport } from '../../../functions/domain/report.ts'

export const operationId = '0f3c9a52-7d1e-4b6a-9c38-2f5d8e1a7b40'
export const firewallArn = 'arn:aws:network-firewall:eu-west-1:123456789012:firewall/edge'

/** A completed flush with every member filled in; synthetic. */
export const completedReport: FlowOperationReport = {
  schemaVersion: 1,
  notice: 'OUTCOME',
  watchKey: operationId,
  outcome: 'COMPLETED',
  severity: 'info',
  flowOperationId: operationId,
  flowOperationType: 'FLOW_FLUSH',
  firewallArn,
  firewallName: 'edge',
  accountId: '123456789012',
  region: 'eu-west-1',
  availabilityZone: 'eu-west-1a',
  vpcEndpointId: null,
  vpcEndpointAssociationArn: null,
  serviceStatus: 'COMPLETED',
  statusMessage: 'All hosts answered',
  startedBy: {
    type: 'AssumedRole',
    name: 'NetOps',
    arn: 'arn:aws:sts::123456789012:assumed-role/NetOps/dana',
    accountId: '123456789012',
    sourceIp: '192.0.2.10',
    userAgent: 'aws-cli/2.31.0',
    invokedBy: null,
  },
  startedAt: '2026-11-02T09:15:04.000Z',
  finishedAt: '2026-11-02T09:16:34.000Z',
  flowRequestTimestamp: '2026-11-02T09:15:05.250Z',
  flowOperation: {
    MinimumFlowAgeInSeconds: 75,
    FlowFilters: [
      {
        SourceAddress: { AddressDefinition: '10.1.0.0/16' },
        SourcePort: '1990:1994',
        DestinationAddress: { AddressDefinition: '198.51.100.7' },
        DestinationPort: '443',
        Protocols: ['6', '17'],
      },
      { DestinationAddress: { AddressDefinition: '2001:db8::/32' }, Protocols: ['47'] },
    ],
  },
  omittedFilterCount: 0,
  results: {
    flowCount: 2,
    packetCount: 30,
    byteCount: 1_500_000,
    topSources: [{ address: '10.1.0.9', flowCount: 2, byteCount: 1_500_000 }],
    topDestinations: [{ address: '198.51.100.7', flowCount: 1, byteCount: 900_000 }],
    topDestinationPorts: [{ port: '443', protocol: 'TCP', flowCount: 2, byteCount: 1_500_000 }],
    complete: true,
  },
  resultsAreApproximate: false,
  polls: 7,
  refusal: null,
  failure: null,
  auditRecorded: true,
  isOverdue: false,
  recoveredLate: false,
  slotHolder: null,
  availabilityZoneId: null,
  writtenAt: '2026-11-02T09:16:40.000Z',
  streamExceptionPolicy: 'REJECT',
  zoneCoverage: [
    {
      availabilityZone: 'eu-west-1a',
      state: 'COVERED',
      flowOperationId: operationId,
      flowRequestTimestamp: '2026-11-02T09:15:05.250Z',
    },
    {
      availabilityZone: 'eu-west-1b',
      state: 'NOT_COVERED',
      flowOperationId: null,
      flowRequestTimestamp: null,
    },
  ],
  firewallTags: [{ key: 'team', value: 'network' }],
}

export const overdueReport: FlowOperationReport = {
  ...completedReport,
  notice: 'OVERDUE',
  outcome: null,
  severity: 'warning',
  serviceStatus: 'IN_PROGRESS',
  finishedAt: null,
  results: null,
}

export const startedReport: FlowOperationReport = { ...overdueReport, notice: 'STARTED', severity: 'info' }

/** The same facts under every outcome, as an overdue notice and as the card of a running watch, each under its name. */
export function everyKindOf(facts: FlowOperationReport): readonly (readonly [string, FlowOperationReport])[] {
  const ends = outcomes.map(outcome => [
    outcome,
    { ...facts, notice: 'OUTCOME', outcome, severity: severityOf(outcome) } as const,
  ])
  return [
    ...(ends as [string, FlowOperationReport][]),
    ['OVERDUE', { ...facts, notice: 'OVERDUE', outcome: null, severity: 'warning' }],
    ['STARTED', { ...facts, notice: 'STARTED', outcome: null, severity: 'info' }],
  ]
}

/** Zones of the firewall that no flush with the same filters covers: eu-west-1 and each letter. */
export function zonesWithout(...letters: readonly string[]): ZoneCoverage[] {
  return letters.map(letter => ({
    availabilityZone: `eu-west-1${letter}`,
    state: 'NOT_COVERED',
    flowOperationId: null,
    flowRequestTimestamp: null,
  }))
}
