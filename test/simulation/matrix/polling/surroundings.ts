import type { Row, Rule, Seen } from '../support/row.ts'
import { isTrue, quiet, unharmed, within } from '../support/rules.ts'
import { crossed, scenarioOf, trialOf, trialsOf } from '../support/scenarios.ts'
import { neverOver } from './schedule.ts'
import { recoveryAfter, throttledAfterOneAnswer, throttledFor12Hours } from './throttling.ts'

const bot = { channels: ['sns', 'slack-bot', 'eventbridge', 'teams'] } as const

const startDelay = ({ run, watch }: Seen) =>
  ((run.journal.invocations[1]?.at ?? 0) - watch.execution.startedAt) / 1000

const history = (most: number): Rule =>
  within('history events', ({ watch }) => watch.execution.historyEvents, 1, most)

export const surroundingRows: readonly Row[] = [
  {
    number: 39,
    fault: 'cold start of 3 s',
    promise: 'inside every task’s timeout',
    trials: [3, 5].map(coldStartSeconds =>
      trialOf(`every start takes ${coldStartSeconds} s`, scenarioOf({ ...bot, coldStartSeconds }), {
        struck: run => run.journal.invocations.length,
        holds: [
          ...unharmed,
          quiet(),
          within('seconds until the first function runs', startDelay, coldStartSeconds, coldStartSeconds + 1),
          isTrue('no task fails', ({ watch }) =>
            watch.execution.events.every(({ kind }) => kind !== 'TASK_FAILED'),
          ),
        ],
      }),
    ),
  },
  {
    number: 40,
    fault: 'endpoint DNS failure for 5 min',
    promise: 'retry, nothing lost',
    trials: [
      ...trialsOf(
        crossed({
          at: 'DescribeFlowOperation',
          answers: ['dns'],
          times: ['forever'],
          fromSeconds: 20,
          untilSeconds: 320,
        }),
        [...unharmed, quiet(), recoveryAfter(320)],
        { script: { durationSeconds: 100 } },
      ),
      ...trialsOf(
        crossed({
          at: ['Publish', 'PutEvents', 'webhook', 'flow'],
          answers: ['dns'],
          times: ['forever'],
          fromSeconds: 20,
          untilSeconds: 320,
        }),
        [...unharmed, quiet()],
      ),
      ...trialsOf(
        crossed({
          at: 'ListFlowOperationResults',
          answers: ['dns'],
          times: ['forever'],
          fromSeconds: 20,
          untilSeconds: 320,
        }),
        [...unharmed, quiet()],
      ),
    ],
  },
  {
    number: 41,
    fault: 'transition throttling (ExecutionThrottled)',
    promise: 'late only; Step Functions counts it (ThrottledEvents)',
    trials: [1, 6].map(bySeconds =>
      trialOf(
        `every task begins ${bySeconds} s late`,
        scenarioOf({ ...bot, slowTransitions: { fromSeconds: 0, untilSeconds: 3600, bySeconds } }),
        {
          struck: run => run.journal.metrics.filter(({ name }) => name === 'ThrottledEvents').length,
          holds: [...unharmed, quiet()],
        },
      ),
    ),
  },
  {
    number: 42,
    fault: 'history near 25,000 events',
    promise:
      'a schedule that cannot reach it: fewer than 20,000, with up to 8 throttled calls before each answer',
    trials: [
      trialOf('a watch of 12 hours', neverOver, {
        struck: run => run.executions.length,
        holds: [history(20_000)],
      }),
      trialOf('throttled for 12 hours', throttledFor12Hours, { holds: [history(20_000)] }),
      trialOf('throttled after one answer', throttledAfterOneAnswer, { holds: [history(20_000)] }),
    ],
  },
]
