import { describe, expect, test } from '@jest/globals'
import { networkFirewallDescriptions } from '../../functions/adapters/firewalls.ts'
import { networkFirewallFlushHistory } from '../../functions/adapters/networkFirewall.ts'
import { ServiceError } from '../../functions/domain/serviceError.ts'
import type { NetworkFirewallOperation } from '../../local/model/networkFirewall.ts'
import { useLocalAws } from '../local/model/localAwsFixture.ts'
import { firewallClient } from '../local/model/networkFirewallFixture.ts'
import { anOperation, jsonAnswer, wholeFirewall } from './support/networkFirewallCalls.ts'
import { rejectionOf } from './support/rejection.ts'
import { firewallArn, operationId } from './support/reports.ts'

const fixture = useLocalAws()
const descriptions = () => networkFirewallDescriptions(firewallClient(fixture().local))
const history = () => networkFirewallFlushHistory(firewallClient(fixture().local))
const sent = () => fixture().local.requests.map(({ operation, body }) => ({ operation, body }))
const policyArn = firewallArn.replace(':firewall/', ':firewall-policy/')

function answer(operation: NetworkFirewallOperation, body: object): void {
  fixture().local.networkFirewall.failNext({ operation, fault: jsonAnswer(body) })
}

describe('a firewall', () => {
  test('is described by one call: zones with their endpoints, tags, policy, and how many other endpoints there are', async () => {
    fixture().local.networkFirewall.addFirewall({
      firewallArn,
      endpointIdByZone: { 'eu-west-1a': 'vpce-0aaa', 'eu-west-1b': null },
      vpcEndpointAssociationArns: [`${firewallArn}-a`, `${firewallArn}-b`],
      tags: { team: 'network', empty: '' },
    })
    await expect(descriptions().describe(firewallArn)).resolves.toEqual({
      places: [
        { availabilityZone: 'eu-west-1a', vpcEndpointId: 'vpce-0aaa' },
        { availabilityZone: 'eu-west-1b', vpcEndpointId: null },
      ],
      tags: [
        { key: 'team', value: 'network' },
        { key: 'empty', value: '' },
      ],
      firewallPolicyArn: policyArn,
      associationCount: 2,
    })
    expect(sent()).toEqual([{ operation: 'DescribeFirewall', body: { FirewallArn: firewallArn } }])
  })

  test.each([
    {},
    { Firewall: {}, FirewallStatus: {} },
    { Firewall: { Tags: [] }, FirewallStatus: { SyncStates: {} } },
  ])('of which nothing is told has no zones and no tags: %j', async body => {
    answer('DescribeFirewall', body)
    await expect(descriptions().describe(firewallArn)).resolves.toEqual({
      places: [],
      tags: [],
      firewallPolicyArn: null,
      associationCount: null,
    })
  })

  test('has only the tags that have a key', async () => {
    answer('DescribeFirewall', {
      Firewall: { Tags: [{}, { Value: 'x' }, { Key: 'team' }, { Key: 'a', Value: null }] },
    })
    const { tags } = await descriptions().describe(firewallArn)
    expect(tags).toEqual([
      { key: 'team', value: '' },
      { key: 'a', value: '' },
    ])
  })

  test('that is unknown is a ServiceError', async () => {
    const error = await rejectionOf(ServiceError, descriptions().describe(firewallArn))
    expect(error.kind).toBe('NOT_FOUND')
  })
})

describe("the policy's stream exception policy", () => {
  test.each([
    [{ FirewallPolicy: { StatefulEngineOptions: { StreamExceptionPolicy: 'REJECT' } } }, 'REJECT'],
    [{ FirewallPolicy: { StatefulEngineOptions: { StreamExceptionPolicy: 'A_NEW_WORD' } } }, 'A_NEW_WORD'],
    [{ FirewallPolicy: { StatefulEngineOptions: { RuleOrder: 'STRICT_ORDER' } } }, 'DROP'],
    [
      { FirewallPolicy: { StatefulEngineOptions: { StreamExceptionPolicy: 'x'.repeat(500) } } },
      'x'.repeat(64),
    ],
    [{ FirewallPolicy: {} }, 'DROP'],
    [{}, null],
  ])('of %j is %s', async (body, expected) => {
    answer('DescribeFirewallPolicy', body)
    await expect(descriptions().streamExceptionPolicy(policyArn)).resolves.toBe(expected)
    expect(sent()).toEqual([{ operation: 'DescribeFirewallPolicy', body: { FirewallPolicyArn: policyArn } }])
  })

  test('that may not be read is a ServiceError', async () => {
    fixture().local.networkFirewall.failNext({
      operation: 'DescribeFirewallPolicy',
      fault: { kind: 'aws-error', httpStatus: 400, errorType: 'AccessDeniedException', message: 'no' },
    })
    const error = await rejectionOf(ServiceError, descriptions().streamExceptionPolicy(policyArn))
    expect(error.kind).toBe('ACCESS_DENIED')
  })
})

describe('the flushes of a scope', () => {
  const scope = { ...wholeFirewall, availabilityZone: 'eu-west-1a' }

  test('are the first page of its list, of flushes only', async () => {
    const listed = {
      FlowOperationId: operationId,
      FlowOperationType: 'FLOW_FLUSH',
      FlowOperationStatus: 'COMPLETED',
    }
    answer('ListFlowOperations', { FlowOperations: [listed, {}], NextToken: 'two' })
    await expect(history().listFlushes(scope)).resolves.toEqual({
      flushes: [
        { flowOperationId: operationId, type: 'FLOW_FLUSH', status: 'COMPLETED', requestTimestamp: null },
      ],
      isWhole: false,
    })
    const body = {
      FirewallArn: firewallArn,
      AvailabilityZone: 'eu-west-1a',
      FlowOperationType: 'FLOW_FLUSH',
      MaxResults: 100,
    }
    expect(sent()).toEqual([{ operation: 'ListFlowOperations', body }])
  })

  test.each([{}, { FlowOperations: [], NextToken: '' }])('are whole without another page: %j', async body => {
    answer('ListFlowOperations', body)
    await expect(history().listFlushes(scope)).resolves.toEqual({ flushes: [], isWhole: true })
  })

  test('are described like any operation', async () => {
    fixture().local.networkFirewall.addOperation({ firewallArn, flowOperationId: operationId })
    await expect(history().describe(anOperation)).resolves.toMatchObject({
      status: 'IN_PROGRESS',
      firewallArn,
    })
  })
})
