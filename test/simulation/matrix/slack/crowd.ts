import type { Row, Rule } from '../support/row.ts'
import { deadLetters, ends, green, toldOnce, watches, within } from '../support/rules.ts'
import { operationOf, scenarioOf, scriptOf, trialOf } from '../support/scenarios.ts'

const places = ['zone-a', 'zone-b', 'zone-c'] as const

/** 34 firewalls with three zones each, less two: all of them end within one second. */
const crowd = Array.from({ length: 100 }, (_, index) =>
  operationOf({
    atSeconds: 10 + (index % 10) / 10,
    firewall: Math.floor(index / 3),
    place: places[index % 3] ?? 'zone-a',
    script: scriptOf({ durationSeconds: 12 - (index % 10) / 10, flowCount: 0 }),
  }),
)

const endsSeen: Rule = within(
  'seconds within which all ends are seen',
  ({ facts }) => {
    const times = facts.watches.map(({ concludedAt }) => concludedAt ?? Infinity)
    return (Math.max(...times) - Math.min(...times)) / 1000
  },
  0,
  8,
)
/** One a second is what the model of Slack lets through. */
const spread: Rule = within(
  'seconds from the first message that was taken to the last one',
  ({ run }) => {
    const times = run.journal.exchanges
      .filter(({ site, isTaken }) => site === 'webhook' && isTaken)
      .map(({ at }) => at)
    return (Math.max(...times) - Math.min(...times)) / 1000
  },
  98,
  3600,
)

export const crowdRows: readonly Row[] = [
  {
    number: 63,
    fault: '100 completions in 1 s',
    promise: 'Slack takes at most one message a second, and none is lost: all are told within the hour',
    note: 'No watch knows of the others: who is refused waits as Slack asks, and from the third time on for a random time more (ADR 30).',
    trials: [
      trialOf(
        'by the webhook',
        {
          ...scenarioOf({
            channels: ['slack-webhook'],
            slackMessagesPerSecond: 1,
            firstSweepAtSeconds: null,
          }),
          operations: crowd,
        },
        {
          struck: run => run.journal.exchanges.filter(({ status }) => status === 429).length,
          holds: [watches(100), ends('COMPLETED'), green, toldOnce('slack'), deadLetters(), endsSeen, spread],
        },
      ),
    ],
  },
]
