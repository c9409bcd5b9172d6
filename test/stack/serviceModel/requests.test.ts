import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type LocalAws, startLocalAws } from '../../../local/model/localAws.ts'
import { withoutNullMembers } from '../../../local/model/wire/nullMembers.ts'
import { networkFirewallServiceModel, operationOf } from './botocoreModel.ts'
import { breaksDocumentedRule, hasInventedToken } from './documentedRules.ts'
import { valuesLike } from './generatedValues.ts'
import {
  brokenRequests,
  findingsInBrokenRequests,
  findingsInFittingRequests,
  fittingRequests,
  verdictOf,
} from './requestFindings.ts'
import { violationsOf } from './violations.ts'
import { type Call, callsTo, errorNameOf } from './wire.ts'

const model = networkFirewallServiceModel()
const operations = [
  'StartFlowFlush',
  'StartFlowCapture',
  'DescribeFlowOperation',
  'ListFlowOperations',
  'ListFlowOperationResults',
  'ListFirewalls',
  'DescribeFirewall',
  'DescribeFirewallPolicy',
  'ListVpcEndpointAssociations',
]
const inputOf = (operation: string) => operationOf(model, operation).input.shape
const longerThanAnyOperationMilliseconds = 100_000

let local: LocalAws
let call: Call
beforeAll(async () => {
  let milliseconds = Date.UTC(2026, 10, 2)
  // Time leaps with each call, so that no start meets another one still running.
  local = await startLocalAws({ now: () => (milliseconds += longerThanAnyOperationMilliseconds) })
  call = callsTo(local, model)
})
afterAll(() => local.close())

describe.each(operations)('%s', operation => {
  test('refuses a request for each constraint of the service model that it breaks', async () => {
    expect(await findingsInBrokenRequests(model, operation, call)).toEqual([])
  })

  test('takes every kind of request that fits, members that nobody knows included', async () => {
    expect(await findingsInFittingRequests(model, operation, call)).toEqual([])
  })

  test('judges any request as the service model does', async () => {
    await fc.assert(
      fc.asyncProperty(valuesLike(model, inputOf(operation), 3), async request => {
        fc.pre(isObject(request))
        const isBroken = isBrokenRequest(operation, request)
        fc.pre(isBroken || !hasInventedToken(request))
        const verdict = verdictOf(errorNameOf(await call(operation, request)))

        expect({ request, verdict }).toEqual({ request, verdict: isBroken ? 'refused' : 'taken' })
      }),
      { numRuns: 300, seed: 3 },
    )
  })
})

describe('the generated requests', () => {
  test.each(operations)('of %s break what they say, and nothing when they say nothing', operation => {
    const input = inputOf(operation)
    const notBroken = brokenRequests(model, operation).filter(
      ({ value }) => violationsOf(model, input, withoutNullMembers(value)).length === 0,
    )
    const notFitting = fittingRequests(model, operation).filter(
      request => violationsOf(model, input, request).length > 0,
    )

    expect({ notBroken, notFitting }).toEqual({ notBroken: [], notFitting: [] })
  })
})

function isBrokenRequest(operation: string, request: Record<string, unknown>): boolean {
  const violations = violationsOf(model, inputOf(operation), withoutNullMembers(request))
  return violations.some(({ rule }) => rule !== 'unknown member') || breaksDocumentedRule(operation, request)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
