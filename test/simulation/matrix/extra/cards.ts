import type { NetworkSite } from '../../world/faults.ts'
import { bot, endSeconds, notOk } from '../slack/support.ts'
import type { Row, Rule } from '../support/row.ts'
import {
  deadLetters,
  ends,
  equal,
  green,
  isTrue,
  messagesTo,
  toldOnce,
  unharmed,
  watches,
} from '../support/rules.ts'
import { crossed, scenarioOf, trialOf, trialsOf } from '../support/scenarios.ts'

const cards = (count: number): Rule =>
  equal('cards in the channel', ({ run }) => run.doors.slackModel.cards.length, count)
const endsInThread: Rule = isTrue(
  'the last card shows the outcome, and has the details in its thread',
  ({ run }) => {
    const card = run.doors.slackModel.cards.at(-1)
    return card !== undefined && JSON.stringify(card).includes('COMPLETED') && card.replies.length === 1
  },
)
const gone = ['message_not_found', 'cant_update_message', 'edit_window_closed'].map(notOk)

const overdue = { overdueMinutes: 1, script: { durationSeconds: 100 } }
const channels = ['sns', 'slack', 'eventbridge', 'teams'] as const
/** As many as the state machine knows to have arrived; where an answer was lost, one more is unavoidable. */
const overdueAtMost = (most: number): Rule => ({
  says: `at most ${most} overdue notices on each channel`,
  check: seen => {
    const counts = channels.map(channel => messagesTo(seen, channel, 'OVERDUE').length)
    return counts.every(count => count >= 1 && count <= most) ? null : counts.join(', ')
  },
})
const during = { fromSeconds: 60, untilSeconds: 100 } as const
const senders = ['Publish', 'PutEvents', 'webhook', 'flow'] as const satisfies readonly NetworkSite[]
const saved = [watches(1), ends('COMPLETED'), green, deadLetters()]

export const cardRows: readonly Row[] = [
  {
    number: 'X5',
    fault: 'bot token: the target of `chat.update` is gone, or was never posted',
    promise: 'posted anew, the reply in its thread still sent',
    trials: [
      trialOf(
        'a person deletes the card',
        scenarioOf({ ...bot, changes: [{ atSeconds: 30, what: 'delete-slack-cards' }] }),
        {
          struck: run => run.timeline().filter(line => line.includes('delete-slack-cards')).length,
          holds: [...unharmed, cards(1), endsInThread],
        },
      ),
      ...trialsOf(crossed({ at: 'chat.update', answers: gone }), [...unharmed, cards(2), endsInThread], bot),
      ...trialsOf(
        crossed({ at: 'chat.postMessage', answers: ['chat-500', notOk('channel_not_found')] }),
        [...unharmed, cards(1), endsInThread],
        bot,
      ),
      ...trialsOf(
        crossed({
          at: 'chat.postMessage',
          answers: [notOk('thread_not_found'), notOk('cannot_reply_to_message')],
          fromSeconds: endSeconds,
        }),
        [
          ...saved,
          isTrue(
            'the details stand alone in the channel',
            ({ run }) => run.doors.slackModel.cards.length === 2,
          ),
        ],
        bot,
      ).map(trial => ({
        ...trial,
        spared: {
          ids: ['I3', 'I4'],
          why: 'a message that stands alone in the channel looks like a second card',
        },
      })),
    ],
  },
  {
    number: 'X6',
    fault: 'the overdue notice, over retries',
    promise: 'sent at most once, but for answers that were lost; the outcome is told as ever',
    trials: [
      ...trialsOf(
        crossed({ at: senders, times: [1, 3], ...during }),
        [...unharmed, overdueAtMost(1)],
        overdue,
      ),
      ...trialsOf(
        crossed({ at: senders, modes: ['crash-before'], ...during }),
        [...unharmed, overdueAtMost(1)],
        overdue,
      ),
      ...trialsOf(
        crossed({ at: senders, modes: ['after', 'crash-after', 'hang-after'], ...during }),
        [...saved, overdueAtMost(2), toldOnce('sns', 'slack', 'eventbridge', 'teams')],
        overdue,
      ),
      ...trialsOf(
        crossed({
          at: ['lambda:composeNotice', 'lambda:recordAudit'],
          modes: ['before', 'crash-before', 'crash-after', 'hang'],
          times: [1, 2],
          ...during,
        }),
        [...unharmed, overdueAtMost(1)],
        overdue,
      ),
    ],
  },
]
