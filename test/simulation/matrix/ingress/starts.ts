import type { Run } from '../../world/simulate.ts'
import type { Row, Rule } from '../support/row.ts'
import {
  deadLetters,
  ends,
  equal,
  green,
  quiet,
  rings,
  toldOnce,
  unharmed,
  watches,
  within,
} from '../support/rules.ts'
import { crossed, operationOf, scenarioOf, trialOf, trialsOf } from '../support/scenarios.ts'

const everywhere = toldOnce('sns', 'slack', 'eventbridge', 'teams')
const eventIsKept = equal('the event is kept', ({ run }) => run.lostEvents.length, 1)
const nobodyWatches = [watches(0), eventIsKept, rings('StartEventDeadLetters')]
const foundBySweep = [watches(1), ends('COMPLETED'), green, everywhere, deadLetters(), rings('EventsLost')]
const noSweeps = { firstSweepAtSeconds: null }

const throttled = { at: 'StartExecution', by: 'startWatch', answers: ['throttled'] } as const
const noPermission = crossed({
  at: 'rule-target',
  answers: [{ lambdaError: 'NO_PERMISSIONS' }],
  times: ['forever'],
})

const alarmAfter = (name: string): Rule =>
  within(
    `minutes until ${name} rings`,
    ({ run }) => ((run.alarms.find(alarm => alarm.name === name)?.at ?? Infinity) - firstFault(run)) / 60_000,
    0,
    5,
  )
const firstFault = ({ journal }: Run) => journal.faults[0]?.at ?? 0

export const startRows: readonly Row[] = [
  {
    number: 15,
    fault: 'StartExecution throttled, or the target out of reach',
    promise:
      'tried again: once and for a while, nothing is lost; for ever, the event is kept with an alarm, and a sweep starts the watch',
    trials: [
      ...trialsOf(crossed({ ...throttled, times: [1, 2] }), [...unharmed, quiet()], noSweeps),
      ...trialsOf(crossed({ ...throttled, times: ['forever'] }), nobodyWatches, noSweeps),
      ...trialsOf(crossed({ ...throttled, times: ['forever'] }), [...foundBySweep, eventIsKept]),
      ...trialsOf(
        crossed({ at: 'StartExecution', modes: ['after', 'hang', 'hang-after'] }),
        [...unharmed, quiet()],
        noSweeps,
      ),
      ...trialsOf(
        crossed({ at: 'lambda:startWatch', modes: ['hang', 'crash-before', 'crash-after'] }),
        [...unharmed],
        noSweeps,
      ),
      ...trialsOf(
        crossed({ at: 'rule-target', modes: ['before', 'after'], times: [1, 5] }),
        [...unharmed, quiet()],
        noSweeps,
      ),
      ...trialsOf(crossed({ at: 'rule-target', times: ['forever'] }), nobodyWatches, noSweeps),
    ],
  },
  {
    number: 16,
    fault: 'rule target lacks permission',
    promise: 'the alarm on FailedInvocations rings within 5 min, and the event is kept',
    trials: [
      ...trialsOf(noPermission, [...nobodyWatches, alarmAfter('RuleInvocationsFailed')], noSweeps),
      ...trialsOf(noPermission, [...foundBySweep, eventIsKept, alarmAfter('RuleInvocationsFailed')]),
    ],
  },
  {
    number: 17,
    fault: 'starts for two Availability Zones at once',
    promise: 'two independent executions',
    trials: [
      trialOf(
        'of one firewall',
        { ...scenarioOf(), operations: [operationOf(), operationOf({ place: 'zone-b' })] },
        {
          struck: run => run.operations.filter(({ refusal }) => refusal === null).length - 1,
          holds: [watches(2), ends('COMPLETED'), green, everywhere, deadLetters(), quiet()],
        },
      ),
      trialOf(
        'while the first one’s channel is dead',
        {
          ...scenarioOf({ faults: crossed({ at: 'webhook', answers: ['chat-archived'] }) }),
          operations: [operationOf(), operationOf({ place: 'zone-b' })],
        },
        {
          struck: run => run.operations.filter(({ refusal }) => refusal === null).length - 1,
          holds: [
            watches(2),
            ends('COMPLETED'),
            toldOnce('sns', 'eventbridge', 'teams'),
            equal(
              'one of two ends red',
              ({ run }) => run.executions.filter(({ status }) => status === 'FAILED').length,
              1,
            ),
            deadLetters('slack'),
          ],
        },
      ),
    ],
  },
]
