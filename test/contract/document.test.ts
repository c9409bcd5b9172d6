/** The machine-readable document: every member, its type, and where its value comes from. */
import { describe, expect, jest, test } from '@jest/globals'
import { type Answer, awsError, times } from './fakeAws.ts'
import {
  ASSOCIATION_ARN,
  ago,
  COMPLETED,
  ENDPOINT_ID,
  EVENT_ID,
  FILTERS,
  FIREWALL_ARN,
  FIREWALL_NAME,
  FLOW_REQUEST_SECONDS,
  flow,
  flowOf,
  IDENTITY,
  IN_PROGRESS,
  OPERATION_ID,
  page,
  REFUSAL,
  REQUEST,
  RESPONSE,
  refusedEvent,
  startEvent,
  ZONE,
} from './fixtures.ts'
import { type JsonObject, objectOf } from './json.ts'
import { expectInvariants, ISO, replay, type Scenario, sentToPeople, shared } from './scenario.ts'

jest.setTimeout(180_000)

const MEMBERS = [
  'schemaVersion',
  'outcome',
  'severity',
  'flowOperationId',
  'flowOperationType',
  'firewallArn',
  'firewallName',
  'availabilityZone',
  'vpcEndpointId',
  'vpcEndpointAssociationArn',
  'statusMessage',
  'startedBy',
  'startedAt',
  'finishedAt',
  'flowRequestTimestamp',
  'flowOperation',
  'results',
  'polls',
  'serviceStatus',
  'refusal',
]

const ended = (answers: readonly Answer[], over: Scenario = {}): Scenario => ({
  ...over,
  script: { DescribeFlowOperation: answers, ...over.script },
})

const started = startEvent()

/** Eight sources and destinations; bytes grow with the number, packets do not. */
const FLOWS = [3, 8, 1, 6, 2, 7, 4, 5].map(n => flowOf(`10.1.0.${n}`, `198.51.100.${n}`, 10, n * 1000))

const complete = shared(() =>
  replay(
    ended([IN_PROGRESS, flow('COMPLETED', { StatusMessage: 'All done' })], {
      event: started,
      script: { ListFlowOperationResults: [page(FLOWS.slice(0, 4), 'page-2'), page(FLOWS.slice(4))] },
    }),
  ),
)

describe('members', () => {
  test.concurrent.each<[string, Scenario]>([
    ['COMPLETED', ended([COMPLETED])],
    ['FAILED', ended([flow('FAILED', { StatusMessage: 'Flow timeout' })])],
    ['UNKNOWN', ended([flow('CANCELLED', { FlowOperation: undefined, FlowRequestTimestamp: undefined })])],
    ['WATCH_FAILED', ended([awsError('AccessDeniedException')])],
    ['REFUSED', { event: refusedEvent({ requestParameters: null, detail: { userIdentity: null } }) }],
  ])('%s: every member is there, absent values are null', async (outcome, scenario) => {
    const { document } = await replay(scenario)
    for (const member of MEMBERS) expect(Object.keys(document)).toContain(member)
    expect(document['outcome']).toBe(outcome)
    expect(JSON.stringify(document)).not.toMatch(/"undefined"|"null"|"NaN"|Invalid Date/)
  })

  test.concurrent('one run gives the same document to SQS, Lambda and EventBridge', async () => {
    const result = await complete()
    const [message] = result.published('OUTCOME')
    expect(JSON.parse(String(message?.structure['lambda']))).toEqual(message?.document)
    expect(result.entries.map(one => one.detail)).toEqual([message?.document])
  })

  test.concurrent('identity of the operation', async () => {
    const { document } = await complete()
    expect(document).toMatchObject({
      outcome: 'COMPLETED',
      severity: 'info',
      flowOperationId: OPERATION_ID,
      flowOperationType: 'FLOW_FLUSH',
      firewallArn: FIREWALL_ARN,
      firewallName: FIREWALL_NAME,
      availabilityZone: ZONE,
      vpcEndpointId: null,
      vpcEndpointAssociationArn: null,
      statusMessage: 'All done',
      serviceStatus: 'COMPLETED',
      refusal: null,
      polls: 2,
    })
    expect(document['schemaVersion']).toBeTruthy()
  })

  test.concurrent('times are ISO 8601 in UTC with milliseconds', async () => {
    const { document } = await complete()
    expect(document['startedAt']).toBe(
      new Date(String(objectOf(started['detail'])['eventTime'])).toISOString(),
    )
    expect(document['flowRequestTimestamp']).toBe(new Date(FLOW_REQUEST_SECONDS * 1000).toISOString())
    expect(document['finishedAt']).toEqual(expect.stringMatching(ISO))
  })

  test.concurrent('flowOperation is what the service returned, key by key', async () => {
    const { document } = await complete()
    expect(document['flowOperation']).toEqual({ MinimumFlowAgeInSeconds: 60, FlowFilters: FILTERS })
  })

  test.concurrent('an operation without message, filters and request time: null', async () => {
    const bare = flow('COMPLETED', { FlowOperation: undefined, FlowRequestTimestamp: undefined })
    const { document } = await replay(ended([bare]))
    expect(document).toMatchObject({ statusMessage: null, flowOperation: null, flowRequestTimestamp: null })
  })

  test.concurrent('the outcome of the document, the output and the audit record is one', async () => {
    const result = await complete()
    expect(result.summary.outcome).toBe(result.document['outcome'])
    expect(JSON.stringify(result.finished)).toContain('"COMPLETED"')
    expectInvariants(result)
  })

  test.concurrent('a capture is a FLOW_CAPTURE', async () => {
    const scenario = ended([flow('COMPLETED', { FlowOperationType: 'FLOW_CAPTURE' })], {
      event: startEvent({ detail: { eventName: 'StartFlowCapture' } }),
    })
    expect((await replay(scenario)).document['flowOperationType']).toBe('FLOW_CAPTURE')
  })
})

