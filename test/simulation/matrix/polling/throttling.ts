import type { Row, Rule, Seen } from '../support/row.ts'
import {
  deadLetters,
  documentOf,
  ends,
  equal,
  green,
  quiet,
  red,
  rings,
  toldOnce,
  unharmed,
  within,
} from '../support/rules.ts'
import { crossed, endless, trialOf, trialsOf } from '../support/scenarios.ts'

const at = 'DescribeFlowOperation'
const everywhere = toldOnce('sns', 'slack', 'eventbridge', 'teams')
const throttles = [
  'throttled',
  { awsError: 'TooManyRequestsException', status: 429 },
  { awsError: 'RequestLimitExceeded', status: 503 },
  { status: 429, body: '' },
] as const

/** Answers with a status, as they were seen. */
const answered = ({ watch }: Seen) => watch.polls.filter(({ seen }) => seen === 'success').length

/** What the document says of the polls is what the service answered. */
export const onlyAnswersCount: Rule = {
  says: 'only answers with a status count as polls',
  check: seen => {
    const document = seen.watch.finished[0]?.record['document'] as { polls: number } | undefined
    const counted = answered(seen)
    return document?.polls === counted ? null : `${document?.polls} polls for ${counted} answers`
  },
}

/** After calls whose failure the state machine retries; a notice that is told in between is followed by a wait as ever. */
export const backOff: Rule = {
  says: 'no pause above 20 s while calls fail',
  check: ({ watch: { polls } }) => {
    const pauses = polls.slice(1).map((poll, index) => {
      const failed = polls[index]?.invocation
      return failed?.end === 'failed' ? (poll.at - (failed.endedAt ?? failed.at)) / 1000 : 0
    })
    const longest = Math.max(0, ...pauses)
    // A cold start takes its time too.
    return longest <= 22 ? null : `${longest} s`
  },
}

const tenMinutes = { fromSeconds: 20, untilSeconds: 620 } as const
/** Twenty seconds of back-off, and two for a cold start and the call. */
export const recoveryAfter = (untilSeconds: number): Rule =>
  within(
    'seconds from the end of the trouble until the end is known',
    ({ watch }) => (watch.concludedAt ?? Infinity) / 1000 - untilSeconds,
    0,
    22,
  )

/** For ten minutes, by three draws of the jitter. */
export function tenMinutesOf(answer: 'throttled' | 'internal' | 'dns' | 'reset' | 'html-503') {
  const faults = crossed({ at, answers: [answer], times: ['forever'], ...tenMinutes })
  return [1, 2, 3].flatMap(seed =>
    trialsOf(faults, [...unharmed, onlyAnswersCount, backOff, recoveryAfter(tenMinutes.untilSeconds)], {
      seed,
      script: { durationSeconds: 200 },
    }),
  )
}

const throttledForever = crossed({ at, answers: ['throttled'], times: ['forever'] })
const throttledLater = crossed({ at, answers: ['throttled'], times: ['forever'], fromCall: 2 })

export const throttledFor12Hours = endless({ faults: throttledForever })
export const throttledAfterOneAnswer = endless({ faults: throttledLater })

const toTheEnd = [
  everywhere,
  deadLetters(),
  backOff,
  onlyAnswersCount,
  rings('ThrottlingLasts'),
  within('hours until the end', ({ watch }) => (watch.concludedAt ?? 0) / 3_600_000, 12, 12.1),
]

export const throttlingRows: readonly Row[] = [
  {
    number: 18,
    fault: 'ThrottlingException once',
    promise: 'full-jitter retry, not counted as progress',
    trials: trialsOf(crossed({ at, answers: throttles, times: [1, 4] }), [
      ...unharmed,
      onlyAnswersCount,
      backOff,
      quiet(),
    ]),
  },
  {
    number: 19,
    fault: 'throttled for 10 min',
    promise: 'back-off of at most 20 s, recovers within 20 s after',
    trials: tenMinutesOf('throttled'),
  },
  {
    number: 20,
    fault: 'throttled for 12 h',
    promise: 'WATCH_FAILED and an alarm; TIMED_OUT if any answer was read',
    trials: [
      trialOf('from the first call on', throttledFor12Hours, {
        holds: [...toTheEnd, ends('WATCH_FAILED'), red('OutcomeUnobserved')],
      }),
      trialOf('after one answer', throttledAfterOneAnswer, {
        holds: [
          ...toTheEnd,
          ends('TIMED_OUT'),
          green,
          equal('the last status', ({ watch }) => documentOf(watch)['serviceStatus'], 'IN_PROGRESS'),
        ],
      }),
    ],
  },
]
