import { describe, expect, test } from '@jest/globals'
import { ServiceError } from '../../functions/domain/serviceError.ts'
import type { FlowOperations } from '../../functions/ports.ts'
import type { AwsFault, ErrorTypeForm } from '../../local/model/wire/faults.ts'
import { useLocalAws } from '../local/model/localAwsFixture.ts'
import { anOperation, flowOperations, jsonAnswer, wholeFirewall } from './support/networkFirewallCalls.ts'
import { rejectionOf } from './support/rejection.ts'
import { firewallArn, operationId } from './support/reports.ts'

const fixture = useLocalAws()
const calls = (): FlowOperations => flowOperations(fixture().local)
const sentBodies = () => fixture().local.requests.map(({ body }) => body)

function answerDescribe(body: object): void {
  fixture().local.networkFirewall.failNext({ operation: 'DescribeFlowOperation', fault: jsonAnswer(body) })
}

function failDescribe(fault: AwsFault): Promise<ServiceError> {
  fixture().local.networkFirewall.failNext({ operation: 'DescribeFlowOperation', fault })
  return rejectionOf(ServiceError, calls().describe(anOperation))
}

describe('the selectors of the start call', () => {
  test.each([
    [{}, {}],
    [{ availabilityZone: 'eu-west-1a' }, { AvailabilityZone: 'eu-west-1a' }],
    [{ vpcEndpointId: 'vpce-0a1b2c3d4e5f60718' }, { VpcEndpointId: 'vpce-0a1b2c3d4e5f60718' }],
    [
      {
        vpcEndpointAssociationArn:
          'arn:aws:network-firewall:eu-west-1:123456789012:vpc-endpoint-association/b',
      },
      {
        VpcEndpointAssociationArn:
          'arn:aws:network-firewall:eu-west-1:123456789012:vpc-endpoint-association/b',
      },
    ],
    [{ availabilityZoneId: 'euw1-az1' }, { AvailabilityZoneId: 'euw1-az1' }],
    [{ availabilityZone: 'eu-west-1a', availabilityZoneId: null }, { AvailabilityZone: 'eu-west-1a' }],
    [
      { availabilityZone: 'eu-west-1a', vpcEndpointId: 'vpce-0a1b2c3d4e5f60718' },
      { AvailabilityZone: 'eu-west-1a', VpcEndpointId: 'vpce-0a1b2c3d4e5f60718' },
    ],
  ])('%j go into every call as they are, and nothing else does', async (selectors, members) => {
    fixture().local.networkFirewall.addOperation({
      firewallArn,
      flowOperationId: operationId,
      selectors: members,
      script: { durationSeconds: 0, finalStatus: 'COMPLETED', flowCount: 150 },
    })
    const scope = { ...wholeFirewall, ...selectors }
    const operation = { ...scope, flowOperationId: operationId }
    await calls().describe(operation)
    await calls().list(scope, 'FLOW_FLUSH')
    const { nextToken } = await calls().resultsPage(operation, null)
    await calls().resultsPage(operation, nextToken)
    const target = { FirewallArn: firewallArn, ...members }
    expect(sentBodies()).toEqual([
      { ...target, FlowOperationId: operationId },
      { ...target, FlowOperationType: 'FLOW_FLUSH', MaxResults: 100 },
      { ...target, FlowOperationId: operationId, MaxResults: 100 },
      { ...target, FlowOperationId: operationId, MaxResults: 100, NextToken: nextToken },
    ])
  })
})