describe('results', () => {
  test.concurrent('counts over all pages, as numbers, complete', async () => {
    const result = await complete()
    expect(result.document['results']).toMatchObject({
      flowCount: 8,
      packetCount: 80,
      byteCount: 36_000,
      complete: true,
    })
    expect(result.of('ListFlowOperationResults').map(seen => seen.fields['NextToken'])).toEqual([
      undefined,
      'page-2',
    ])
    for (const seen of result.of('ListFlowOperationResults'))
      expect(Number(seen.fields['MaxResults'] ?? 1)).toBeLessThanOrEqual(100)
  })

  test.concurrent('the five largest sources and destinations, by bytes', async () => {
    const { document } = await complete()
    const top = (prefix: string) =>
      [8, 7, 6, 5, 4].map(n => ({ address: `${prefix}.${n}`, flowCount: 1, byteCount: n * 1000 }))
    expect(document['results']).toMatchObject({
      topSources: top('10.1.0'),
      topDestinations: top('198.51.100'),
    })
  })

  test.concurrent('the flows of one address count together', async () => {
    const flows = [
      flowOf('10.1.0.1', '10.2.0.1', 1, 100),
      flowOf('10.1.0.1', '10.2.0.2', 1, 100),
      flowOf('10.1.0.2', '10.2.0.2', 1, 150),
    ]
    const { document } = await replay(
      ended([COMPLETED], { script: { ListFlowOperationResults: [page(flows)] } }),
    )
    expect(objectOf(document['results'])['topSources']).toEqual([
      { address: '10.1.0.1', flowCount: 2, byteCount: 200 },
      { address: '10.1.0.2', flowCount: 1, byteCount: 150 },
    ])
    expect(objectOf(document['results'])['topDestinations']).toEqual([
      { address: '10.2.0.2', flowCount: 2, byteCount: 250 },
      { address: '10.2.0.1', flowCount: 1, byteCount: 100 },
    ])
  })

  test.concurrent('no flow matched: zeros and empty lists, complete', async () => {
    const { document } = await replay(
      ended([COMPLETED], { script: { ListFlowOperationResults: [page([])] } }),
    )
    expect(document['results']).toEqual({
      flowCount: 0,
      packetCount: 0,
      byteCount: 0,
      topSources: [],
      topDestinations: [],
      topDestinationPorts: [],
      complete: true,
    })
  })

  test.concurrent('COMPLETED_WITH_ERRORS has results that are never complete', async () => {
    const script = { ListFlowOperationResults: [page(FLOWS, undefined, 'COMPLETED_WITH_ERRORS')] }
    const { document } = await replay(ended([flow('COMPLETED_WITH_ERRORS')], { script }))
    expect(document['results']).toMatchObject({ flowCount: 8, byteCount: 36_000, complete: false })
  })

  test.concurrent('FAILED has no results', async () => {
    const { document } = await replay(ended([flow('FAILED', { StatusMessage: 'Flow timeout' })]))
    expect(document).toMatchObject({ results: null, statusMessage: 'Flow timeout' })
  })

  test.concurrent('a transient fault while they are read does not show', async () => {
    const script = { ListFlowOperationResults: [awsError('ThrottlingException'), page(FLOWS)] }
    const { document } = await replay(ended([COMPLETED], { script }))
    expect(document['results']).toMatchObject({ flowCount: 8, complete: true })
  })

  test.concurrent.each<[string, Answer[]]>([
    ['the service fails for good', [awsError('InternalServerError', 500)]],
    ['access is denied', [awsError('AccessDeniedException')]],
    ['the second page fails', [page(FLOWS, 'page-2'), awsError('InternalServerError', 500)]],
    ['the pages have no end', [page(FLOWS, 'again')]],
  ])('results cannot be collected: %s; the message goes out, not complete', async (_name, answers) => {
    const result = await replay(ended([COMPLETED], { script: { ListFlowOperationResults: answers } }))
    result.expectEnd(0, 'COMPLETED')
    expect(result.document['results']).toMatchObject({ complete: false })
    expect(result.summary.deliveries.map(delivery => delivery.status)).toEqual([
      'DELIVERED',
      'DELIVERED',
      'DELIVERED',
    ])
    expectInvariants(result)
  })

  test.concurrent('messages never carry the flow list: what is not among the top five is nowhere', async () => {
    const result = await complete()
    const sent = sentToPeople(result)
    expect(sent.length).toBeGreaterThanOrEqual(3)
    for (const seen of sent)
      expect(JSON.stringify(seen.fields)).not.toMatch(/10\.1\.0\.[123]\b|198\.51\.100\.[123]\b/)
  })
})

