import type { Row, Seen } from '../support/row.ts'
import { deadLetters, ends, equal, green, quiet, red, toldOnce, unharmed, within } from '../support/rules.ts'
import { crossed, scenarioOf, trialOf, trialsOf } from '../support/scenarios.ts'

const at = 'DescribeFlowOperation'
const everywhere = toldOnce('sns', 'slack', 'eventbridge', 'teams')
const memorySeconds = 12 * 3600
const told = [everywhere, deadLetters()]
const failed = [...told, ends('WATCH_FAILED'), red('OutcomeUnobserved')]
const late = (delaySeconds: number) => ({
  operation: { copies: [{ delaySeconds }] },
  firstSweepAtSeconds: null,
})
const endless = { script: { durationSeconds: null } }

const secondsWatched = ({ watch }: Seen) =>
  ((watch.concludedAt ?? Infinity) - (watch.polls[0]?.at ?? 0)) / 1000
const age = ({ watch, run }: Seen) => ((watch.concludedAt ?? Infinity) - (run.operations[0]?.at ?? 0)) / 1000
const calls = (count: number) => equal('calls', ({ watch }) => watch.polls.length, count)

const skewed = ['RequestTimeTooSkewed', 'InvalidSignatureException', 'SignatureDoesNotMatch'].map(
  awsError => ({
    awsError,
    status: 403,
  }),
)
const expired = [
  'expired-credentials',
  { awsError: 'UnrecognizedClientException', status: 400 },
  ...skewed,
] as const

export const errorRows: readonly Row[] = [
  {
    number: 27,
    fault: 'ResourceNotFound right after the start',
    promise: 'tolerated for the first 120 s of an operation, and for at least 3 polls; then EXPIRED',
    note: 'Counted in seconds, not in polls.',
    trials: [
      ...trialsOf(crossed({ at, answers: ['not-found'], times: [1, 5, 15] }), [...unharmed, quiet()], {
        script: { durationSeconds: 115 },
      }),
      ...trialsOf(
        crossed({ at, answers: ['not-found'], times: ['forever'] }),
        [...told, green, ends('EXPIRED'), within('age at the end', age, 120, 130)],
        { script: { durationSeconds: 60 } },
      ),
      ...trialsOf(crossed({ at, answers: ['not-found'], times: [2] }), [...unharmed], late(600)),
      ...trialsOf(
        crossed({ at, answers: ['not-found'], times: [3, 'forever'] }),
        [...told, green, ends('EXPIRED'), calls(3)],
        late(600),
      ),
    ],
  },
  {
    number: 28,
    fault: 'ResourceNotFound after IN_PROGRESS',
    promise: 'EXPIRED (the retention is over, or the firewall was deleted)',
    trials: [
      ...trialsOf(
        crossed({ at, answers: ['not-found'], times: ['forever'], fromSeconds: 200 }),
        [...told, green, ends('EXPIRED'), within('age at the end', age, 190, 200)],
        endless,
      ),
      trialOf(
        'the service forgets it early',
        scenarioOf({ script: { durationSeconds: null, forgottenAfterSeconds: 300 } }),
        {
          struck: run =>
            run.journal.exchanges.filter(({ site, status }) => site === at && status === 400).length,
          holds: [...told, green, ends('EXPIRED')],
        },
      ),
    ],
  },
  {
    number: 29,
    fault: 'InvalidRequest',
    promise: 'permanent, no retry: WATCH_FAILED; after 12 h EXPIRED, or TIMED_OUT if it was seen running',
    trials: [
      ...trialsOf(crossed({ at, answers: ['invalid-request'], times: [1, 'forever'] }), [
        ...failed,
        calls(1),
      ]),
      ...trialsOf(
        crossed({ at, answers: ['invalid-request'], times: ['forever'] }),
        [...told, green, ends('EXPIRED'), calls(1)],
        late(memorySeconds + 60),
      ),
      ...trialsOf(
        crossed({ at, answers: ['invalid-request'], times: ['forever'], fromSeconds: memorySeconds + 10 }),
        [...told, green, ends('TIMED_OUT')],
        { ...late(memorySeconds - 60), ...endless },
      ),
    ],
  },
  {
    number: 30,
    fault: 'AccessDenied',
    promise: '60 s of grace for IAM’s propagation, then WATCH_FAILED and an alarm',
    trials: [
      ...trialsOf(crossed({ at, answers: ['access-denied'], times: [1, 8] }), [...unharmed, quiet()]),
      ...trialsOf(
        crossed({ at, answers: ['access-denied', { status: 403, body: '' }], times: ['forever'] }),
        [...failed, within('seconds of watching', secondsWatched, 60, 67)],
      ),
      ...trialsOf(
        crossed({ at, answers: ['access-denied'], times: ['forever'], fromSeconds: 120 }),
        [...failed, calls(1 + 2 + 25)].slice(0, -1),
        endless,
      ),
    ],
  },
  {
    number: 31,
    fault: 'expired credentials, clock skew',
    promise: 'one retry, then WATCH_FAILED; a clock that is wrong by an hour changes nothing',
    trials: [
      ...trialsOf(crossed({ at, answers: expired, times: [1] }), [...unharmed, quiet()]),
      ...trialsOf(crossed({ at, answers: expired, times: [2, 'forever'] }), [...failed, calls(2)]),
      ...[3600, -3600].map(bySeconds =>
        trialOf(
          `the clocks jump by ${bySeconds} s`,
          scenarioOf({ clockJump: { atSeconds: 20, bySeconds }, script: { durationSeconds: 60 } }),
          {
            struck: run => run.journal.invocations.filter(invocation => invocation.at > 20_000).length,
            holds: unharmed,
          },
        ),
      ),
    ],
  },
]
