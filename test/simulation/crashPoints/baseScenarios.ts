import type { Fault } from '../world/faults.ts'
import type { ChannelSetup, OperationPlan, Scenario, ScriptPlan } from '../world/scenario.ts'

/** Scenarios that together visit every state and make every call; crashPoints.test.ts holds them to that. */
export type BaseScenario = { readonly name: string; readonly scenario: Scenario }

const everyChannel: readonly ChannelSetup[] = ['sns', 'eventbridge', 'teams', 'slack-bot']

function operation(script: Partial<ScriptPlan>, change: Partial<OperationPlan> = {}): OperationPlan {
  return {
    atSeconds: 10,
    type: 'FLOW_FLUSH',
    firewall: 0,
    place: 'zone-a',
    script: { durationSeconds: 8, finalStatus: 'COMPLETED', flowCount: 3, ...script },
    copies: [{ delaySeconds: 3 }],
    ...change,
  }
}

function base(name: string, change: Partial<Scenario>): BaseScenario {
  const usual = { channels: everyChannel, operations: [operation({})], faults: [], firstSweepAtSeconds: null }
  return { name, scenario: { seed: 7, ...usual, ...change } }
}

/** For ever: what a retry does not mend. */
function always(at: Fault['at'], answer: NonNullable<Fault['answer']>, change: Partial<Fault> = {}): Fault {
  return { at, mode: 'before', answer, times: 'forever', ...change }
}

const refusal = { errorCode: 'InvalidRequestException', errorMessage: 'synthetic refusal' }

export const baseScenarios: readonly BaseScenario[] = [
  base('a flush that completes, told on every channel', {}),
  base('a capture with errors, told by a webhook, with routes', {
    channels: ['slack-webhook', 'sns'],
    operations: [operation({ finalStatus: 'COMPLETED_WITH_ERRORS' }, { type: 'FLOW_CAPTURE' })],
    routes: JSON.stringify({ schemaVersion: 1, routes: [] }),
  }),
  base('an overdue flush with a card that is shown anew, and a failed end', {
    channels: ['sns', 'slack-bot'],
    operations: [operation({ durationSeconds: 75, finalStatus: 'FAILED', statusMessage: 'Flow timeout' })],
    overdueMinutes: 1,
  }),
  base('an overdue notice that two channels refuse, one of them without a dead letter', {
    channels: ['teams', 'eventbridge'],
    operations: [operation({ durationSeconds: 66 })],
    overdueMinutes: 1,
    faults: [
      always('flow', 'chat-archived'),
      always('PutEvents', 'access-denied'),
      { ...always('SendMessage', 'access-denied'), fromCall: 2 },
    ],
  }),
  base('results that are read in two goes, and a status that nobody knows', {
    channels: ['sns'],
    operations: [
      operation({ flowCount: 150 }),
      operation({ finalStatus: 'CANCELLED' }, { place: 'association', atSeconds: 12 }),
    ],
    faults: [{ at: 'ListFlowOperationResults', mode: 'before', answer: 'throttled', fromCall: 2 }],
  }),
  base('a start that was refused, and one whose answer is missing', {
    operations: [
      operation({}, { refusedWith: refusal }),
      operation({ durationSeconds: 20 }, { place: 'zone-b', isAnswerMissing: true }),
    ],
  }),
  base('a start whose operation may not be looked up', {
    channels: ['sns'],
    operations: [operation({ durationSeconds: 20 }, { isAnswerMissing: true })],
    faults: [always('ListFlowOperations', 'access-denied', { by: 'startWatch' })],
  }),
  base('an event that cannot be understood', {
    channels: ['sns'],
    operations: [],
    events: [
      {
        atSeconds: 5,
        event: {
          source: 'aws.network-firewall',
          'detail-type': 'AWS API Call via CloudTrail',
          detail: {
            eventSource: 'network-firewall.amazonaws.com',
            eventName: 'StartFlowFlush',
            eventID: 'event-1',
          },
        },
      },
    ],
  }),
  base('a lost event that the sweep makes up for', {
    channels: ['sns'],
    operations: [operation({ durationSeconds: 400 }, { copies: [] })],
    firstSweepAtSeconds: 300,
  }),
  base('an operation that the service forgets', {
    channels: ['slack-bot'],
    operations: [
      operation({ durationSeconds: 300, forgottenAfterSeconds: 130 }, { copies: [{ delaySeconds: 100 }] }),
    ],
  }),
  base('an operation that never ends, whose event is 12 hours late', {
    channels: ['slack-webhook'],
    operations: [operation({ durationSeconds: null }, { copies: [{ delaySeconds: 43_100 }] })],
    overdueMinutes: 720,
  }),
  base('an operation that may not be described', {
    channels: ['sns'],
    faults: [always('DescribeFlowOperation', 'invalid-request', { by: 'pollOperation' })],
  }),
  base('a log that cannot be written', {
    channels: ['eventbridge'],
    faults: [always('PutLogEvents', 'access-denied')],
  }),
  base('an end that cannot be recorded at first', {
    channels: ['sns', 'teams'],
    faults: [{ at: 'CreateLogStream', mode: 'before', answer: 'access-denied' }],
  }),
  base('an outcome that cannot be composed', {
    channels: ['sns'],
    faults: [always('lambda:composeNotice', { lambdaError: 'InvalidInputError' }, { fromCall: 2 })],
  }),
  base('a channel that asks to wait, a rotated secret, and a card that is gone', {
    channels: ['slack-bot', 'teams'],
    operations: [operation({ durationSeconds: 20 })],
    changes: [
      { atSeconds: 20, what: 'delete-slack-cards' },
      { atSeconds: 20, what: 'rotate-teams', isSecretRenewed: true },
    ],
    faults: [{ at: 'chat.update', mode: 'before', answer: 'rate-limited-30' }],
  }),
  base('two channels that never take the message, one letter that is refused', {
    channels: ['sns', 'eventbridge'],
    faults: [
      always('Publish', 'not-found'),
      always('PutEvents', 'access-denied'),
      always('SendMessage', 'access-denied', { fromCall: 2 }),
    ],
  }),
]
