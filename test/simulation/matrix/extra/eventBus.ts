import type { FaultAnswer } from '../../world/faultAnswers.ts'
import type { Row, Rule } from '../support/row.ts'
import {
  deadLetters,
  ends,
  green,
  quiet,
  reason,
  red,
  rings,
  toldOnce,
  toldOnceOrTwice,
  unharmed,
  watches,
} from '../support/rules.ts'
import { crossed, trialsOf } from '../support/scenarios.ts'

const at = 'PutEvents'
const others = toldOnce('sns', 'slack', 'teams')
const dead: readonly Rule[] = [
  watches(1),
  ends('COMPLETED'),
  red('NotificationUndelivered'),
  others,
  deadLetters('eventbridge'),
  rings('NotificationDeadLetters'),
  reason(/^EventBridge PutEvents: /u),
]
const arrives = [...unharmed, quiet()]
const entry = (ErrorCode: string): FaultAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify({ FailedEntryCount: 1, Entries: [{ ErrorCode, ErrorMessage: 'synthetic' }] }),
})
const error = (awsError: string): FaultAnswer => ({ awsError, status: 400 })

export const eventBusRows: readonly Row[] = [
  {
    number: 'X1',
    fault: '`eventbridge`: a failed entry inside a successful PutEvents',
    promise: 'failure, by its code: retry, or a dead letter',
    trials: [
      ...trialsOf(
        crossed({
          at,
          answers: ['failed-entry', entry('ThrottlingException'), entry('InternalException')],
          times: [1, 4],
        }),
        arrives,
      ),
      ...trialsOf(crossed({ at, answers: ['failed-entry'], times: ['forever'] }), dead),
      ...trialsOf(
        crossed({ at, answers: [entry('MalformedDetail'), entry('NotAuthorizedForSourceException')] }),
        dead,
      ),
    ],
  },
  {
    number: 'X2',
    fault: '`eventbridge`: crash before, after and between (rows 45 to 48)',
    promise: 'sent on retry, the others not repeated; at most one duplicate per lost answer',
    trials: [
      ...trialsOf(crossed({ at, modes: ['crash-before'], times: [1, 2] }), arrives),
      ...trialsOf(crossed({ at, modes: ['after', 'hang-after', 'crash-after'] }), [
        watches(1),
        ends('COMPLETED'),
        green,
        others,
        toldOnceOrTwice('eventbridge'),
        deadLetters(),
        quiet(),
      ]),
    ],
  },
  {
    number: 'X3',
    fault: '`eventbridge`: the bus is deleted, or access to it denied (row 52)',
    promise: 'permanent: dead letter; the other channels are still sent',
    trials: trialsOf(
      crossed({ at, answers: [error('ResourceNotFoundException'), 'access-denied'], times: ['forever'] }),
      dead,
    ),
  },
  {
    number: 'X4',
    fault: '`eventbridge`: throttled, out of reach (row 53)',
    promise: 'retry; for ever: dead letter',
    trials: [
      ...trialsOf(
        crossed({ at, answers: ['throttled', 'internal', 'html-503', 'reset', 'dns'], times: [1, 5] }),
        arrives,
      ),
      ...trialsOf(crossed({ at, modes: ['hang'], times: [1, 3] }), arrives),
      ...trialsOf(crossed({ at, answers: ['throttled', 'reset'], times: ['forever'] }), dead),
    ],
  },
]
