/** Synthetic events and service answers. None was recorded from AWS. */
import { type Answer, jsonAnswer } from './fakeAws.ts'
import type { JsonObject } from './json.ts'

const ACCOUNT = '123456789012'
export const REGION = 'eu-west-1'
export const ZONE = 'eu-west-1a'
export const FIREWALL_NAME = 'edge'
export const FIREWALL_ARN = `arn:aws:network-firewall:${REGION}:${ACCOUNT}:firewall/${FIREWALL_NAME}`
export const ASSOCIATION_ARN = `arn:aws:network-firewall:${REGION}:${ACCOUNT}:vpc-endpoint-association/branch`
export const ENDPOINT_ID = 'vpce-0a1b2c3d4e5f60718'
export const OPERATION_ID = '0f3c9a52-7d1e-4b6a-9c38-2f5d8e1a7b40'
export const EVENT_ID = 'c4d8e2a1-93b7-4d05-8a6c-7e1f2b3c4d5e'
export const FILTERS: JsonObject[] = [
  { SourceAddress: { AddressDefinition: '10.1.0.0/16' }, DestinationPort: '443', Protocols: ['6'] },
]

const second = 1000
export const minutes = (count: number): number => count * 60 * second
export const hours = (count: number): number => minutes(60) * count

/** A moment in the past the way CloudTrail writes it, in whole seconds. */
export const ago = (milliseconds: number): string =>
  new Date(Math.floor((Date.now() - milliseconds) / second) * second).toISOString().replace('.000Z', 'Z')

interface EventParts {
  /** How long ago the operation was started, in milliseconds. */
  age?: number
  envelope?: JsonObject
  detail?: JsonObject
  requestParameters?: JsonObject | null
  responseElements?: JsonObject | null
}

export const REQUEST: JsonObject = {
  firewallArn: FIREWALL_ARN,
  availabilityZone: ZONE,
  minimumFlowAgeInSeconds: 60,
  flowFilters: [
    { sourceAddress: { addressDefinition: '10.1.0.0/16' }, destinationPort: '443', protocols: ['6'] },
  ],
}

export const RESPONSE: JsonObject = {
  firewallArn: FIREWALL_ARN,
  flowOperationId: OPERATION_ID,
  flowOperationStatus: 'IN_PROGRESS',
}

export const IDENTITY: JsonObject = {
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLEID:dana',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/NetOps/dana`,
  accountId: ACCOUNT,
  accessKeyId: 'ASIAEXAMPLE',
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      principalId: 'AROAEXAMPLEID',
      arn: `arn:aws:iam::${ACCOUNT}:role/NetOps`,
      accountId: ACCOUNT,
      userName: 'NetOps',
    },
    attributes: { mfaAuthenticated: 'false', creationDate: '2026-11-02T09:01:00Z' },
  },
}

/** An accepted start, 3 seconds ago unless told. */
export function startEvent(parts: EventParts = {}): JsonObject {
  const age = parts.age ?? 3 * second
  return {
    version: '0',
    id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.network-firewall',
    account: ACCOUNT,
    time: ago(Math.max(0, age - 2 * second)),
    region: REGION,
    resources: [],
    ...parts.envelope,
    detail: {
      eventVersion: '1.05',
      userIdentity: IDENTITY,
      eventTime: ago(age),
      eventSource: 'network-firewall.amazonaws.com',
      eventName: 'StartFlowFlush',
      awsRegion: REGION,
      sourceIPAddress: '203.0.113.10',
      userAgent: 'aws-cli/2',
      requestParameters: parts.requestParameters === undefined ? REQUEST : parts.requestParameters,
      responseElements: parts.responseElements === undefined ? RESPONSE : parts.responseElements,
      requestID: 'b7f2c1de-4a35-4f0c-8f7e-1d2c3b4a5e6f',
      eventID: EVENT_ID,
      readOnly: false,
      eventType: 'AwsApiCall',
      recipientAccountId: ACCOUNT,
      ...parts.detail,
    },
  }
}

export const REFUSAL = {
  errorCode: 'ThrottlingException',
  errorMessage: 'synthetic text: another flow operation is running',
} as const

/** A refused start. */
export const refusedEvent = (parts: EventParts = {}): JsonObject =>
  startEvent({ responseElements: null, ...parts, detail: { ...REFUSAL, ...parts.detail } })

export const FLOW_REQUEST_SECONDS = Math.floor(Date.now() / second) - 2 + 0.25

/** An answer to DescribeFlowOperation; a member given as undefined is left out. */
export function flow(status: string, over: Record<string, JsonObject[string] | undefined> = {}): Answer {
  const body: JsonObject = {}
  const members: Record<string, JsonObject[string] | undefined> = {
    FirewallArn: FIREWALL_ARN,
    AvailabilityZone: ZONE,
    FlowOperationId: OPERATION_ID,
    FlowOperationType: 'FLOW_FLUSH',
    FlowOperationStatus: status,
    FlowRequestTimestamp: FLOW_REQUEST_SECONDS,
    FlowOperation: { MinimumFlowAgeInSeconds: 60, FlowFilters: FILTERS },
    ...over,
  }
  for (const [key, value] of Object.entries(members)) if (value !== undefined) body[key] = value
  return jsonAnswer(body)
}

export const IN_PROGRESS = flow('IN_PROGRESS')
export const COMPLETED = flow('COMPLETED')

/** 200, but without a status. */
export const EMPTY = jsonAnswer({})

export const flowOf = (source: string, destination: string, packets: number, bytes: number): JsonObject => ({
  SourceAddress: { AddressDefinition: source },
  DestinationAddress: { AddressDefinition: destination },
  SourcePort: '40000',
  DestinationPort: '443',
  Protocol: 'TCP',
  Age: 90,
  PacketCount: packets,
  ByteCount: bytes,
})

/** One page of ListFlowOperationResults. */
export const page = (flows: JsonObject[], nextToken?: string, status = 'COMPLETED'): Answer =>
  jsonAnswer({
    FirewallArn: FIREWALL_ARN,
    FlowOperationId: OPERATION_ID,
    FlowOperationStatus: status,
    Flows: flows,
    ...(nextToken === undefined ? {} : { NextToken: nextToken }),
  })
