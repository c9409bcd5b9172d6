import { firewallArnOf } from '../world/cloudTrail.ts'
import type { FaultAnswer } from '../world/faultAnswers.ts'
import { onlyEvent, refusedEvent } from './support/events.ts'
import type { Row } from './support/row.ts'
import {
  deadLetters,
  ends,
  equal,
  green,
  isTrue,
  quiet,
  reason,
  red,
  rings,
  says,
  toldOnce,
  unharmed,
  watches,
  within,
} from './support/rules.ts'
import { crossed, trialOf, trialsOf } from './support/scenarios.ts'

const at = 'Publish'
const others = toldOnce('slack', 'eventbridge', 'teams')
const error = (awsError: string, status: number): FaultAnswer => ({ awsError, status })
const dead = [
  watches(1),
  ends('COMPLETED'),
  red('NotificationUndelivered'),
  others,
  deadLetters('sns'),
  rings('NotificationDeadLetters'),
]
const oneTry = within(
  'calls of Publish',
  ({ run }) => run.journal.exchanges.filter(({ site }) => site === at).length,
  1,
  1,
)

const keyErrors = [
  'kms-denied',
  error('KMSDisabledException', 400),
  error('KMSInvalidStateException', 400),
  error('KMSNotFoundException', 400),
  error('AuthorizationErrorException', 403),
] as const

const namedFirewall = (name: string) => {
  const parameters = {
    firewallArn: `${firewallArnOf(0).split('/')[0]}/${name}`,
    availabilityZone: 'eu-west-1a',
  }
  return onlyEvent(refusedEvent({ requestParameters: parameters }))
}
const subjectIsSound = isTrue('the subject is printable ASCII of at most 99 characters', ({ run }) =>
  run.models.sns.published.every(({ subject }) => /^[\x20-\x7e]{1,99}$/u.test(subject ?? '')),
)
const refusedAndTold = [
  watches(1),
  ends('REFUSED'),
  green,
  toldOnce('sns'),
  others,
  deadLetters(),
  quiet(),
  subjectIsSound,
]
const startsTaken = (run: { executions: readonly unknown[] }) => run.executions.length

/** More filters than anybody could have given: 3,000 of them. */
const manyFilters = Array.from({ length: 3000 }, (_, index) => ({
  SourceAddress: { AddressDefinition: `10.${Math.floor(index / 256)}.${index % 256}.0/24` },
  DestinationPort: '443',
  Protocols: ['6'],
}))
const huge: FaultAnswer = {
  status: 200,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify({
    FlowOperationStatus: 'COMPLETED',
    FlowOperation: { MinimumFlowAgeInSeconds: 60, FlowFilters: manyFilters },
  }),
}

export const snsRows: readonly Row[] = [
  {
    number: 49,
    fault: 'KMS AccessDenied',
    promise: 'dead letter and alarm; the other channels are told',
    trials: trialsOf(crossed({ at, answers: keyErrors, times: ['forever'] }), [
      ...dead,
      oneTry,
      reason(/^SNS Publish: \w+/u),
    ]),
  },
  {
    number: 50,
    fault: 'subject longer than 100 characters, non-ASCII, newline',
    promise: 'sanitised',
    trials: [
      trialOf('a name of 128 characters', namedFirewall('f'.repeat(128)), {
        struck: startsTaken,
        holds: refusedAndTold,
      }),
      trialOf('a name that is not ASCII', namedFirewall('Brandmauer-Süd-🔥'), {
        struck: startsTaken,
        holds: refusedAndTold,
      }),
      {
        ...trialOf('a control character', namedFirewall('edge\u0007\u202e'), {
          struck: startsTaken,
          holds: refusedAndTold,
        }),
        spared: { ids: ['I5'], why: 'the name is told without its control characters' },
      },
      trialOf('a newline, which no name can hold', namedFirewall('edge\nBcc: all'), {
        struck: startsTaken,
        holds: refusedAndTold,
      }),
    ],
  },
  {
    number: 51,
    fault: 'body of more than 256 KB',
    promise: 'cut so that it fits, and says what was left out',
    note: 'Lists are cut long before that size, by count and with the number of what was left out.',
    trials: trialsOf(
      crossed({ at: 'DescribeFlowOperation', answers: [huge], times: ['forever'] }),
      [
        ...unharmed,
        quiet(),
        says('sns', 'more'),
        equal(
          'the machine-readable document says how many filters it lacks',
          ({ run }) => {
            const document = JSON.parse(run.models.sns.published[0]?.message['sqs'] ?? '{}') as {
              omittedFilterCount: number
              flowOperation: { FlowFilters: readonly unknown[] }
            }
            return document.omittedFilterCount + document.flowOperation.FlowFilters.length
          },
          manyFilters.length,
        ),
      ],
      { script: { durationSeconds: 0 } },
    ),
  },
  {
    number: 52,
    fault: 'topic deleted',
    promise: 'permanent: dead letter; the other channels are still sent',
    trials: trialsOf(
      crossed({
        at,
        answers: [
          error('NotFoundException', 404),
          error('InvalidParameterException', 400),
          error('AuthorizationErrorException', 403),
        ],
        times: ['forever'],
      }),
      [...dead, oneTry],
    ),
  },
  {
    number: 53,
    fault: 'throttled',
    promise: 'retry; for ever: dead letter within an hour',
    trials: [
      ...trialsOf(
        crossed({
          at,
          answers: ['throttled', error('ThrottledException', 429), 'internal', 'html-503', 'reset', 'dns'],
          times: [1, 5],
        }),
        [...unharmed, quiet()],
      ),
      ...trialsOf(crossed({ at, modes: ['hang'], times: [1, 3] }), [...unharmed, quiet()]),
      ...trialsOf(
        crossed({ at, answers: ['throttled', 'internal', 'html-503', 'reset'], times: ['forever'] }),
        [
          ...dead,
          within(
            'minutes until it is given up',
            ({ run, watch }) =>
              ((watch.execution.endedAt ?? Infinity) - (run.journal.faults[0]?.at ?? 0)) / 60_000,
            15,
            60,
          ),
        ],
      ),
      ...trialsOf(crossed({ at, modes: ['hang'], times: ['forever'] }), dead),
    ],
  },
]
