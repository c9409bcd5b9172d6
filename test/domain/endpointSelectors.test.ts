import { describe, expect, test } from '@jest/globals'
import { endpointOf } from '../../functions/domain/endpointSelectors.ts'
import { associationArn, flowOperation, watchRequest } from '../support/builders.ts'

const answer = flowOperation({ vpcEndpointId: 'vpce-answer', vpcEndpointAssociationArn: associationArn })
const fromAnswer = { vpcEndpointId: 'vpce-answer', vpcEndpointAssociationArn: associationArn }
const nothing = { vpcEndpointId: null, vpcEndpointAssociationArn: null }
const unselected = watchRequest({ availabilityZone: null })

describe('the endpoint of an operation', () => {
  test('is what the answer says where the start named nothing', () => {
    expect(endpointOf(unselected, answer)).toEqual(fromAnswer)
  })

  test.each([
    [{ availabilityZone: 'eu-west-1a' }, nothing],
    [{ availabilityZoneId: 'euw1-az1' }, nothing],
    [{ vpcEndpointId: 'vpce-start' }, { ...nothing, vpcEndpointId: 'vpce-start' }],
    [{ vpcEndpointAssociationArn: 'arn:start' }, { ...nothing, vpcEndpointAssociationArn: 'arn:start' }],
  ])('is the start’s own where it named %j', (selectors, endpoint) => {
    expect(endpointOf({ ...unselected, ...selectors }, answer)).toEqual(endpoint)
  })

  test('is what the answer says where the sweep found the operation in the list of a zone', () => {
    expect(endpointOf(watchRequest({ recoveredLate: true }), answer)).toEqual(fromAnswer)
  })

  test('is unknown while there is no answer', () => {
    expect(endpointOf(unselected, null)).toEqual(nothing)
  })
})