describe('startedBy', () => {
  const by = async (detail: JsonObject): Promise<JsonObject> =>
    objectOf((await replay({ event: startEvent({ detail }), channels: ['sns'] })).document['startedBy'])
  const KEYS = ['accountId', 'arn', 'invokedBy', 'name', 'sourceIp', 'type', 'userAgent']

  test.concurrent('an assumed role', async () => {
    const startedBy = await by({ userIdentity: IDENTITY })
    expect(Object.keys(startedBy).sort()).toEqual(KEYS)
    expect(startedBy).toMatchObject({
      type: 'AssumedRole',
      arn: IDENTITY['arn'],
      accountId: '123456789012',
      sourceIp: '203.0.113.10',
      userAgent: 'aws-cli/2',
      invokedBy: null,
    })
    expect(String(startedBy['name'])).toMatch(/dana|NetOps/)
  })

  test.concurrent('an IAM user', async () => {
    const arn = 'arn:aws:iam::123456789012:user/dana'
    const userIdentity = {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLE',
      arn,
      accountId: '123456789012',
      userName: 'dana',
    }
    expect(await by({ userIdentity })).toMatchObject({ type: 'IAMUser', name: 'dana', arn, invokedBy: null })
  })

  test.concurrent('a service', async () => {
    const startedBy = await by({ userIdentity: { type: 'AWSService', invokedBy: 'fms.amazonaws.com' } })
    expect(Object.keys(startedBy).sort()).toEqual(KEYS)
    expect(startedBy).toMatchObject({
      type: 'AWSService',
      invokedBy: 'fms.amazonaws.com',
      arn: null,
      accountId: null,
    })
  })

  test.concurrent.each<[string, JsonObject]>([
    ['missing', { userIdentity: null }],
    ['empty', { userIdentity: {} }],
    ['of an unknown type', { userIdentity: { type: 'Martian', moon: 'Phobos' } }],
    [
      'of an Identity Center user',
      {
        userIdentity: { type: 'IdentityCenterUser', accountId: '123456789012', onBehalfOf: { userId: 'u' } },
      },
    ],
    ['not an object', { userIdentity: 'dana' }],
  ])('a user identity that is %s is no error', async (_name, detail) => {
    const result = await replay({ event: startEvent({ detail }), channels: ['sns'] })
    result.expectEnd(0, 'COMPLETED')
  })
})

