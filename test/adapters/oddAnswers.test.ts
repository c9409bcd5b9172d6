import { describe, expect, test } from '@jest/globals'
import {
  buildFirewallDescriptions,
  buildFirewalls,
  buildFlushHistory,
} from '../../functions/services/firewalls.ts'
import { buildFlowOperations } from '../../functions/services/flowOperations.ts'
import { jsonAnswer, Wire } from '../fuzz/support/awsWire.ts'
import { firewallArn, operationId } from '../support/builders.ts'
import { wholeFirewall as scope } from '../support/sweepWorld.ts'

/** Answers that are JSON, and not what the API model says: the SDK passes them on as they are. */
const wire = new Wire({}, 0)
const runtime = wire.runtime()
const operations = buildFlowOperations(runtime)
const firewalls = buildFirewalls(runtime)
const descriptions = buildFirewallDescriptions(runtime)
const history = buildFlushHistory(runtime)
const operation = { ...scope, flowOperationId: operationId }
const policyArn = firewallArn.replace(':firewall/', ':firewall-policy/')

const answer = (value: object) => {
  wire.answer = () => jsonAnswer(value)
}

describe('a list that is none is a broken answer, never an empty list', () => {
  test.each<readonly [string, object, () => Promise<unknown>]>([
    ['Flows', { Flows: '[]' }, () => operations.resultsPage(operation, null)],
    ['FlowOperations', { FlowOperations: {} }, () => operations.list(scope, null)],
    ['FlowOperations', { FlowOperations: 1 }, () => history.listFlushes(scope)],
    ['Firewalls', { Firewalls: 'none' }, () => firewalls.arns()],
    [
      'VpcEndpointAssociations',
      { VpcEndpointAssociations: true },
      () => firewalls.associationScopes(firewallArn),
    ],
    // A route that asks for a tag fits a firewall whose tags are not known.
    ['Tags', { Firewall: { Tags: {} } }, () => descriptions.describe(firewallArn)],
  ])('%s of %j', async (member, value, read) => {
    answer(value)
    await expect(read()).rejects.toMatchObject({
      kind: 'TRANSIENT',
      message: `UnreadableAnswer: ${member} is not a list`,
    })
  })

  test('neither is a list whose next page has no readable name', async () => {
    answer({ FlowOperations: [], NextToken: { page: 2 } })
    await expect(operations.list(scope, null)).rejects.toMatchObject({ kind: 'TRANSIENT' })
  })
})

describe('what is odd inside a list does not hide the rest', () => {
  test('of endpoint associations, and one without an ARN is none', async () => {
    const arn = firewallArn.replace(':firewall/', ':vpc-endpoint-association/')
    answer({
      VpcEndpointAssociations: [{}, { VpcEndpointAssociationArn: arn }, { VpcEndpointAssociationArn: 7 }],
    })
    expect(await firewalls.associationScopes(firewallArn)).toEqual([
      { ...scope, vpcEndpointAssociationArn: arn },
    ])
  })

  test('of operations', async () => {
    const known = { FlowOperationId: operationId, FlowOperationStatus: 7, FlowRequestTimestamp: null }
    answer({ FlowOperations: ['x', { FlowOperationId: 7 }, [], known] })
    expect(await operations.list(scope, null)).toEqual([
      { flowOperationId: operationId, type: null, status: null, requestTimestamp: null },
    ])
  })

  test('of flows, which count all the same', async () => {
    answer({ Flows: ['x', { ByteCount: '7', SourceAddress: '10.1.2.3' }, { ByteCount: 7 }] })
    const { flows } = await operations.resultsPage(operation, null)
    expect(flows.map(({ byteCount }) => byteCount)).toEqual([null, null, 7])
  })

  test('of firewalls', async () => {
    answer({ Firewalls: [7, { FirewallArn: 7 }, { FirewallArn: firewallArn }] })
    expect(await firewalls.arns()).toEqual([firewallArn])
  })

  test('of zones and tags', async () => {
    answer({
      Firewall: { FirewallPolicyArn: 7, NumberOfAssociations: '1', Tags: [7, { Key: 'team', Value: 7 }] },
      FirewallStatus: {
        SyncStates: { a: null, b: { Attachment: 'x' }, c: { Attachment: { EndpointId: 7 } } },
      },
    })
    expect(await descriptions.describe(firewallArn)).toEqual({
      places: ['a', 'b', 'c'].map(availabilityZone => ({ availabilityZone, vpcEndpointId: null })),
      tags: [{ key: 'team', value: '' }],
      firewallPolicyArn: null,
      associationCount: null,
    })
  })
})

test.each([
  [{ FirewallPolicy: { StatefulEngineOptions: { StreamExceptionPolicy: 7 } } }, null],
  [{ FirewallPolicy: { StatefulEngineOptions: 'x' } }, 'DROP'],
])('a policy of another form is %j: %j', async (value, policy) => {
  answer(value)
  expect(await descriptions.streamExceptionPolicy(policyArn)).toBe(policy)
})
