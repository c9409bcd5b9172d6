import type { Run } from '../../world/simulate.ts'
import { acceptedEvent, elsewhere, knownId, onlyEvent, refusedEvent } from '../support/events.ts'
import type { Row, Rule } from '../support/row.ts'
import {
  deadLetters,
  ends,
  equal,
  green,
  isTrue,
  quiet,
  rings,
  says,
  toldOnce,
  watches,
} from '../support/rules.ts'
import { crossed, scenarioOf, trialOf } from '../support/scenarios.ts'

const everywhere = toldOnce('sns', 'slack', 'eventbridge', 'teams')
const handed = (run: Run) =>
  run.journal.invocations.filter(({ functionName }) => functionName === 'startWatch').length

/** Recorded and counted, with an alarm; nobody on a channel is told, nothing is watched, and nothing is asked for again. */
const badEvent: readonly Rule[] = [
  watches(0),
  equal('it is handed over once', ({ run }) => handed(run), 1),
  equal('one record', ({ run }) => run.records.map(({ record }) => record.recordType), ['EVENT_REJECTED']),
  rings('EventsRejected'),
  isTrue('the record is short', ({ run }) => JSON.stringify(run.records).length < 1000),
  equal(
    'nothing is sent',
    ({ run }) => run.journal.exchanges.filter(({ site }) => !logSites.includes(site)).length,
    0,
  ),
  equal('no event is kept for later', ({ run }) => run.lostEvents.length, 0),
]
const logSites: readonly string[] = ['CreateLogStream', 'PutLogEvents']

const bad = (name: string, event: unknown) =>
  trialOf(name, onlyEvent(event), { struck: handed, holds: badEvent })

/** So deep that whatever walks it by recursion is in danger. */
function nested(levels: number): unknown {
  let value: unknown = 'the bottom'
  for (let level = 0; level < levels; level += 1) value = { a: value }
  return value
}

const completedAnswer = {
  status: 200,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify({
    FlowOperationId: knownId,
    FlowOperationType: 'FLOW_FLUSH',
    FlowOperationStatus: 'COMPLETED',
  }),
}

const partitions = [
  { partition: 'aws-cn', region: 'cn-north-1', host: 'cn-north-1.console.amazonaws.cn' },
  { partition: 'aws-us-gov', region: 'us-gov-west-1', host: 'us-gov-west-1.console.amazonaws-us-gov.com' },
]

const inert =
  '{"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}},"prototype":{"polluted":"yes"}}'
const inertKeys = JSON.parse(inert) as Record<string, unknown>
const inertEvents = [
  { name: 'in the detail', event: refusedEvent(inertKeys) },
  { name: 'in the parameters', event: refusedEvent({ requestParameters: inertKeys }) },
  { name: 'in the identity', event: refusedEvent({ userIdentity: inertKeys }) },
  { name: 'at the top', event: { ...refusedEvent(), ...inertKeys } },
]

const refusedTold = [watches(1), ends('REFUSED'), green, everywhere, deadLetters(), quiet()]
const noPolls = equal('no poll', ({ watch }) => watch.polls.length, 0)
const missing = (durationSeconds: number, copyDelay: number) =>
  scenarioOf({
    firstSweepAtSeconds: null,
    operation: { isAnswerMissing: true, copies: [{ delaySeconds: copyDelay }] },
    script: { durationSeconds },
  })

export const oddEventRows: readonly Row[] = [
  {
    number: 7,
    fault: '`errorCode` present (refused start)',
    promise: 'REFUSED recorded and told, no polling',
    trials: [
      trialOf(
        'refused by throttling',
        scenarioOf({
          operation: { refusedWith: { errorCode: 'ThrottlingException', errorMessage: 'busy' } },
        }),
        {
          struck: run => run.operations.filter(({ refusal }) => refusal !== null).length,
          holds: [...refusedTold, noPolls],
        },
      ),
      trialOf('parameters are null', onlyEvent(refusedEvent({ requestParameters: null })), {
        struck: handed,
        holds: [...refusedTold, noPolls],
      }),
    ],
  },
  {
    number: 8,
    fault: '`responseElements` null without `errorCode`',
    promise: 'the operation is looked up with ListFlowOperations, else it is a bad event',
    trials: [
      trialOf('it still runs', missing(120, 5), {
        struck: handed,
        holds: [watches(1), ends('COMPLETED'), green, everywhere, deadLetters(), quiet()],
      }),
      trialOf('it is over', missing(30, 60), {
        struck: handed,
        holds: [
          watches(0),
          equal('one record', ({ run }) => run.records.map(({ record }) => record.recordType), [
            'EVENT_REJECTED',
          ]),
          rings('EventsRejected'),
        ],
      }),
    ],
  },
  {
    number: 9,
    fault: 'flowOperationId upper case, 35 characters, with newline',
    promise: 'bad event',
    trials: [
      bad('upper case', acceptedEvent(knownId.toUpperCase())),
      bad('35 characters', acceptedEvent(knownId.slice(1))),
      bad('with newline', acceptedEvent(`${knownId}\n`)),
      bad('an object', acceptedEvent(knownId, { responseElements: { flowOperationId: { a: 1 } } })),
    ],
  },
  {
    number: 10,
    fault: 'ARN of another partition (aws-cn, aws-us-gov)',
    promise: 'accepted, right console host',
    trials: partitions.flatMap(({ partition, region, host }) => {
      const holds = [
        watches(1),
        green,
        everywhere,
        deadLetters(),
        quiet(),
        says('sns', host),
        says('slack', host),
      ]
      const struck = handed
      const faults = crossed({ at: 'DescribeFlowOperation', answers: [completedAnswer], times: ['forever'] })
      const completed = onlyEvent(elsewhere(acceptedEvent(knownId), partition, region), { faults })
      return [
        trialOf(`accepted in ${partition}`, completed, { struck, holds: [...holds, ends('COMPLETED')] }),
        trialOf(`refused in ${partition}`, onlyEvent(elsewhere(refusedEvent(), partition, region)), {
          struck,
          holds: [...holds, ends('REFUSED')],
        }),
      ]
    }),
  },
  {
    number: 11,
    fault: "ARN of another account or Region than the event's",
    promise: 'bad event',
    trials: [
      bad('another account', { ...acceptedEvent(knownId), account: '210987654321' }),
      bad('another Region', acceptedEvent(knownId, { awsRegion: 'us-east-1' })),
    ],
  },
  {
    number: 13,
    fault: 'event of more than 256 KB, or deeply nested',
    promise: 'bad event, and nothing of its size is kept',
    trials: [
      bad('300 KB', acceptedEvent(knownId, { additionalEventData: 'x'.repeat(300_000) })),
      bad('100,000 levels', acceptedEvent(knownId, { additionalEventData: nested(100_000) })),
      bad('65 levels', acceptedEvent(knownId, { additionalEventData: nested(65) })),
    ],
  },
  {
    number: 14,
    fault: '`__proto__`, `constructor` keys',
    promise: 'inert',
    trials: inertEvents.map(({ name, event }) =>
      trialOf(name, onlyEvent(event), {
        struck: handed,
        holds: [...refusedTold, isTrue('no object is changed', () => !('polluted' in {}))],
      }),
    ),
  },
]
