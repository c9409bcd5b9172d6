import { describe, expect, test } from '@jest/globals'
import { withoutNullMembers } from '../../../local/model/wire/nullMembers.ts'
import { networkFirewallServiceModel, type ServiceModel } from './botocoreModel.ts'
import { brokenRequests, findingsInBrokenRequests, findingsInFittingRequests } from './requestFindings.ts'
import { violationsOf } from './violations.ts'
import type { Call, WireAnswer } from './wire.ts'

const model = networkFirewallServiceModel()
const operation = 'StartFlowFlush'

const answer = (status: number, body: WireAnswer['body']): WireAnswer => ({
  status,
  contentType: 'application/x-amz-json-1.0',
  body,
})
const refusal = answer(400, { __type: 'InvalidRequestException', Message: 'planted' })

/** A service that checks what this service model says, and nothing else. */
function serviceThatChecks(checked: ServiceModel): Call {
  return async (_operation, input) => {
    const violations = violationsOf(checked, 'StartFlowFlushRequest', withoutNullMembers(input))
    return violations.some(({ rule }) => rule !== 'unknown member') ? refusal : answer(200, {})
  }
}

function changedShape(name: string, change: object): ServiceModel {
  return { ...model, shapes: { ...model.shapes, [name]: { ...model.shapes[name], ...change } as never } }
}

const rulesFound = async (call: Call) =>
  (await findingsInBrokenRequests(model, operation, call)).map(({ rule }) => rule)

describe('the check of requests', () => {
  test('is content with a service that checks every constraint', async () => {
    expect(await rulesFound(serviceThatChecks(model))).toEqual([])
  })

  test('finds every constraint that a service without checks lets pass', async () => {
    const found = await rulesFound(async () => answer(200, {}))

    expect(found).toHaveLength(brokenRequests(model, operation).length)
    expect(found).toEqual(
      expect.arrayContaining([
        'FirewallArn: required',
        'FirewallArn: required, not null',
        'FirewallArn: min length',
        'FirewallArn: max length',
        'FirewallArn: pattern',
        'FirewallArn: type, not 7',
        'MinimumFlowAgeInSeconds: type, not "7"',
        'MinimumFlowAgeInSeconds: max',
        'FlowFilters: [1]: SourceAddress: AddressDefinition: pattern',
        'FlowFilters: [0]: Protocols: [0]: max length',
      ]),
    )
  })

  test.each([
    ['a length', changedShape('ResourceArn', { max: 300 }), 'FirewallArn: max length'],
    ['a pattern', changedShape('VpcEndpointId', { pattern: '.*' }), 'VpcEndpointId: pattern'],
    ['a required member', changedShape('StartFlowFlushRequest', { required: [] }), 'FlowFilters: required'],
    [
      'a required member deep inside',
      changedShape('Address', { required: [] }),
      'FlowFilters: [0]: SourceAddress: AddressDefinition: required',
    ],
    ['a type', changedShape('Age', { type: 'string' }), 'MinimumFlowAgeInSeconds: type, not "7"'],
    ['a range', changedShape('Age', { max: 2 ** 40 }), 'MinimumFlowAgeInSeconds: max'],
  ])('finds that a service does not check %s', async (_what, checked, rule) => {
    expect(await rulesFound(serviceThatChecks(checked))).toContain(rule)
  })

  test('finds an enum that a service does not check', async () => {
    const { enum: _values, ...open } = { ...model.shapes['FlowOperationType'], type: 'string' }
    const checked = { ...model, shapes: { ...model.shapes, FlowOperationType: open } }
    const call: Call = async (_operation, input) =>
      violationsOf(checked, 'ListFlowOperationsRequest', input).length > 0 ? refusal : answer(200, {})
    const found = await findingsInBrokenRequests(model, 'ListFlowOperations', call)

    expect(found.map(({ rule }) => rule)).toEqual(['FlowOperationType: enum', 'FlowOperationType: enum'])
  })

  test('finds good requests that a service refuses', async () => {
    expect(await findingsInFittingRequests(model, operation, async () => refusal)).not.toEqual([])
    const tooStrict = changedShape('ResourceArn', { max: 200 })

    expect(await findingsInFittingRequests(model, operation, serviceThatChecks(tooStrict))).not.toEqual([])
  })

  test('finds that a service refuses members it does not know', async () => {
    const strict: Call = async (_operation, input) =>
      violationsOf(model, 'StartFlowFlushRequest', input).length > 0 ? refusal : answer(200, {})
    const found = await findingsInFittingRequests(model, operation, strict)

    expect(found.map(({ rule }) => rule)).toContain('has a member that nobody knows')
  })

  test('finds another error than the one for bad requests', async () => {
    const failing: Call = async () => answer(500, { __type: 'InternalServerError' })

    expect(await findingsInBrokenRequests(model, operation, failing)).not.toEqual([])
  })
})
