import { ZoneCoverageState } from '../../../functions/domain/firewallContext.ts'
import type { FlowOperationReport } from '../../../functions/domain/report.ts'
import { completedReport } from './reports.ts'

/** Every foreign text is this one. */
export function hugeReport(text: string): FlowOperationReport {
  const counts = { flowCount: Number.MAX_SAFE_INTEGER, byteCount: Number.MAX_SAFE_INTEGER }
  const talker = { address: text, ...counts }
  const address = { AddressDefinition: text }
  const filter = {
    SourceAddress: address,
    DestinationAddress: address,
    SourcePort: text,
    DestinationPort: text,
    Protocols: [text, text],
  }
  return {
    ...completedReport,
    firewallName: text,
    accountId: text,
    region: text,
    availabilityZone: text,
    vpcEndpointId: text,
    vpcEndpointAssociationArn: text,
    serviceStatus: text,
    statusMessage: text,
    startedBy: {
      type: text,
      name: text,
      arn: text,
      accountId: text,
      sourceIp: text,
      userAgent: text,
      invokedBy: text,
    },
    flowOperation: { FlowFilters: Array.from({ length: 50 }, () => filter) },
    results: {
      flowCount: Number.MAX_SAFE_INTEGER,
      packetCount: Number.MAX_SAFE_INTEGER,
      byteCount: Number.MAX_SAFE_INTEGER,
      topSources: Array.from({ length: 5 }, () => talker),
      topDestinations: Array.from({ length: 5 }, () => talker),
      topDestinationPorts: Array.from({ length: 5 }, () => ({ port: text, protocol: text, ...counts })),
      complete: false,
    },
    refusal: { errorCode: text, errorMessage: text },
    failure: { error: text, message: text },
    streamExceptionPolicy: text,
    zoneCoverage: Array.from({ length: 40 }, (_, index) => ({
      availabilityZone: text,
      state: ZoneCoverageState.options[index % 4] ?? 'UNKNOWN',
      flowOperationId: text,
      flowRequestTimestamp: text,
    })),
    firewallTags: Array.from({ length: 50 }, () => ({ key: text, value: text })),
    auditRecorded: false,
  }
}
