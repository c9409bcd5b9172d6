import type { FaultAnswer } from '../../world/faultAnswers.ts'
import type { Row, Rule } from '../support/row.ts'
import {
  deadLetters,
  documentOf,
  ends,
  equal,
  green,
  quiet,
  red,
  rings,
  says,
  toldOnce,
  unharmed,
  within,
} from '../support/rules.ts'
import { crossed, scenarioOf, trialOf, trialsOf } from '../support/scenarios.ts'
import { backOff, onlyAnswersCount, tenMinutesOf } from './throttling.ts'

const at = 'DescribeFlowOperation'
const everywhere = toldOnce('sns', 'slack', 'eventbridge', 'teams')
/** So that 'for ever' lasts ten minutes: until the service's memory of 12 hours ends. */
const tenMinutesLeft = {
  operation: { copies: [{ delaySeconds: 12 * 3600 - 600 }] },
  firstSweepAtSeconds: null,
}

const recovers = [...unharmed, onlyAnswersCount, backOff, quiet()]
const neverAnswered = [everywhere, deadLetters(), backOff, ends('WATCH_FAILED'), red('OutcomeUnobserved')]

/** Once, four times and for ever; for ten minutes elsewhere. */
function transient(answers: readonly FaultAnswer[]) {
  return [
    ...trialsOf(crossed({ at, answers, times: [1, 4] }), recovers),
    ...trialsOf(crossed({ at, answers, times: ['forever'] }), neverAnswered, tenMinutesLeft),
  ]
}

const hanging = crossed({ at, modes: ['hang', 'hang-after'], times: [1, 3] })
const amazon = (status: number, body: string): FaultAnswer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body,
})
const withoutStatus = [
  'empty-object',
  { status: 200, body: '' },
  amazon(200, '{"FlowOperationId":"0f3c9a52-7d1e-4b6a-9c38-2f5d8e1a7b40"}'),
] as const
const unknownStatus = (status: string): FaultAnswer =>
  amazon(200, JSON.stringify({ FlowOperationStatus: status }))

const isUnknown = [ends('UNKNOWN'), green, everywhere, deadLetters(), rings('OutcomesUnknown')]
const serviceStatus = (text: string): Rule =>
  equal('the status in the record', ({ watch }) => documentOf(watch)['serviceStatus'], text)

export const badAnswerRows: readonly Row[] = [
  {
    number: 21,
    fault: 'InternalServerError, 5xx',
    promise: 'retry',
    trials: [
      ...transient([
        'internal',
        { awsError: 'ServiceUnavailable', status: 503 },
        { status: 502, body: '' },
        { status: 504, body: '' },
      ]),
      ...trialsOf(hanging, recovers, { script: { durationSeconds: 60 } }),
      ...tenMinutesOf('internal'),
    ],
  },
  {
    number: 22,
    fault: 'ECONNRESET, ETIMEDOUT, EAI_AGAIN',
    promise: 'retry',
    trials: [
      ...transient(['reset', 'connect-timeout', 'dns']),
      ...trialsOf(crossed({ at, modes: ['after'], answers: ['reset'], times: [1, 4] }), recovers),
    ],
  },
  {
    number: 23,
    fault: 'HTML 503 (the SDK raises SyntaxError)',
    promise: 'told by its HTTP status, retry',
    trials: transient([
      'html-503',
      { status: 502, body: '<html>Bad gateway</html>', headers: { 'content-type': 'text/html' } },
    ]),
  },
  {
    number: 24,
    fault: 'truncated JSON with 200',
    promise: 'transient, retry',
    trials: transient([
      'truncated-json',
      { status: 200, body: '<html>Hello</html>', headers: { 'content-type': 'text/html' } },
    ]),
  },
  {
    number: 25,
    fault: '200 without FlowOperationStatus',
    promise: 'transient up to 5 times, then UNKNOWN and an alarm',
    trials: [
      ...trialsOf(crossed({ at, answers: withoutStatus, times: [1, 5] }), recovers),
      ...trialsOf(crossed({ at, answers: withoutStatus, times: [6, 'forever'] }), [
        ...isUnknown,
        equal('calls', ({ watch }) => watch.polls.length, 6),
        equal('polls', ({ watch }) => documentOf(watch)['polls'], 0),
      ]),
    ],
  },
  {
    number: 26,
    fault: 'unknown status, e.g. "CANCELLED"',
    promise: 'UNKNOWN, word for word in the record, an alarm; no endless loop',
    trials: [
      ...['CANCELLED', 'PAUSED'].map(finalStatus =>
        trialOf(`ends as ${finalStatus}`, scenarioOf({ script: { finalStatus } }), {
          struck: run => run.journal.exchanges.filter(({ answer }) => answer.includes(finalStatus)).length,
          holds: [
            ...isUnknown,
            serviceStatus(finalStatus),
            says('sns', finalStatus),
            within('polls', ({ watch }) => watch.polls.length, 1, 20),
          ],
        }),
      ),
      ...['completed', '', '<!channel>'].map(status =>
        trialOf(
          `the status is ${JSON.stringify(status)}`,
          scenarioOf({ faults: crossed({ at, answers: [unknownStatus(status)], times: ['forever'] }) }),
          {
            holds: status === '' ? isUnknown : [...isUnknown, serviceStatus(status)],
          },
        ),
      ),
    ],
  },
]
