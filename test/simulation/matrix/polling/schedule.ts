import type { Row, Rule } from '../support/row.ts'
import {
  callsOf,
  deadLetters,
  documentOf,
  ends,
  equal,
  green,
  isTrue,
  messagesTo,
  quiet,
  says,
  toldOnce,
  unharmed,
  within,
} from '../support/rules.ts'
import { crossed, endless, scenarioOf, trialOf, trialsOf } from '../support/scenarios.ts'

const at = 'DescribeFlowOperation'
const everywhere = toldOnce('sns', 'slack', 'eventbridge', 'teams')
const told = [everywhere, deadLetters()]

const amazon = (body: object) => ({
  status: 200,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify(body),
})
const stillRunning = { FlowOperationStatus: 'IN_PROGRESS', FlowOperations: [], Flows: [] }

export const neverOver = endless()
const overdueOnce: Rule = {
  says: 'one overdue notice on each channel',
  check: seen => {
    const counts = (['sns', 'slack', 'eventbridge', 'teams'] as const).map(
      channel => messagesTo(seen, channel, 'OVERDUE').length,
    )
    return counts.every(count => count === 1) ? null : counts.join(', ')
  },
}

const failedWith = (StatusMessage: string) =>
  crossed({ at, answers: [amazon({ FlowOperationStatus: 'FAILED', StatusMessage })], times: ['forever'] })
const failed = [ends('FAILED'), green, ...told]
const failing = { script: { finalStatus: 'FAILED', durationSeconds: 0 } }
const letters256 = 'a reason '.repeat(28).padEnd(256, 'x')

export const scheduleRows: readonly Row[] = [
  {
    number: 32,
    fault: 'COMPLETED, then IN_PROGRESS (stale replica)',
    promise: 'the first end state wins',
    trials: [
      ...trialsOf(
        crossed({ at: 'ListFlowOperationResults', answers: [amazon(stillRunning)], times: [1, 'forever'] }),
        [...unharmed, quiet()],
      ),
      ...trialsOf(
        crossed({ at: 'ListFlowOperations', answers: [amazon(stillRunning)], times: ['forever'] }),
        [...unharmed, quiet()],
        { firstSweepAtSeconds: null },
      ),
      ...trialsOf(
        crossed({ at, answers: [amazon(stillRunning)], times: [3], fromSeconds: 44 }),
        [...unharmed, quiet()],
        {
          faults: crossed({ at: 'lambda:pollOperation', modes: ['crash-after'], fromSeconds: 40 }),
        },
      ),
    ],
  },
  {
    number: 33,
    fault: 'COMPLETED at the first poll',
    promise: 'one call, no wait',
    trials: [0, 5].map(delaySeconds =>
      trialOf(
        `the event comes after ${delaySeconds} s`,
        scenarioOf({ script: { durationSeconds: 0 }, operation: { copies: [{ delaySeconds }] } }),
        {
          struck: run => run.operations.length,
          holds: [
            ...unharmed,
            quiet(),
            equal('calls', seen => callsOf(at, 'pollOperation', seen), 1),
            isTrue('nothing waits', ({ watch }) =>
              watch.execution.events.every(event => event.kind !== 'STATE_ENTERED' || event.type !== 'Wait'),
            ),
          ],
        },
      ),
    ),
  },
  {
    number: 34,
    fault: 'never completes',
    promise: 'one OVERDUE notice after FLOWBELL_OVERDUE_MINUTES; TIMED_OUT at 12 h with the last status',
    trials: [
      trialOf('for 12 hours', neverOver, {
        struck: run => run.operations.length,
        holds: [
          ...told,
          green,
          ends('TIMED_OUT'),
          overdueOnce,
          equal('the last status', ({ watch }) => documentOf(watch)['serviceStatus'], 'IN_PROGRESS'),
          within('hours until the end', ({ watch }) => (watch.concludedAt ?? 0) / 3_600_000, 12, 12.03),
          within(
            'minutes until the overdue notice',
            seen => (messagesTo(seen, 'sns', 'OVERDUE')[0]?.exchange.at ?? 0) / 60_000,
            60,
            62,
          ),
        ],
      }),
      trialOf(
        'late by 5 minutes, with a limit of 10',
        scenarioOf({ overdueMinutes: 10, script: { durationSeconds: 900 } }),
        {
          struck: run => run.operations.length,
          holds: [
            ...unharmed,
            overdueOnce,
            within(
              'minutes until the overdue notice',
              seen => (messagesTo(seen, 'sns', 'OVERDUE')[0]?.exchange.at ?? 0) / 60_000,
              10,
              11,
            ),
          ],
        },
      ),
    ],
  },
  {
    number: 35,
    fault: 'StatusMessage absent, 256 characters, out of pattern',
    promise: 'shown escaped',
    trials: [
      trialOf('absent', scenarioOf({ script: { finalStatus: 'FAILED' } }), {
        struck: run =>
          run.journal.exchanges.filter(
            ({ answer }) => answer.includes('"FAILED"') && !answer.includes('StatusMessage'),
          ).length,
        holds: [
          ...failed,
          equal('the message in the record', ({ watch }) => documentOf(watch)['statusMessage'], null),
        ],
      }),
      ...trialsOf(
        failedWith(letters256),
        [
          ...failed,
          says('slack', letters256.slice(0, 200)),
          equal('the message in the record', ({ watch }) => documentOf(watch)['statusMessage'], letters256),
        ],
        failing,
      ),
      ...trialsOf(
        failedWith('<!channel> & <https://evil.example|here>'),
        [
          ...failed,
          says('slack', '&lt;!channel&gt; &amp; &lt;https[:]//evil.example|here&gt;'),
          isTrue(
            'Slack is given no command',
            seen =>
              !JSON.stringify(messagesTo(seen, 'slack').map(({ exchange }) => exchange.request)).includes(
                '<!channel>',
              ),
          ),
        ],
        failing,
      ),
      ...trialsOf(
        failedWith('first\u202Eline\nsecond\u0007'),
        [
          ...failed,
          isTrue('no control character is sent', seen =>
            (['sns', 'slack', 'teams'] as const).every(channel =>
              messagesTo(seen, channel).every(
                ({ exchange }) =>
                  !controls.some(control => JSON.stringify(textsOf(exchange.request)).includes(control)),
              ),
            ),
          ),
        ],
        failing,
      ),
    ],
  },
]

/** As they stand in JSON. */
const controls = ['\u202E', String.raw`\u0007`, String.raw`\u202e`]

/** What people read of a message: not the document for machines, which holds the text word for word. */
function textsOf(request: object): unknown {
  const { Message } = request as { readonly Message?: string }
  return Message === undefined ? request : (JSON.parse(Message) as { readonly email: string }).email
}
