/** Values for tests. Every id, name and event is synthetic: none was recorded from AWS. */
import type { FlowOperation } from '../../functions/domain/flowOperation.ts'
import {
  type Card,
  type ChannelName,
  type Delivery,
  newDelivery,
  type Target,
} from '../../functions/domain/notification.ts'
import type { OverdueNotice } from '../../functions/domain/overdueNotice.ts'
import { type PollProgress, progressBeforeFirstPoll } from '../../functions/domain/pollProgress.ts'
import { type FlowOperationReport, outcomeReport, type WatchFacts } from '../../functions/domain/report.ts'
import { emptyCollection, type ResultsCollection } from '../../functions/domain/resultsCollection.ts'
import type { FailureFacts } from '../../functions/domain/serviceError.ts'
import { ServiceError } from '../../functions/domain/serviceError.ts'
import type { StartedBy, WatchRequest } from '../../functions/domain/watchRequest.ts'

import { accountId, region, userIdentity } from '../../local/startEvent.ts'

export { accountId, region }
export type JsonObject = Record<string, unknown>

export const firewallArn = `arn:aws:network-firewall:${region}:${accountId}:firewall/edge`
export const associationArn = `arn:aws:network-firewall:${region}:${accountId}:vpc-endpoint-association/edge-a`
export const operationId = '0f3c9a52-7d1e-4b6a-9c38-2f5d8e1a7b40'
export const eventId = 'c4d8e2a1-93b7-4d05-8a6c-7e1f2b3c4d5e'
export const startedAt = '2026-11-02T09:15:02.000Z'

/** The moment this many seconds after the start of the synthetic operation, in epoch milliseconds. */
export function secondsAfterStart(seconds: number): number {
  return Date.parse(startedAt) + seconds * 1000
}

/** The same as ISO 8601 text. */
export function isoAfterStart(seconds: number): string {
  return new Date(secondsAfterStart(seconds)).toISOString()
}

export function startedBy(change: Partial<StartedBy> = {}): StartedBy {
  return {
    type: 'AssumedRole',
    name: 'NetOps',
    arn: `arn:aws:sts::${accountId}:assumed-role/NetOps/dana`,
    accountId,
    sourceIp: '203.0.113.10',
    userAgent: 'aws-cli/2',
    invokedBy: null,
    ...change,
  }
}

export function watchRequest(change: Partial<WatchRequest> = {}): WatchRequest {
  return {
    kind: 'ACCEPTED_START',
    watchKey: operationId,
    flowOperationId: operationId,
    flowOperationType: 'FLOW_FLUSH',
    firewallArn,
    availabilityZone: 'eu-west-1a',
    vpcEndpointAssociationArn: null,
    vpcEndpointId: null,
    accountId,
    region,
    startedAt,
    startedBy: startedBy(),
    watchedSince: startedAt,
    refusal: null,
    lookUpFailure: null,
    recoveredLate: false,
    slotHolder: null,
    availabilityZoneId: null,
    ...change,
  }
}

export function refusedWatch(change: Partial<WatchRequest> = {}): WatchRequest {
  return watchRequest({
    kind: 'REFUSED_START',
    watchKey: eventId,
    flowOperationId: null,
    refusal: { errorCode: 'ThrottlingException', errorMessage: 'synthetic: another operation is running' },
    ...change,
  })
}

export function flowOperation(change: Partial<FlowOperation> = {}): FlowOperation {
  return {
    firewallArn,
    availabilityZone: 'eu-west-1a',
    vpcEndpointAssociationArn: null,
    vpcEndpointId: null,
    type: 'FLOW_FLUSH',
    status: 'IN_PROGRESS',
    statusMessage: null,
    requestTimestamp: isoAfterStart(3),
    details: {
      MinimumFlowAgeInSeconds: 60,
      FlowFilters: [
        {
          SourceAddress: { AddressDefinition: '10.1.0.0/16' },
          DestinationPort: '443',
          Protocols: ['6'],
        },
      ],
    },
    omittedFilterCount: 0,
    ...change,
  }
}

/** The progress of a watch whose first poll was with the start. */
export function progress(change: Partial<PollProgress> = {}): PollProgress {
  return { ...progressBeforeFirstPoll(startedAt), ...change }
}

export function collection(change: Partial<ResultsCollection> = {}): ResultsCollection {
  return {
    ...emptyCollection(),
    next: 'DONE',
    pagesRead: 1,
    calls: 1,
    flowCount: 3,
    packetCount: 30,
    byteCount: 1500,
    sources: [{ address: '10.1.2.3', flowCount: 3, byteCount: 1500 }],
    destinations: [{ address: '198.51.100.7', flowCount: 3, byteCount: 1500 }],
    destinationPorts: [{ port: '443', protocol: 'TCP', flowCount: 3, byteCount: 1500 }],
    exhausted: true,
    ...change,
  }
}

