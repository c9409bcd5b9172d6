import type { FaultAnswer } from '../../world/faultAnswers.ts'
import type { Row, Rule } from '../support/row.ts'
import {
  documentOf,
  ends,
  equal,
  green,
  isTrue,
  quiet,
  red,
  rings,
  toldOnce,
  unharmed,
  watches,
} from '../support/rules.ts'
import { crossed, trialsOf } from '../support/scenarios.ts'

const everywhere = toldOnce('sns', 'slack', 'eventbridge', 'teams')
const list = 'ListFlowOperationResults'
const complete = (expected: boolean): Rule =>
  equal(
    'the results are complete',
    ({ watch }) => (documentOf(watch)['results'] as { complete: boolean }).complete,
    expected,
  )
const invalid: FaultAnswer = { awsError: 'InvalidRequestException', status: 400 }
const routes = JSON.stringify({ version: 1, routes: [{ name: 'all', when: {}, to: [{ channel: 'sns' }] }] })
const contextCalls = ['DescribeFirewall', 'DescribeFirewallPolicy', 'ListFlowOperations'] as const

export const surfaceRows: readonly Row[] = [
  {
    number: 'X9',
    fault: 'the results cannot be collected',
    promise:
      'the message goes out all the same, `complete` is false; once or for a while: they are collected',
    trials: [
      ...trialsOf(
        crossed({
          at: list,
          answers: ['throttled', 'internal', 'html-503', 'truncated-json', 'reset'],
          times: [1, 4],
        }),
        [...unharmed, complete(true), quiet()],
      ),
      ...trialsOf(
        crossed({
          at: list,
          answers: ['throttled', 'internal', 'access-denied', 'not-found', invalid, 'truncated-json'],
          times: ['forever'],
        }),
        [...unharmed, complete(false), quiet()],
      ),
      ...trialsOf(
        crossed({
          at: 'lambda:collectResults',
          modes: ['before', 'crash-before', 'hang'],
          times: ['forever'],
        }),
        [watches(1), ends('COMPLETED'), green, everywhere],
      ),
    ],
  },
  {
    number: 'X10',
    fault: 'the routes cannot be read, or are no routes',
    promise: 'every channel is told, and an alarm rings',
    trials: [
      ...trialsOf(
        crossed({
          at: 'GetParameter',
          answers: ['throttled', 'internal', 'access-denied', 'not-found', 'reset'],
          times: ['forever'],
        }),
        [...unharmed, rings('RoutingUnreadable')],
        { routes },
      ),
      ...trialsOf(
        crossed({ at: 'GetParameter', modes: ['hang'], times: ['forever'] }),
        [...unharmed, rings('RoutingUnreadable')],
        { routes },
      ),
    ],
  },
  {
    number: 'X11',
    fault: 'what is around the operation cannot be asked for',
    promise: 'the outcome is told without it',
    trials: [
      ...trialsOf(
        crossed({
          at: contextCalls,
          answers: ['throttled', 'access-denied', 'html-503', 'truncated-json', 'reset'],
          times: ['forever'],
        }),
        [...unharmed, quiet('FunctionErrors', 'SweepMissing')],
        { firstSweepAtSeconds: null },
      ),
      ...trialsOf(
        crossed({
          at: 'lambda:gatherContext',
          modes: ['before', 'crash-before', 'hang'],
          times: ['forever'],
        }),
        [...unharmed, quiet()],
      ),
    ],
  },
  {
    number: 'X12',
    fault: 'the function that writes the messages never runs',
    promise: 'tried for an hour, then the execution fails with an alarm; its history holds what was seen',
    trials: trialsOf(
      crossed({ at: 'lambda:composeNotice', modes: ['before', 'crash-before'], times: ['forever'] }),
      [
        watches(1),
        red('OutcomeNotComposed'),
        isTrue('the history knows the outcome', ({ watch }) =>
          JSON.stringify(watch.execution.lastData).includes('"COMPLETED"'),
        ),
      ],
    ),
  },
  {
    number: 'X13',
    fault: 'the sweep fails, while an event is lost',
    promise: 'an alarm rings, and the next sweep that works finds the operation',
    trials: trialsOf(
      crossed({
        at: 'lambda:sweepOperations',
        modes: ['before', 'crash-before'],
        times: ['forever'],
        fromSeconds: 0,
        untilSeconds: 2500,
      }),
      [watches(1), ends('COMPLETED'), green, everywhere, rings('SweepMissing', 'EventsLost')],
      { operation: { copies: [] } },
    ),
  },
]