describe('an answer of DescribeFlowOperation', () => {
  test('is read with every member', async () => {
    const FlowOperation = {
      MinimumFlowAgeInSeconds: 60,
      FlowFilters: [
        {
          SourceAddress: { AddressDefinition: '10.1.0.0/16' },
          DestinationAddress: { AddressDefinition: '2001:db8::1' },
          SourcePort: '1990:1994',
          DestinationPort: 'ANY',
          Protocols: ['6', 'ICMPv6'],
        },
        {},
      ],
    }
    answerDescribe({
      FirewallArn: firewallArn,
      AvailabilityZone: 'eu-west-1a',
      VpcEndpointAssociationArn: 'arn:aws:association',
      VpcEndpointId: 'vpce-1',
      FlowOperationId: operationId,
      FlowOperationType: 'FLOW_CAPTURE',
      FlowOperationStatus: 'COMPLETED_WITH_ERRORS',
      StatusMessage: 'Flow timeout',
      FlowRequestTimestamp: 1_793_610_905.25,
      FlowOperation,
    })
    await expect(calls().describe(anOperation)).resolves.toEqual({
      firewallArn,
      availabilityZone: 'eu-west-1a',
      vpcEndpointAssociationArn: 'arn:aws:association',
      vpcEndpointId: 'vpce-1',
      type: 'FLOW_CAPTURE',
      status: 'COMPLETED_WITH_ERRORS',
      statusMessage: 'Flow timeout',
      requestTimestamp: new Date(1_793_610_905_250).toISOString(),
      details: FlowOperation,
      omittedFilterCount: 0,
    })
  })

  test('is null in every member that is absent', async () => {
    answerDescribe({})
    await expect(calls().describe(anOperation)).resolves.toEqual({
      firewallArn: null,
      availabilityZone: null,
      vpcEndpointAssociationArn: null,
      vpcEndpointId: null,
      type: null,
      status: null,
      statusMessage: null,
      requestTimestamp: null,
      details: null,
      omittedFilterCount: 0,
    })
  })

  test('keeps a status nobody knows yet, word for word', async () => {
    answerDescribe({ FlowOperationStatus: 'PAUSED_BY_Operator' })
    await expect(calls().describe(anOperation)).resolves.toMatchObject({ status: 'PAUSED_BY_Operator' })
  })

  test('is null where a text is expected and something else stands', async () => {
    answerDescribe({ FlowOperationStatus: 17, StatusMessage: { odd: true }, AvailabilityZone: ['a'] })
    await expect(calls().describe(anOperation)).resolves.toMatchObject({
      status: null,
      statusMessage: null,
      availabilityZone: null,
    })
  })

  test('keeps details without filters', async () => {
    answerDescribe({ FlowOperation: { MinimumFlowAgeInSeconds: 0 } })
    await expect(calls().describe(anOperation)).resolves.toMatchObject({
      details: { MinimumFlowAgeInSeconds: 0 },
    })
  })

  test.each([
    ['all of it', 'text', null, 0],
    ['the minimum age', { MinimumFlowAgeInSeconds: true }, {}, 0],
    [
      'one filter',
      { FlowFilters: [{ SourcePort: { odd: 1 } }, { SourcePort: '22' }] },
      { FlowFilters: [{ SourcePort: '22' }] },
      1,
    ],
  ])(
    'leaves out what is of another type, instead of failing: %s',
    async (_case, FlowOperation, details, omitted) => {
      answerDescribe({ FlowOperationStatus: 'COMPLETED', FlowOperation })
      await expect(calls().describe(anOperation)).resolves.toMatchObject({
        status: 'COMPLETED',
        details,
        omittedFilterCount: omitted,
      })
    },
  )

  test('is cut where it could outgrow the state of the execution', async () => {
    const long = 'x'.repeat(5000)
    const filters = Array.from({ length: 80 }, (_, index) => ({
      SourceAddress: { AddressDefinition: String(index) },
      DestinationPort: long,
    }))
    answerDescribe({
      FlowOperationStatus: long,
      StatusMessage: long,
      FlowOperation: { FlowFilters: filters },
    })
    const { status, statusMessage, details, omittedFilterCount } = await calls().describe(anOperation)
    expect(status).toBe('x'.repeat(512))
    expect(statusMessage).toBe('x'.repeat(512))
    expect(Buffer.byteLength(JSON.stringify(details))).toBeLessThan(41_000)
    expect(details?.FlowFilters).toEqual(filters.slice(0, 80 - omittedFilterCount))
    expect(details?.FlowFilters?.length).toBeGreaterThan(0)
  })

  test('keeps 20 filters of the usual size whole', async () => {
    const filter = {
      SourceAddress: { AddressDefinition: '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff/128' },
      DestinationAddress: { AddressDefinition: '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff/128' },
      SourcePort: '1990:1994',
      DestinationPort: '65535',
      Protocols: ['TCP', 'UDP', 'ICMP', 'ICMPv6', 'SCTP'],
    }
    const FlowFilters = Array.from({ length: 20 }, () => filter)
    answerDescribe({ FlowOperation: { FlowFilters } })
    await expect(calls().describe(anOperation)).resolves.toMatchObject({
      details: { FlowFilters },
      omittedFilterCount: 0,
    })
  })
})