describe('REFUSED', () => {
  const refused = shared(() => replay({ event: refusedEvent() }))

  test.concurrent('carries the refusal word for word', async () => {
    const { document } = await refused()
    expect(document['refusal']).toEqual(REFUSAL)
    expect(document).toMatchObject({
      flowOperationType: 'FLOW_FLUSH',
      firewallArn: FIREWALL_ARN,
      firewallName: FIREWALL_NAME,
      availabilityZone: ZONE,
      serviceStatus: null,
      results: null,
      polls: 0,
    })
  })

  test.concurrent('a refusal without a text: errorMessage is null', async () => {
    const { document } = await replay({
      event: refusedEvent({ detail: { errorCode: 'AccessDenied', errorMessage: null } }),
    })
    expect(document['refusal']).toEqual({ errorCode: 'AccessDenied', errorMessage: null })
  })

  test.concurrent('the CloudTrail eventID takes the place of the operation id in record ids', async () => {
    expect(String((await refused()).finished['recordId'])).toContain(EVENT_ID)
  })
})

describe('selectors go unchanged into every call', () => {
  const SELECTORS = ['AvailabilityZone', 'VpcEndpointId', 'VpcEndpointAssociationArn']
  const { availabilityZone: _zone, ...noSelector } = REQUEST

  test.concurrent.each<[string, JsonObject, JsonObject]>([
    ['an Availability Zone', { availabilityZone: ZONE }, { AvailabilityZone: ZONE }],
    ['a VPC endpoint', { vpcEndpointId: ENDPOINT_ID }, { VpcEndpointId: ENDPOINT_ID }],
    [
      'an endpoint association',
      { vpcEndpointAssociationArn: ASSOCIATION_ARN },
      { VpcEndpointAssociationArn: ASSOCIATION_ARN },
    ],
    ['none', {}, {}],
  ])('%s', async (_name, selector, expected) => {
    const result = await replay({
      event: startEvent({ requestParameters: { ...noSelector, ...selector } }),
      channels: ['sns'],
      script: {
        DescribeFlowOperation: [
          flow('IN_PROGRESS', { AvailabilityZone: undefined }),
          flow('COMPLETED', { AvailabilityZone: undefined }),
        ],
        ListFlowOperationResults: [page(FLOWS, 'page-2'), page([])],
      },
    })
    result.expectEnd(0, 'COMPLETED')
    const calls = result.of('DescribeFlowOperation', 'ListFlowOperationResults')
    expect(calls).toHaveLength(4)
    for (const { fields } of calls) {
      expect(fields).toMatchObject({ FirewallArn: FIREWALL_ARN, FlowOperationId: OPERATION_ID })
      expect(Object.fromEntries(Object.entries(fields).filter(([key]) => SELECTORS.includes(key)))).toEqual(
        expected,
      )
    }
    expect(result.document).toMatchObject({
      availabilityZone: expected['AvailabilityZone'] ?? null,
      vpcEndpointId: expected['VpcEndpointId'] ?? null,
      vpcEndpointAssociationArn: expected['VpcEndpointAssociationArn'] ?? null,
    })
    const [message] = result.published('OUTCOME')
    expect(message?.attributes['availabilityZone']).toBe(expected['AvailabilityZone'])
  })
})

