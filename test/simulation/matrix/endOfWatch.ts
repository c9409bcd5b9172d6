import type { Row, Rule } from './support/row.ts'
import {
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
  toldOnceOrTwice,
  unharmed,
  watches,
} from './support/rules.ts'
import { crossed, scenarioOf, trialOf, trialsOf } from './support/scenarios.ts'

const channels = ['sns', 'slack', 'eventbridge', 'teams'] as const
const everywhere = toldOnce(...channels)
const told = [watches(1), green, everywhere, deadLetters(), quiet()]
const wasOver = (status: string) => (run: { journal: { exchanges: readonly { answer: string }[] } }) =>
  run.journal.exchanges.filter(({ answer }) => answer.includes(`"${status}"`)).length

const severity = (expected: string): Rule =>
  equal('the severity', ({ watch }) => documentOf(watch)['severity'], expected)
const oneRecordOfTheEnd: Rule = equal(
  'record ids of the end',
  ({ watch }) => new Set(watch.finished.map(({ record }) => record.recordId)).size,
  1,
)
/** Deaths after which nobody can know whether the message is out. */
const atMostOneExtra = channels.map(toldOnceOrTwice)
const saved = [watches(1), ends('COMPLETED'), green, deadLetters(), oneRecordOfTheEnd, quiet()]
const bot = { channels: ['sns', 'slack-bot', 'eventbridge', 'teams'] } as const

export const endRows: readonly Row[] = [
  {
    number: 43,
    fault: 'COMPLETED_WITH_ERRORS',
    promise: 'own severity; says that flows may be missing (`complete` false)',
    trials: [undefined, 'Some flows were not read'].map(statusMessage =>
      trialOf(
        statusMessage === undefined ? 'without a reason' : 'with a reason',
        scenarioOf({
          script: {
            finalStatus: 'COMPLETED_WITH_ERRORS',
            ...(statusMessage === undefined ? {} : { statusMessage }),
          },
        }),
        {
          struck: wasOver('COMPLETED_WITH_ERRORS'),
          holds: [
            ...told,
            ends('COMPLETED_WITH_ERRORS'),
            severity('warning'),
            equal(
              'the results are complete',
              ({ watch }) => (documentOf(watch)['results'] as { complete: boolean }).complete,
              false,
            ),
            ...channels.map(channel => says(channel, 'COMPLETED_WITH_ERRORS')),
            ...(statusMessage === undefined ? [] : channels.map(channel => says(channel, statusMessage))),
          ],
        },
      ),
    ),
  },
  {
    number: 44,
    fault: 'FAILED, "Flow timeout"',
    promise: 'the reason is shown',
    trials: [
      trialOf(
        'on every channel',
        scenarioOf({ script: { finalStatus: 'FAILED', statusMessage: 'Flow timeout' } }),
        {
          struck: wasOver('FAILED'),
          holds: [
            ...told,
            ends('FAILED'),
            severity('critical'),
            ...channels.map(channel => says(channel, 'Flow timeout')),
            equal('the results', ({ watch }) => documentOf(watch)['results'], null),
          ],
        },
      ),
    ],
  },
  {
    number: 45,
    fault: 'crash after audit, before notify',
    promise: 'notified on retry',
    trials: [
      ...trialsOf(
        crossed({ at: 'PutLogEvents', by: 'recordAudit', modes: ['crash-after', 'hang-after', 'after'] }),
        [...unharmed, ...saved],
        bot,
      ),
      ...trialsOf(
        crossed({ at: 'lambda:recordAudit', modes: ['after', 'crash-after', 'hang-after'], times: [1, 3] }),
        [...unharmed, ...saved],
        bot,
      ),
      ...trialsOf(
        crossed({
          at: 'lambda:deliverNotification',
          modes: ['before', 'crash-before'],
          fromSeconds: 41,
          times: [1, 4],
        }),
        saved,
        { channels: bot.channels },
      ),
    ],
  },
  {
    number: 46,
    fault: 'crash after SNS, before Slack',
    promise: 'Slack is sent, SNS not repeated',
    trials: [
      ...trialsOf(crossed({ at: ['webhook', 'flow', 'PutEvents'], modes: ['crash-before'], times: [1, 2] }), [
        ...saved,
        ...unharmed,
      ]),
      ...trialsOf(
        crossed({ at: ['chat.update', 'chat.postMessage'], modes: ['crash-before'], fromSeconds: 41 }),
        [...saved, ...unharmed],
        bot,
      ),
      ...trialsOf(crossed({ at: ['webhook', 'flow', 'PutEvents'], modes: ['crash-after', 'hang-after'] }), [
        ...saved,
        toldOnce('sns'),
        ...atMostOneExtra,
      ]),
      ...trialsOf(
        crossed({
          at: ['chat.update', 'chat.postMessage'],
          modes: ['crash-after', 'hang-after'],
          fromSeconds: 41,
        }),
        [...saved, toldOnce('sns'), ...atMostOneExtra],
        bot,
      ),
    ],
  },
  {
    number: 47,
    fault: 'crash between conditional create and audit write',
    promise: 'completed by retry',
    trials: trialsOf(
      crossed({
        at: 'CreateLogStream',
        by: 'recordAudit',
        modes: ['crash-after', 'hang-after', 'after', 'before', 'crash-before', 'hang'],
        times: [1, 3],
      }),
      [...unharmed, ...saved],
    ),
  },
  {
    number: 48,
    fault: 'execute-and-fail on SNS Publish',
    promise: 'at most one duplicate per lost answer, in every part the same as the first',
    note: 'The key by which a reader knows it again is in the document (`flowOperationId`, `outcome`): the contract lists the attributes, and has none for it.',
    trials: trialsOf(
      crossed({ at: 'Publish', modes: ['after', 'hang-after', 'crash-after'], times: [1, 2] }),
      [
        ...saved,
        toldOnce('slack', 'eventbridge', 'teams'),
        isTrue(
          'at least once, and once more for each lost answer',
          ({ run }) =>
            run.models.sns.published.length <= 1 + run.journal.faults.length &&
            run.models.sns.published.length > 0,
        ),
        isTrue(
          'each is the same',
          seen =>
            new Set(messagesTo(seen, 'sns').map(({ exchange }) => JSON.stringify(exchange.request))).size ===
            1,
        ),
        isTrue('its document names operation and outcome', ({ run, watch }) =>
          run.models.sns.published.every(({ message }) => {
            const document = JSON.parse(message['sqs'] ?? '{}') as {
              flowOperationId?: string
              outcome?: string
            }
            return document.flowOperationId === watch.execution.name && document.outcome === 'COMPLETED'
          }),
        ),
      ],
    ),
  },
]