describe('an answer of ListFlowOperationResults', () => {
  function answerResults(body: object): void {
    fixture().local.networkFirewall.failNext({
      operation: 'ListFlowOperationResults',
      fault: jsonAnswer(body),
    })
  }

  test('is read with what is summed up, and the token of the next page', async () => {
    answerResults({
      Flows: [
        {
          SourceAddress: { AddressDefinition: '10.1.0.1' },
          DestinationAddress: { AddressDefinition: '198.51.100.1' },
          DestinationPort: '443',
          Protocol: 'TCP',
          PacketCount: 3,
          ByteCount: 4500,
          Age: 61,
        },
        {},
      ],
      NextToken: 'page2',
    })
    await expect(calls().resultsPage(anOperation, null)).resolves.toEqual({
      flows: [
        {
          sourceAddress: '10.1.0.1',
          destinationAddress: '198.51.100.1',
          destinationPort: '443',
          protocol: 'TCP',
          packetCount: 3,
          byteCount: 4500,
        },
        {
          sourceAddress: null,
          destinationAddress: null,
          destinationPort: null,
          protocol: null,
          packetCount: null,
          byteCount: null,
        },
      ],
      nextToken: 'page2',
    })
  })

  test.each([{}, { Flows: [], NextToken: '' }])('%j is a last page without flows', async body => {
    answerResults(body)
    await expect(calls().resultsPage(anOperation, null)).resolves.toEqual({ flows: [], nextToken: null })
  })
})

describe('the list of operations', () => {
  test('is read to its last page, every call with scope and type', async () => {
    const { networkFirewall } = fixture().local
    for (let index = 0; index < 250; index += 1) networkFirewall.addOperation({ firewallArn })
    networkFirewall.addOperation({ firewallArn, flowOperationType: 'FLOW_CAPTURE' })
    const operations = await calls().list(wholeFirewall, 'FLOW_FLUSH')
    expect(new Set(operations.map(({ flowOperationId }) => flowOperationId)).size).toBe(250)
    expect(operations[0]).toEqual({
      flowOperationId: expect.any(String),
      type: 'FLOW_FLUSH',
      status: 'IN_PROGRESS',
      requestTimestamp: null,
    })
    expect(sentBodies()).toHaveLength(3)
    for (const body of sentBodies()) {
      expect(body).toMatchObject({ FirewallArn: firewallArn, FlowOperationType: 'FLOW_FLUSH' })
    }
  })

  test('is of both types when none is asked for', async () => {
    const { networkFirewall } = fixture().local
    networkFirewall.addOperation({ firewallArn })
    networkFirewall.addOperation({ firewallArn, flowOperationType: 'FLOW_CAPTURE' })
    const operations = await calls().list(wholeFirewall, null)
    expect(operations.map(({ type }) => type).sort()).toEqual(['FLOW_CAPTURE', 'FLOW_FLUSH'])
    expect(sentBodies()[0]).not.toHaveProperty('FlowOperationType')
  })

  test('leaves out what has no id, and tells absent members as null', async () => {
    fixture().local.networkFirewall.failNext({
      operation: 'ListFlowOperations',
      fault: jsonAnswer({
        FlowOperations: [
          null,
          { FlowOperationStatus: 'IN_PROGRESS' },
          { FlowOperationId: 'one' },
          { FlowOperationId: 'two', FlowOperationStatus: 'FAILED', FlowRequestTimestamp: 1_793_610_905 },
        ],
      }),
    })
    await expect(calls().list(wholeFirewall, 'FLOW_FLUSH')).resolves.toEqual([
      { flowOperationId: 'one', type: null, status: null, requestTimestamp: null },
      {
        flowOperationId: 'two',
        type: null,
        status: 'FAILED',
        requestTimestamp: new Date(1_793_610_905_000).toISOString(),
      },
    ])
  })

  test('is empty when the answer is', async () => {
    fixture().local.networkFirewall.failNext({ operation: 'ListFlowOperations', fault: jsonAnswer({}) })
    await expect(calls().list(wholeFirewall, 'FLOW_FLUSH')).resolves.toEqual([])
  })

  test('that does not end is a failure: a cut one must not look whole', async () => {
    const fault = jsonAnswer({ FlowOperations: [{ FlowOperationId: 'one' }], NextToken: 'more' })
    fixture().local.networkFirewall.failNext({ operation: 'ListFlowOperations', fault, times: Infinity })
    await expect(calls().list(wholeFirewall, 'FLOW_FLUSH')).rejects.toMatchObject({
      name: 'ServiceError',
      serviceErrorName: 'EndlessList',
      kind: 'PERMANENT',
    })
    expect(sentBodies()).toHaveLength(2)
  })
})

