import { describe, expect, test } from '@jest/globals'
import { executionInput } from '../../functions/domain/executionInput.ts'
import { firewallNameOf, scopeOf } from '../../functions/domain/watchRequest.ts'
import { associationArn, firewallArn, operationId, refusedWatch, watchRequest } from '../support/builders.ts'

describe('the scope of a watch', () => {
  test('names the operation and carries the selectors of the start, unchanged', () => {
    const watch = watchRequest({
      availabilityZone: null,
      vpcEndpointId: 'vpce-1',
      vpcEndpointAssociationArn: associationArn,
    })
    expect(scopeOf(watch)).toEqual({
      firewallArn,
      flowOperationId: operationId,
      availabilityZone: null,
      availabilityZoneId: null,
      vpcEndpointId: 'vpce-1',
      vpcEndpointAssociationArn: associationArn,
    })
  })

  test.each([refusedWatch(), watchRequest({ firewallArn: null })])('a refused start has none', watch => {
    expect(() => scopeOf(watch)).toThrow(
      new TypeError(`the watch ${watch.watchKey} has no operation to ask for`),
    )
  })
})

describe('the name of a firewall', () => {
  test.each([
    [firewallArn, 'edge'],
    ['arn:aws-cn:network-firewall:cn-north-1:123456789012:firewall/a-b', 'a-b'],
    ['arn:aws:other', null],
    [null, null],
  ])('of %s is %s', (arn, name) => {
    expect(firewallNameOf(arn)).toBe(name)
  })
})

describe('the input of an execution', () => {
  test('has every field that a state reads', () => {
    expect(executionInput(watchRequest())).toEqual({
      watch: watchRequest(),
      announcements: [],
      poll: { progress: null },
      overdue: { isSent: false, deliveries: [] },
      collection: { results: null },
      context: { firewall: null },
      failure: { Error: '', Cause: '' },
      audit: { recorded: true },
      notice: null,
      deliveries: [],
    })
  })

  test('is the same text for the same watch, so that a second start is answered like the first', () => {
    expect(JSON.stringify(executionInput(watchRequest()))).toBe(
      JSON.stringify(executionInput(watchRequest())),
    )
  })
})
