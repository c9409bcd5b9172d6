import { describe, expect, test } from '@jest/globals'
import { answerFindings, membersNeverSeen, type RecordedAnswer } from './answerFindings.ts'
import { networkFirewallServiceModel, type ServiceModel } from './botocoreModel.ts'
import { firewallArn } from './requests.ts'
import { violationsOf } from './violations.ts'

const model = networkFirewallServiceModel()
const contentType = 'application/x-amz-json-1.0'

const goodOperation = {
  FirewallArn: firewallArn,
  FlowOperationId: '0f3c9a52-7d1e-4b6a-9c38-2f5d8e1a7b40',
  FlowOperationType: 'FLOW_FLUSH',
  FlowOperationStatus: 'COMPLETED',
  StatusMessage: 'Flow timeout',
  FlowRequestTimestamp: 1_793_610_903.25,
  FlowOperation: { MinimumFlowAgeInSeconds: 60, FlowFilters: [{ SourcePort: '443', Protocols: ['6'] }] },
}

function described(body: object, status = 200): RecordedAnswer[] {
  const answer = { status, contentType, body: { ...body } }
  return [{ operation: 'DescribeFlowOperation', situation: 'planted', answer }]
}

const findingsOf = (body: object, status?: number) =>
  answerFindings(model, described(body, status)).map(({ path, rule }) => `${path}: ${rule}`)

describe('the check of answers', () => {
  test('lets a good answer and a good error pass', () => {
    expect(findingsOf(goodOperation)).toEqual([])
    expect(findingsOf({ __type: 'ThrottlingException', Message: 'Rate exceeded' }, 400)).toEqual([])
    expect(findingsOf({ __type: 'InternalServerError' }, 500)).toEqual([])
  })

  test.each([
    ['a text for a time', { FlowRequestTimestamp: '2026-11-02T09:15:04Z' }, 'FlowRequestTimestamp: type'],
    [
      'milliseconds for a time',
      { FlowRequestTimestamp: 1_793_610_903_250 },
      'FlowRequestTimestamp: timestamp',
    ],
    ['a number for a text', { FlowOperationId: 7 }, 'FlowOperationId: type'],
    ['null for an absent member', { StatusMessage: null }, 'StatusMessage: type'],
    [
      'a text for a number',
      { FlowOperation: { MinimumFlowAgeInSeconds: '60' } },
      'FlowOperation.MinimumFlowAgeInSeconds: type',
    ],
    [
      'a fraction for an integer',
      { FlowOperation: { MinimumFlowAgeInSeconds: 0.5 } },
      'FlowOperation.MinimumFlowAgeInSeconds: type',
    ],
    [
      'more than 32 bits',
      { FlowOperation: { MinimumFlowAgeInSeconds: 2 ** 31 } },
      'FlowOperation.MinimumFlowAgeInSeconds: range',
    ],
    ['an object for a list', { FlowOperation: { FlowFilters: {} } }, 'FlowOperation.FlowFilters: type'],
    ['an unknown member', { FlowCount: 3 }, 'FlowCount: unknown member'],
    [
      'an unknown member deep inside',
      { FlowOperation: { FlowFilters: [{ Protocol: '6' }] } },
      'FlowOperation.FlowFilters[0].Protocol: unknown member',
    ],
    ['an unknown enum value', { FlowOperationStatus: 'DONE' }, 'FlowOperationStatus: enum'],
    [
      'a missing required member',
      { FlowOperation: { FlowFilters: [{ SourceAddress: {} }] } },
      'FlowOperation.FlowFilters[0].SourceAddress.AddressDefinition: missing member',
    ],
    ['a broken pattern', { StatusMessage: 'Flow: timeout!' }, 'StatusMessage: pattern'],
    ['an overlong text', { StatusMessage: 'a'.repeat(257) }, 'StatusMessage: length'],
  ])('finds %s', (_fault, change, finding) => {
    expect(findingsOf({ ...goodOperation, ...change })).toEqual([finding])
  })

  test('finds an error that the operation does not have, and one under the wrong HTTP status', () => {
    expect(findingsOf({ __type: 'ResourceOwnerCheckException', Message: 'x' }, 400)).toEqual(['__type: enum'])
    expect(findingsOf({ __type: 'InternalServerError', Message: 'x' }, 400)).toEqual(['status: range'])
    expect(findingsOf({ __type: 'ThrottlingException', Reason: 'x' }, 400)).toEqual([
      'Reason: unknown member',
    ])
  })

  test('finds an answer in another version of the protocol', () => {
    const answer = { status: 200, contentType: 'application/x-amz-json-1.1', body: goodOperation }
    const recorded = [{ operation: 'DescribeFlowOperation', situation: 'planted', answer }]

    expect(answerFindings(model, recorded)).toMatchObject([{ path: 'content-type' }])
  })

  test('follows the service model: another type there, another verdict here', () => {
    const changed: ServiceModel = {
      ...model,
      shapes: { ...model.shapes, FlowRequestTimestamp: { type: 'string' }, Age: { type: 'boolean' } },
    }

    expect(answerFindings(changed, described(goodOperation)).map(({ path }) => path)).toEqual([
      'FlowRequestTimestamp',
      'FlowOperation.MinimumFlowAgeInSeconds',
    ])
  })

  test('tells which members no answer showed', () => {
    const { StatusMessage: _never, ...shown } = goodOperation

    expect(membersNeverSeen(model, 'DescribeFlowOperation', described(shown))).toContain('StatusMessage')
    expect(membersNeverSeen(model, 'DescribeFlowOperation', described(shown))).not.toContain(
      'FlowOperation.FlowFilters[].Protocols[]',
    )
  })
})

