import type { CallSite } from '../../world/faults.ts'
import type { Row, Rule } from '../support/row.ts'
import { deadLetters, ends, equal, green, quiet, toldOnceOrTwice, watches } from '../support/rules.ts'
import { crossed, trialsOf } from '../support/scenarios.ts'

/** Everything that the state machine calls. */
const functions = [
  'lambda:pollOperation',
  'lambda:collectResults',
  'lambda:gatherContext',
  'lambda:composeNotice',
  'lambda:recordAudit',
  'lambda:deliverNotification',
] as const satisfies readonly CallSite[]

/** A message whose sending was interrupted may come twice: nobody can know whether it arrived. */
const saved: readonly Rule[] = [
  watches(1),
  ends('COMPLETED'),
  green,
  deadLetters(),
  toldOnceOrTwice('sns'),
  toldOnceOrTwice('slack'),
  toldOnceOrTwice('eventbridge'),
  toldOnceOrTwice('teams'),
  equal(
    'record ids of the end',
    ({ watch }) => new Set(watch.finished.map(({ record }) => record.recordId)).size,
    1,
  ),
  quiet(),
]
const bot = { channels: ['sns', 'slack-bot', 'eventbridge', 'teams'] } as const

/** In the middle of every call that the function makes over the network, and around the invocation as a whole. */
const callsOf = {
  'lambda:pollOperation': ['DescribeFlowOperation'],
  'lambda:collectResults': ['ListFlowOperationResults'],
  'lambda:gatherContext': ['DescribeFirewall', 'DescribeFirewallPolicy'],
  'lambda:recordAudit': ['CreateLogStream', 'PutLogEvents'],
  'lambda:deliverNotification': [
    'GetSecretValue',
    'Publish',
    'PutEvents',
    'flow',
    'chat.postMessage',
    'chat.update',
  ],
} as const satisfies Record<string, readonly CallSite[]>
const networkCalls = Object.values(callsOf).flat()

export const lambdaRows: readonly Row[] = [
  {
    number: 36,
    fault: 'Lambda timeout mid-call',
    promise: 'state-machine retry, no second record id, at most one extra message where its answer was lost',
    trials: [
      ...trialsOf(crossed({ at: functions, modes: ['hang', 'hang-after'] }), saved, bot),
      ...trialsOf(
        crossed({ at: functions, modes: ['hang', 'hang-after'], answers: ['lambda-no-answer'] }),
        saved,
        bot,
      ),
    ],
  },
  {
    number: 37,
    fault: 'Lambda out of memory or exit',
    promise: 'the same',
    trials: [
      ...trialsOf(
        crossed({ at: functions, modes: ['before'], answers: ['lambda-out-of-memory', 'lambda-exit'] }),
        saved,
        bot,
      ),
      ...trialsOf(
        crossed({ at: functions, modes: ['crash-before', 'crash-after'], times: [1, 2] }),
        saved.slice(0, 4),
        bot,
      ),
      ...trialsOf(crossed({ at: networkCalls, modes: ['crash-before', 'crash-after'] }), saved, bot),
    ],
  },
  {
    number: 38,
    fault: 'concurrency limit (TooManyRequests)',
    promise: 'state-machine retry',
    trials: [
      ...trialsOf(
        crossed({
          at: functions,
          answers: ['lambda-throttled', 'lambda-service', 'lambda-sdk'],
          times: [1, 2],
        }),
        saved,
        bot,
      ),
      ...trialsOf(
        crossed({
          at: functions,
          answers: ['lambda-throttled'],
          times: ['forever'],
          fromSeconds: 25,
          untilSeconds: 85,
        }).filter(({ at }) => !['lambda:gatherContext', 'lambda:composeNotice'].includes(at)),
        saved,
        { ...bot, script: { durationSeconds: 20 } },
      ),
    ],
  },
]
