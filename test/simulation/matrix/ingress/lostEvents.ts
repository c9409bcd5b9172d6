import type { Run } from '../../world/simulate.ts'
import type { Row, Rule, Seen } from '../support/row.ts'
import {
  callsOf,
  deadLetters,
  ends,
  equal,
  green,
  isTrue,
  quiet,
  rings,
  toldOnce,
  unharmed,
  watches,
  within,
} from '../support/rules.ts'
import { endless, scenarioOf, trialOf } from '../support/scenarios.ts'

const everywhere = toldOnce('sns', 'slack', 'eventbridge', 'teams')
const memorySeconds = 12 * 3600

function startsOf({ journal }: Run, result?: string) {
  const starts = journal.invocations.filter(({ functionName }) => functionName === 'startWatch')
  if (result === undefined) return starts
  return starts.filter(start => (start.result as { result?: string } | null)?.result === result)
}

const bothTaken = equal('startWatch took both', ({ run }) => startsOf(run).length, 2)
const copyTimes = [
  { later: 0, when: 'at once' },
  { later: 15, when: 'while the watch runs' },
  { later: 600, when: 'after its end' },
]

function doubled(hasOtherId: boolean) {
  return copyTimes.map(({ later, when }) => {
    const copies = [{ delaySeconds: 5 }, { delaySeconds: 5 + later, hasOtherId }]
    return trialOf(`the copy comes ${when}`, scenarioOf({ operation: { copies } }), {
      struck: run => startsOf(run).length - 1,
      holds: [...unharmed, bothTaken, quiet()],
    })
  })
}

const foundLate = ({ run, watch }: Seen) => (watch.execution.startedAt - (run.operations[0]?.at ?? 0)) / 1000
const wasLost = (run: Run) => (startsOf(run).length === 0 ? 1 : 0)
const recovered = [ends('COMPLETED'), green, everywhere, deadLetters(), rings('EventsLost')]

/** Sweeps come every ten minutes, the first one this long after the start; younger than three minutes is left to its event. */
const lost = [0, 100, 179, 181, 400, 599].map(secondsToSweep => {
  const scenario = scenarioOf({
    firstSweepAtSeconds: 10 + secondsToSweep,
    operation: { copies: [] },
  })
  return trialOf(`the next sweep comes after ${secondsToSweep} s`, scenario, {
    struck: wasLost,
    holds: [watches(1), ...recovered, within('seconds until it is watched', foundLate, 0, 13 * 60)],
  })
})

function late(
  seconds: number,
  script: { durationSeconds: number | null; finalStatus: string },
  holds: readonly Rule[],
) {
  const operation = { copies: [{ delaySeconds: seconds }] }
  const name = `${seconds} s late, ${script.durationSeconds === null ? 'never over' : `over as ${script.finalStatus}`}`
  return trialOf(name, endless({ operation, script }), {
    struck: run => startsOf(run).length,
    holds: [watches(1), everywhere, deadLetters(), green, ...holds],
  })
}

const polledOnce = equal('polls', ({ watch }) => watch.polls.length, 1)
const isSweptFirst = (run: Run) => startsOf(run, 'ALREADY_WATCHED').length

export const lostEventRows: readonly Row[] = [
  {
    number: 1,
    fault: 'the same EventBridge event twice',
    promise: 'one execution',
    trials: doubled(false),
  },
  {
    number: 2,
    fault: 'CloudTrail copy with another event id, same flowOperationId',
    promise: 'one execution, named by the operation',
    trials: doubled(true),
  },
  {
    number: 3,
    fault: 'event lost',
    promise: 'the first sweep after three minutes of grace starts the watch: within 13 minutes',
    note: 'Within 10 minutes with sweepMinutes of 7 or less.',
    trials: lost,
  },
  {
    number: 4,
    fault: 'event 11 h 59 min late',
    promise: 'polled at once; then its outcome, or TIMED_OUT at 12 h',
    trials: [
      late(memorySeconds - 60, { durationSeconds: 30, finalStatus: 'COMPLETED' }, [
        ends('COMPLETED'),
        polledOnce,
      ]),
      late(memorySeconds - 60, { durationSeconds: 30, finalStatus: 'FAILED' }, [ends('FAILED'), polledOnce]),
      late(memorySeconds - 60, { durationSeconds: null, finalStatus: 'COMPLETED' }, [
        ends('TIMED_OUT'),
        within('polls', ({ watch }) => watch.polls.length, 2, 6),
        within(
          'hours until the end is known',
          ({ watch }) => (watch.concludedAt ?? 0) / 3_600_000,
          12,
          12.03,
        ),
      ]),
    ],
  },
  {
    number: 5,
    fault: 'event more than 12 h late',
    promise: 'one poll, EXPIRED recorded and told, no loop',
    trials: [
      late(memorySeconds + 60, { durationSeconds: 30, finalStatus: 'COMPLETED' }, [
        ends('EXPIRED'),
        polledOnce,
      ]),
      late(2 * memorySeconds, { durationSeconds: null, finalStatus: 'COMPLETED' }, [
        ends('EXPIRED'),
        polledOnce,
      ]),
    ],
  },
  {
    number: 6,
    fault: 'the sweep is first, the event later',
    promise: '`ExecutionAlreadyExists` is success: one execution, no error',
    trials: [
      { delay: 350, durationSeconds: 30, when: 'after the end' },
      { delay: 350, durationSeconds: 900, when: 'while the watch runs' },
    ].map(({ delay, durationSeconds, when }) => {
      const operation = { copies: [{ delaySeconds: delay }] }
      return trialOf(`the event comes ${when}`, scenarioOf({ operation, script: { durationSeconds } }), {
        struck: isSweptFirst,
        holds: [
          watches(1),
          ...recovered,
          isTrue('no function failed', ({ run }) =>
            run.journal.invocations.every(({ end }) => end === 'succeeded'),
          ),
          within('StartExecution is asked', seen => callsOf('StartExecution', null, seen), 2, 3),
        ],
      })
    }),
  },
]