describe('the check of values', () => {
  const firewall = {
    FirewallPolicyArn: 'arn:aws:network-firewall:eu-west-1:123456789012:firewall-policy/edge',
    VpcId: 'vpc-0a1b2c3d',
    SubnetMappings: [{ SubnetId: 'subnet-0a1b2c3d' }],
    FirewallId: '0f3c9a52-7d1e-4b6a-9c38-2f5d8e1a7b40',
    DeleteProtection: false,
  }

  test('covers maps, booleans and bounds of lists', () => {
    const syncState = { 'eu-west-1a': { Attachment: { EndpointId: 'vpce-0a1b', Status: 'READY' } } }
    const status = { Status: 'READY', ConfigurationSyncStateSummary: 'IN_SYNC', SyncStates: syncState }

    expect(violationsOf(model, 'Firewall', firewall)).toEqual([])
    expect(violationsOf(model, 'FirewallStatus', status)).toEqual([])
  })

  test('finds faults in them', () => {
    const faulty = { ...firewall, VpcId: undefined, DeleteProtection: 'no', Tags: [] }
    const { VpcId: _missing, ...withoutVpc } = faulty
    const status = {
      Status: 'READY',
      ConfigurationSyncStateSummary: 'IN_SYNC',
      SyncStates: { 'eu-west-1a': { Attachment: { Status: 'UP' } } },
    }

    expect(violationsOf(model, 'Firewall', withoutVpc).map(({ path, rule }) => `${path}: ${rule}`)).toEqual([
      'VpcId: missing member',
      'DeleteProtection: type',
      'Tags: length',
    ])
    expect(violationsOf(model, 'FirewallStatus', status)).toMatchObject([
      { path: 'SyncStates.eu-west-1a.Attachment.Status', rule: 'enum' },
    ])
  })

  test('refuses to pass over a kind of shape it does not know', () => {
    const changed = { ...model, shapes: { ...model.shapes, Age: { type: 'blob' } } }

    expect(() => violationsOf(changed, 'Age', 'x')).toThrow('blob')
  })
})