describe('shapes of the event', () => {
  const pascal = (value: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key.charAt(0).toUpperCase() + key.slice(1), member]),
    )

  test.concurrent('keys in PascalCase and numbers as strings', async () => {
    const event = startEvent({
      requestParameters: { ...pascal(REQUEST), MinimumFlowAgeInSeconds: '60' },
      responseElements: pascal(RESPONSE),
    })
    const result = await replay({ event, channels: ['sns'] })
    result.expectEnd(0, 'COMPLETED')
    expect(result.of('DescribeFlowOperation')[0]?.fields).toMatchObject({
      FirewallArn: FIREWALL_ARN,
      FlowOperationId: OPERATION_ID,
      AvailabilityZone: ZONE,
    })
  })

  test.concurrent('an empty errorCode counts as none', async () => {
    const result = await replay({ event: startEvent({ detail: { errorCode: '' } }), channels: ['sns'] })
    result.expectEnd(0, 'COMPLETED')
  })

  test.concurrent('__proto__ and constructor keys are inert', async () => {
    const text = JSON.stringify(startEvent()).replace(
      '"eventVersion"',
      '"__proto__":{"errorCode":"Polluted","responseElements":null},"constructor":{"prototype":{"errorCode":"Polluted"}},"eventVersion"',
    )
    const result = await replay({ event: text, channels: ['sns'] })
    result.expectEnd(0, 'COMPLETED')
    expect(result.document['refusal']).toBeNull()
  })

  test.concurrent('unknown members and an unknown eventVersion are no error', async () => {
    const event = startEvent({
      detail: { eventVersion: '9.99', tlsDetails: { tlsVersion: 'TLSv1.3' }, managementEvent: true },
    })
    const result = await replay({ event, channels: ['sns'] })
    result.expectEnd(0, 'COMPLETED')
  })

  test.concurrent.each([
    ['aws-cn', 'cn-north-1'],
    ['aws-us-gov', 'us-gov-west-1'],
  ])('the partition %s is accepted', async (partition, region) => {
    const firewallArn = `arn:${partition}:network-firewall:${region}:123456789012:firewall/edge`
    const result = await replay({
      event: startEvent({
        envelope: { region },
        detail: { awsRegion: region },
        requestParameters: { ...REQUEST, firewallArn, availabilityZone: `${region}a` },
        responseElements: { ...RESPONSE, firewallArn },
      }),
      settings: () => ({ AWS_REGION: region }),
      channels: ['sns'],
    })
    result.expectEnd(0, 'COMPLETED')
    expect(result.document['firewallArn']).toBe(firewallArn)
  })
})

describe('an accepted call whose response is missing', () => {
  const OTHER = '11111111-2222-4333-8444-555555555555'
  const entry = (
    FlowOperationId: string,
    seconds: number,
    FlowOperationStatus = 'IN_PROGRESS',
  ): JsonObject => ({
    FlowOperationId,
    FlowOperationType: 'FLOW_FLUSH',
    FlowRequestTimestamp: FLOW_REQUEST_SECONDS + seconds,
    FlowOperationStatus,
  })
  const list = (entries: JsonObject[], NextToken?: string): Answer => ({
    kind: 'fixed',
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify({ FlowOperations: entries, ...(NextToken === undefined ? {} : { NextToken }) }),
  })
  const event = startEvent({ responseElements: null })

  test.concurrent('the newest operation in progress is watched', async () => {
    const entries = [entry(OTHER, -60), entry(OPERATION_ID, -1), entry(OTHER, 0, 'COMPLETED')]
    const result = await replay({ event, script: { ListFlowOperations: [list(entries)] } })
    result.expectEnd(0, 'COMPLETED')
    expect(result.summary.flowOperationId).toBe(OPERATION_ID)
    expect(result.of('DescribeFlowOperation').map(seen => seen.fields['FlowOperationId'])).toEqual([
      OPERATION_ID,
    ])
    expect(result.of('ListFlowOperations')[0]?.fields).toMatchObject({
      FirewallArn: FIREWALL_ARN,
      AvailabilityZone: ZONE,
    })
    expectInvariants(result)
  })

  test.concurrent('it may be on the second page', async () => {
    const result = await replay({
      event,
      channels: ['sns'],
      script: { ListFlowOperations: [list([entry(OTHER, -60)], 'more'), list([entry(OPERATION_ID, -1)])] },
    })
    result.expectEnd(0, 'COMPLETED')
    expect(result.summary.flowOperationId).toBe(OPERATION_ID)
  })

  test.concurrent('none in progress: a bad event, one line, nothing sent to a channel', async () => {
    const result = await replay({
      event,
      script: { ListFlowOperations: [list([entry(OTHER, -1, 'COMPLETED')])] },
    })
    expect({ code: result.run.code, lines: result.run.stderr.trim().split('\n').length }).toEqual({
      code: 2,
      lines: 1,
    })
    expect(sentToPeople(result)).toEqual([])
    expect(result.of('DescribeFlowOperation')).toEqual([])
  })
})

test.concurrent('many polls are counted one by one', async () => {
  const result = await replay(ended([...times(25, IN_PROGRESS), COMPLETED], { channels: ['sns'] }))
  result.expectEnd(0, 'COMPLETED')
  expect(result.document['polls']).toBe(26)
  expect(Date.parse(String(result.document['startedAt']))).toBeLessThanOrEqual(Date.parse(ago(0)))
})