/** What is known of an operation that completed after 40 s. */
export function watchFacts(change: Partial<WatchFacts> = {}): WatchFacts {
  return {
    watch: watchRequest(),
    progress: progress({
      next: 'CONCLUDE',
      outcome: 'COMPLETED',
      polls: 8,
      answers: 8,
      finishedAt: isoAfterStart(40),
      operation: flowOperation({ status: 'COMPLETED' }),
    }),
    collection: collection(),
    failure: null,
    context: null,
    now: isoAfterStart(42),
    ...change,
  }
}

/** The document of an operation that completed. */
export function report(change: Partial<FlowOperationReport> = {}): FlowOperationReport {
  return { ...outcomeReport(watchFacts()), ...change }
}

export function card(change: Partial<Card> = {}): Card {
  return { channelId: 'C0123456789', ts: '1762074902.000100', hasOutcome: false, ...change }
}

export function delivery(change: Partial<Delivery> = {}): Delivery {
  return { ...newDelivery({ channel: 'sns', target: null }, 'OUTCOME'), ...change }
}

/** The channels as targets: each with what the settings name. */
export function targets(...channels: readonly ChannelName[]): Target[] {
  return channels.map(channel => ({ channel, target: null }))
}

export function overdueNotice(change: Partial<OverdueNotice> = {}): OverdueNotice {
  return { isSent: false, deliveries: [], ...change }
}

/** A failed AWS call by name; `httpStatusCode` 400 unless told otherwise. */
export function serviceError(name: string, facts: Partial<FailureFacts> = {}): ServiceError {
  return new ServiceError({ name, message: `synthetic ${name}`, httpStatusCode: 400, ...facts })
}

const requestParameters: JsonObject = {
  firewallArn,
  availabilityZone: 'eu-west-1a',
  minimumFlowAgeInSeconds: 60,
  flowFilters: [
    {
      sourceAddress: { addressDefinition: '10.1.0.0/16' },
      destinationPort: '443',
      protocols: ['6'],
    },
  ],
}

const responseElements: JsonObject = {
  firewallArn,
  flowOperationId: operationId,
  flowOperationStatus: 'IN_PROGRESS',
}

/** What differs from the plain event; `undefined` takes a member away. */
export type EventChange = {
  readonly envelope?: JsonObject
  readonly detail?: JsonObject
  /** Null stands for null in the event. */
  readonly request?: JsonObject | null
  readonly response?: JsonObject | null
}

/** The synthetic EventBridge event of an accepted StartFlowFlush, keys in lower camel case. */
export function startEvent({ envelope, detail, request, response }: EventChange = {}): JsonObject {
  return withoutUndefined({
    version: '0',
    id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.network-firewall',
    account: accountId,
    time: '2026-11-02T09:15:04Z',
    region,
    resources: [],
    detail: withoutUndefined({
      eventVersion: '1.05',
      userIdentity,
      eventTime: '2026-11-02T09:15:02Z',
      eventSource: 'network-firewall.amazonaws.com',
      eventName: 'StartFlowFlush',
      awsRegion: region,
      sourceIPAddress: '203.0.113.10',
      userAgent: 'aws-cli/2',
      requestParameters: request === null ? null : withoutUndefined({ ...requestParameters, ...request }),
      responseElements: response === null ? null : withoutUndefined({ ...responseElements, ...response }),
      eventID: eventId,
      readOnly: false,
      eventType: 'AwsApiCall',
      recipientAccountId: accountId,
      ...detail,
    }),
    ...envelope,
  })
}

/** The same event with the keys of request and response in Pascal case at every depth. */
export function pascalCaseStartEvent(change: EventChange = {}): JsonObject {
  const event = startEvent(change)
  const detail = event['detail'] as JsonObject
  return {
    ...event,
    detail: {
      ...detail,
      requestParameters: inPascalCase(detail['requestParameters']),
      responseElements: inPascalCase(detail['responseElements']),
    },
  }
}

/** The synthetic EventBridge event of a refused StartFlowFlush. */
export function refusedEvent({ detail, ...change }: EventChange = {}): JsonObject {
  return startEvent({
    response: null,
    ...change,
    detail: {
      errorCode: 'ThrottlingException',
      errorMessage: 'synthetic: another operation is running',
      ...detail,
    },
  })
}

function inPascalCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inPascalCase)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key.charAt(0).toUpperCase() + key.slice(1),
      inPascalCase(member),
    ]),
  )
}

function withoutUndefined(members: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, member]) => member !== undefined))
}
