import { beforeAll, describe, expect, test } from '@jest/globals'
import { answerFindings, membersNeverSeen, type RecordedAnswer } from './answerFindings.ts'
import { networkFirewallServiceModel, operationOf } from './botocoreModel.ts'
import { recordedFlowAnswers } from './recordedAnswers.ts'
import { errorNameOf } from './wire.ts'

const model = networkFirewallServiceModel()
const flowOperations = [
  'StartFlowFlush',
  'StartFlowCapture',
  'DescribeFlowOperation',
  'ListFlowOperations',
  'ListFlowOperationResults',
]

let answers: readonly RecordedAnswer[]
beforeAll(async () => {
  answers = await recordedFlowAnswers(model)
})

describe("the local model's answers about flow operations", () => {
  test("have the service model's shapes in every situation: members, types, values, errors", () => {
    expect(answerFindings(model, answers)).toEqual([])
  })

  test.each(flowOperations)('%s shows every member of its output somewhere', operation => {
    expect(membersNeverSeen(model, operation, answers)).toEqual([])
  })

  test.each(flowOperations)('%s fails with every modelled client error that it can meet', operation => {
    const seen = answers
      .filter(recorded => recorded.operation === operation)
      .map(({ answer }) => errorNameOf(answer))
    const expected = operationOf(model, operation)
      .errors.map(({ shape }) => shape)
      .filter(name => name !== 'InternalServerError' && !cannotMeet(operation, name))

    expect(seen).toEqual(expect.arrayContaining(expected))
  })
})

/** The model keeps no list of firewalls for flow operations: every firewall exists. */
function cannotMeet(operation: string, errorName: string): boolean {
  const needsNoOperation = operation.startsWith('Start') || operation === 'ListFlowOperations'
  return errorName === 'ResourceNotFoundException' && needsNoOperation
}
