import type { Change } from '../../world/scenario.ts'
import { channelCanary } from '../../world/setup.ts'
import type { Row, Rule, Seen } from '../support/row.ts'
import { deadLetters, ends, green, reason, red, toldOnce, watches } from '../support/rules.ts'
import { crossed, scenarioOf, trialOf, trialsOf } from '../support/scenarios.ts'
import { arrives, bot, callsAt, deadOn } from './support.ts'

/** While the watch runs, and after its overdue notice, so that the function remembers the old secret. */
const changeAt = 75
const remembered = { overdueMinutes: 1, script: { durationSeconds: 75 } }
const rotated = (what: 'rotate-slack' | 'rotate-teams', isSecretRenewed: boolean): Change => ({
  atSeconds: changeAt,
  what,
  isSecretRenewed,
})
const wasChanged = (run: Seen['run']) =>
  run.timeline().filter(line => line.includes('the surroundings')).length

const refusedStatuses = [401, 403, 404]
const readOnceMore: Rule = {
  says: 'after each refusal the secret is read once more, by the same run of the function',
  check: ({ run: { journal } }) => {
    const refused = journal.exchanges.filter(
      ({ site, status, answer }) =>
        ['webhook', 'flow', 'chat.postMessage', 'chat.update'].includes(site) &&
        (refusedStatuses.includes(status ?? 0) || answer.includes('invalid_auth')),
    )
    const again = refused.map(({ index, invocation }) =>
      journal.exchanges.filter(
        other => other.site === 'GetSecretValue' && other.invocation === invocation && other.index > index,
      ),
    )
    const isRight = refused.length > 0 && again.every(({ length }) => length === 1)
    return isRight ? null : `read ${again.map(({ length }) => length).join(', ')} times`
  },
}

const secretText = (text: string): Change => ({ atSeconds: 0, what: 'put-slack-secret', text })
const url = `https://hooks.slack.com/services/T000/B000/${channelCanary}-1`
const token = `xoxb-${channelCanary}-1`

const malformed = [
  { name: 'empty', text: '' },
  { name: 'a blank', text: ' ' },
  { name: 'not JSON', text: `{"webhookUrl":"${url}"` },
  { name: 'the bare URL', text: url },
  { name: 'the bare token', text: token },
  { name: 'a number', text: '42' },
  { name: 'null', text: 'null' },
  { name: 'another member', text: JSON.stringify({ webhook: url }) },
  {
    name: 'a token with a newline in it',
    text: JSON.stringify({ botToken: `xoxb-${channelCanary}\nx`, channel: 'C0123456789' }),
  },
]
const foreign = [
  `https://evil.example/services/${channelCanary}`,
  `https://hooks.slack.com.evil.example/services/${channelCanary}`,
  `https://hooks.slack.com@evil.example/services/${channelCanary}`,
  `https://evil.example/?https://hooks.slack.com/services/${channelCanary}`,
  `http://hooks.slack.com/services/T000/B000/${channelCanary}`,
  `https://hooks.slack.com:8443/services/T000/B000/${channelCanary}`,
  `https://169.254.169.254/services/${channelCanary}`,
]
const nothingSent = callsAt('webhook', 0)

/** With one channel only there is one function at a time, which remembers. */
const rotations = [
  { way: 'webhook', what: 'rotate-slack', channel: 'slack', channels: ['slack-webhook'] },
  { way: 'bot', what: 'rotate-slack', channel: 'slack', channels: ['slack-bot'] },
  { way: 'Teams', what: 'rotate-teams', channel: 'teams', channels: ['teams'] },
] as const

export const secretRows: readonly Row[] = [
  {
    number: 64,
    fault: 'webhook rotated in Secrets Manager meanwhile',
    promise: 'the secret is read once more on 401/403/404, then it is permanent',
    trials: [
      ...rotations.flatMap(({ way, what, channel, channels }) => [
        trialOf(
          `rotated, and the secret with it (${way})`,
          scenarioOf({ ...remembered, channels, changes: [rotated(what, true)] }),
          {
            struck: wasChanged,
            holds: [watches(1), ends('COMPLETED'), green, toldOnce(channel), deadLetters(), readOnceMore],
          },
        ),
        trialOf(
          `rotated, and the secret stays (${way})`,
          scenarioOf({ ...remembered, channels, changes: [rotated(what, false)] }),
          {
            struck: wasChanged,
            holds: [
              watches(1),
              ends('COMPLETED'),
              red('NotificationUndelivered'),
              deadLetters(channel),
              readOnceMore,
            ],
          },
        ),
      ]),
      ...trialsOf(
        crossed({
          at: 'webhook',
          answers: ['chat-forbidden', 'chat-no-service', { status: 401, body: 'invalid_token' }],
        }),
        [...deadOn('slack'), readOnceMore, callsAt('webhook', 1)],
      ),
    ],
  },
  {
    number: 65,
    fault: 'secret missing, empty, not JSON, bare URL, trailing newline',
    promise: 'trimmed, or a permanent error; the value is never printed, and nothing is sent to another host',
    trials: [
      ...malformed.map(({ name, text }) =>
        trialOf(name, scenarioOf({ changes: [secretText(text)] }), {
          struck: wasChanged,
          holds: [
            ...deadOn('slack'),
            nothingSent,
            reason(/^the Slack secret (?:is malformed|cannot be read: EmptySecret)/u),
          ],
        }),
      ),
      ...foreign.map(webhookUrl =>
        trialOf(
          `the webhook ${webhookUrl}`,
          scenarioOf({ changes: [secretText(JSON.stringify({ webhookUrl }))] }),
          { struck: wasChanged, holds: [...deadOn('slack'), nothingSent] },
        ),
      ),
      trialOf(
        'the webhook with a newline at its end',
        scenarioOf({ changes: [secretText(`${JSON.stringify({ webhookUrl: `${url}\n` })}\n`)] }),
        { struck: wasChanged, holds: arrives },
      ),
      trialOf(
        'the token with a newline at its end',
        scenarioOf({
          ...bot,
          changes: [secretText(`${JSON.stringify({ botToken: `${token}\n`, channel: ' C0123456789 ' })}\n`)],
        }),
        { struck: wasChanged, holds: arrives },
      ),
      ...trialsOf(
        crossed({
          at: 'GetSecretValue',
          by: 'deliverNotification',
          answers: ['not-found', 'access-denied', { awsError: 'DecryptionFailure', status: 400 }],
          times: ['forever'],
        }),
        [
          watches(1),
          ends('COMPLETED'),
          toldOnce('sns', 'eventbridge'),
          deadLetters('slack', 'teams'),
          reason(/secret cannot be read: \w+$/u),
        ],
      ),
      ...trialsOf(
        crossed({ at: 'GetSecretValue', answers: ['throttled', 'internal', 'reset'], times: [1, 4] }),
        arrives,
      ),
      ...trialsOf(crossed({ at: 'GetSecretValue', modes: ['hang'], times: [1, 3] }), arrives),
    ],
  },
]
