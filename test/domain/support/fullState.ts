/** What the states of the machine hand on, with a value in every member. */
import type { FirewallContext } from '../../../functions/domain/firewallContext.ts'
import type { FlowOperation } from '../../../functions/domain/flowOperation.ts'
import type { Delivery } from '../../../functions/domain/notification.ts'
import type { PollProgress } from '../../../functions/domain/pollProgress.ts'
import { type FlowOperationReport, outcomeReport } from '../../../functions/domain/report.ts'
import type { ResultsCollection } from '../../../functions/domain/resultsCollection.ts'
import type { SlotHolder, WatchRequest } from '../../../functions/domain/watchRequest.ts'
import {
  associationArn,
  card,
  collection,
  delivery,
  flowOperation,
  isoAfterStart,
  operationId,
  progress,
  startedBy,
  watchRequest,
} from '../../support/builders.ts'

const slotHolder: SlotHolder = {
  flowOperationId: operationId,
  flowOperationType: 'FLOW_CAPTURE',
  requestTimestamp: isoAfterStart(1),
}

export const fullWatch: WatchRequest = watchRequest({
  vpcEndpointAssociationArn: associationArn,
  vpcEndpointId: 'vpce-0a1b2c3d',
  availabilityZoneId: 'euw1-az1',
  startedBy: startedBy({ invokedBy: 'cloudformation.amazonaws.com' }),
  refusal: { errorCode: 'ThrottlingException', errorMessage: 'synthetic' },
  lookUpFailure: { error: 'ThrottlingException', message: 'synthetic' },
  recoveredLate: true,
  slotHolder,
})

export const fullOperation: FlowOperation = flowOperation({
  vpcEndpointAssociationArn: associationArn,
  vpcEndpointId: 'vpce-0a1b2c3d',
  statusMessage: 'synthetic',
  omittedFilterCount: 2,
  details: {
    MinimumFlowAgeInSeconds: 60,
    FlowFilters: [
      {
        SourceAddress: { AddressDefinition: '10.1.0.0/16' },
        DestinationAddress: { AddressDefinition: '198.51.100.0/24' },
        SourcePort: '1024',
        DestinationPort: '443',
        Protocols: ['6', '17'],
      },
    ],
  },
})

export const fullProgress: PollProgress = progress({
  outcome: 'COMPLETED',
  finishedAt: isoAfterStart(40),
  operation: fullOperation,
  failure: { error: 'InternalServerError', message: 'synthetic' },
  cardShownAt: isoAfterStart(30),
})

export const fullCollection: ResultsCollection = collection({ nextToken: 'page-2', failure: 'synthetic' })

export const fullContext: FirewallContext = {
  zones: ['eu-west-1a'],
  tags: [{ key: 'team', value: 'net' }],
  streamExceptionPolicy: 'DROP',
  coverage: [
    {
      availabilityZone: 'eu-west-1a',
      state: 'COVERED',
      flowOperationId: operationId,
      flowRequestTimestamp: isoAfterStart(3),
    },
  ],
}

export const fullDelivery: Delivery = delivery({
  channel: 'slack',
  target: 'C0INCIDENT',
  maxRateLimits: 14,
  retryAt: isoAfterStart(50),
  restUntil: isoAfterStart(55),
  settledAt: isoAfterStart(60),
  receipt: '1762074902.000100',
  reason: 'synthetic',
  card: card(),
})

export const fullReport: FlowOperationReport = {
  ...outcomeReport({
    watch: fullWatch,
    progress: fullProgress,
    collection: fullCollection,
    failure: null,
    context: fullContext,
    now: isoAfterStart(42),
  }),
  outcome: 'COMPLETED',
  severity: 'info',
  isOverdue: true,
  results: {
    flowCount: 3,
    packetCount: 30,
    byteCount: 1500,
    topSources: fullCollection.sources,
    topDestinations: fullCollection.destinations,
    topDestinationPorts: fullCollection.destinationPorts,
    complete: true,
  },
  failure: { error: 'InternalServerError', message: 'synthetic' },
}
