import { beforeAll, expect, test } from '@jest/globals'
import { NetworkFirewallModel } from '../../../local/model/networkFirewall.ts'
import { answerFindings, membersNeverSeen, type RecordedAnswer } from './answerFindings.ts'
import { networkFirewallServiceModel, operationOf } from './botocoreModel.ts'
import { recordedFirewallAnswers } from './recordedFirewallAnswers.ts'
import { recordedFlowAnswers } from './recordedFlowAnswers.ts'
import { Recording } from './recording.ts'
import { firewallArn } from './requests.ts'
import { errorNameOf } from './wire.ts'

const model = networkFirewallServiceModel()
const flowOperations = [
  'StartFlowFlush',
  'StartFlowCapture',
  'DescribeFlowOperation',
  'ListFlowOperations',
  'ListFlowOperationResults',
]

const firewallOperations = [
  'ListFirewalls',
  'DescribeFirewall',
  'DescribeFirewallPolicy',
  'ListVpcEndpointAssociations',
]

let answers: readonly RecordedAnswer[]
beforeAll(async () => {
  answers = [...(await recordedFlowAnswers(model)), ...(await recordedFirewallAnswers(model))]
})

test("the local model's answers have the service model's shapes in every situation", () => {
  expect(answerFindings(model, answers)).toEqual([])
})

test.each(flowOperations)('%s shows every member of its output somewhere', operation => {
  expect(membersNeverSeen(model, operation, answers)).toEqual([])
})

test.each([...flowOperations, ...firewallOperations])(
  '%s fails with every modelled client error that it can meet',
  operation => {
    const expected = operationOf(model, operation)
      .errors.map(({ shape }) => shape)
      .filter(name => name !== 'InternalServerError' && !cannotMeet(operation, name))

    expect(errorsOf(operation)).toEqual(expect.arrayContaining(expected))
  },
)

test('a status of the future, which a script may set, is the one thing beyond the service model', async () => {
  const script = { durationSeconds: 0, finalStatus: 'A_STATUS_OF_THE_FUTURE' }
  const future = await Recording.of(model, async recording => {
    const FlowOperationId = recording.local.networkFirewall.addOperation({ firewallArn, script })
    await recording.record('future', 'DescribeFlowOperation', { FirewallArn: firewallArn, FlowOperationId })
  })

  expect(answerFindings(model, future)).toMatchObject([{ path: 'FlowOperationStatus', rule: 'enum' }])
})

test.each([
  ['a text', { statusMessage: 'Flow: timeout!' }],
  ['a flow', { flows: [{ SourceAddress: { AddressDefinition: 'nowhere' } }] }],
])('a script cannot set %s that the service could not send', (_what, change) => {
  const networkFirewall = new NetworkFirewallModel(() => 0)

  expect(() =>
    networkFirewall.nextOperation({ durationSeconds: 0, finalStatus: 'COMPLETED', ...change }),
  ).toThrow('pattern')
})

function errorsOf(operation: string): (string | undefined)[] {
  return answers.filter(recorded => recorded.operation === operation).map(({ answer }) => errorNameOf(answer))
}

/** The model keeps no list of firewalls for flow operations: every firewall exists. */
function cannotMeet(operation: string, errorName: string): boolean {
  const needsNoOperation = operation.startsWith('Start') || operation === 'ListFlowOperations'
  return errorName === 'ResourceNotFoundException' && needsNoOperation
}