describe('a failure', () => {
  const forms: ErrorTypeForm[] = ['bare', 'namespaced', 'coral', 'header-only']
  const modelled = [
    ['ThrottlingException', 400, 'THROTTLED'],
    ['InternalServerError', 500, 'TRANSIENT'],
    ['InvalidRequestException', 400, 'INVALID_REQUEST'],
    ['ResourceNotFoundException', 400, 'NOT_FOUND'],
  ] as const
  const inEveryForm = modelled.flatMap(([name, status, kind]) =>
    forms.map(form => [name, form, status, kind] as const),
  )

  test.each(inEveryForm)('%s is understood in the %s form', async (errorType, typeForm, httpStatus, kind) => {
    const error = await failDescribe({ kind: 'aws-error', httpStatus, errorType, message: 'why', typeForm })
    expect(error).toMatchObject({ kind, serviceErrorName: errorType, httpStatusCode: httpStatus })
    expect(error.message).toBe(`${errorType}: why`)
    expect(error.cause).toBeInstanceOf(Error)
  })

  test.each([
    ['AccessDeniedException', 400, 'ACCESS_DENIED'],
    ['ExpiredTokenException', 400, 'EXPIRED_CREDENTIALS'],
    ['UnrecognizedClientException', 400, 'EXPIRED_CREDENTIALS'],
    ['InvalidSignatureException', 403, 'EXPIRED_CREDENTIALS'],
    ['TooManyRequestsException', 429, 'THROTTLED'],
    ['ServiceUnavailableException', 503, 'TRANSIENT'],
    ['AnErrorOfTheFuture', 400, 'PERMANENT'],
    ['AnErrorOfTheFuture', 429, 'THROTTLED'],
    ['AnErrorOfTheFuture', 502, 'TRANSIENT'],
  ] as const)(
    '%s with status %i, which the model does not know, is %s',
    async (errorType, httpStatus, kind) => {
      const error = await failDescribe({ kind: 'aws-error', httpStatus, errorType, message: 'why' })
      expect(error).toMatchObject({ kind, serviceErrorName: errorType })
    },
  )

  test.each([500, 502, 503, 504])('an HTML page with status %i passes by itself', async status => {
    const headers = { 'content-type': 'text/html' }
    const error = await failDescribe({ kind: 'raw-answer', status, headers, body: '<html>busy</html>' })
    expect(error).toMatchObject({ kind: 'TRANSIENT', httpStatusCode: status })
  })

  test('JSON that breaks off under status 200 passes by itself', async () => {
    const fault = { kind: 'raw-answer', status: 200, body: '{"FlowOperationStatus":"COMPL' } as const
    await expect(failDescribe(fault)).resolves.toMatchObject({ kind: 'TRANSIENT' })
  })

  test.each(['list', 'resultsPage'] as const)('of %s is one of the same words', async method => {
    const operation = method === 'list' ? 'ListFlowOperations' : 'ListFlowOperationResults'
    fixture().local.networkFirewall.failNext({
      operation,
      fault: { kind: 'aws-error', httpStatus: 400, errorType: 'ThrottlingException', message: 'slow' },
    })
    const call =
      method === 'list' ? calls().list(wholeFirewall, 'FLOW_FLUSH') : calls().resultsPage(anOperation, null)
    await expect(rejectionOf(ServiceError, call)).resolves.toMatchObject({ kind: 'THROTTLED' })
  })
})
