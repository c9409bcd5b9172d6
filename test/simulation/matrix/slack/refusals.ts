import type { NetworkSite } from '../../world/faults.ts'
import type { Row, Rule } from '../support/row.ts'
import { isTrue, toldOnceOrTwice, within } from '../support/rules.ts'
import { crossed, trialsOf } from '../support/scenarios.ts'
import {
  arrives,
  atTheEnd,
  bot,
  callsAt,
  deadOn,
  edit,
  everyWay,
  exchangesAt,
  flow,
  notOk,
  reply,
  webhook,
} from './support.ts'

const rateLimits = [
  { answer: 'rate-limited-1', seconds: 1 },
  { answer: 'rate-limited-30', seconds: 30 },
  { answer: 'rate-limited-3600', seconds: 3600 },
  { answer: 'rate-limited-absent', seconds: 30 },
  { answer: 'rate-limited-negative', seconds: 30 },
  { answer: 'rate-limited-date', seconds: 30 },
  { answer: 'rate-limited-garbage', seconds: 30 },
  { answer: { status: 429, headers: { 'retry-after': '86400' }, body: 'rate_limited' }, seconds: 3600 },
  { answer: { status: 429, headers: { 'retry-after': '0' }, body: 'rate_limited' }, seconds: 1 },
] as const

/** From the third refusal on a random time is added, so that a crowd does not come back together; a start takes a second. */
function waits(site: NetworkSite, seconds: number): Rule {
  return {
    says: `waits ${seconds} s before the next try`,
    check: seen => {
      const exchanges = exchangesAt(site, seen)
      const pauses = exchanges.slice(1).map((next, index) => (next.at - (exchanges[index]?.at ?? 0)) / 1000)
      const afterRefusal = pauses.filter((_, index) => exchanges[index]?.status === 429)
      const wrong = afterRefusal.filter(
        (pause, index) => pause < seconds || (index < 2 && pause > seconds + 5),
      )
      if (afterRefusal.length === 0) return 'there was no next try'
      return wrong.length === 0 ? null : `${wrong.join(', ')} s`
    },
  }
}

const hours = (most: number) =>
  within('hours until the end', ({ watch }) => (watch.execution.endedAt ?? Infinity) / 3_600_000, 0, most)

/** The overdue notice is refused for an hour, and the operation ends two minutes later. */
const restOfTheWebhook: Rule = {
  says: 'no other message of the watch goes out before the hour is over',
  check: ({ run }) => {
    const [refused, next] = run.journal.exchanges.filter(({ site }) => site === 'webhook')
    const pause = ((next?.at ?? Infinity) - (refused?.at ?? 0)) / 1000
    return pause >= 3600 ? null : `the next one comes after ${pause} s`
  },
}

/** Of Slack; a card of Teams has no other form. */
const withoutBlocks = isTrue('what Slack took has no blocks, where it refused them', ({ run }) =>
  run.doors.slackModel.webhookPosts.every(
    ({ body }) => !('blocks' in body) || run.journal.faults.every(({ site }) => site !== 'webhook'),
  ),
)

const statuses = [500, 502, 503, 504].map(status => ({ status, body: 'fatal_error' }))
const minutes = (least: number, most: number) =>
  within(
    'minutes until it is given up',
    ({ watch }) => (watch.execution.endedAt ?? Infinity) / 60_000,
    least,
    most,
  )

export const refusalRows: readonly Row[] = [
  {
    number: 54,
    fault: '429 with Retry-After 1 / 30 / 3600 / absent / negative / HTTP date / garbage',
    promise:
      'waits as named, an hour at most and 30 s where it is no number, for the whole webhook; then it is sent again',
    trials: [
      ...rateLimits.flatMap(({ answer, seconds }) =>
        atTheEnd(everyWay, { answers: [answer], times: [answer === 'rate-limited-30' ? 3 : 1] }, ({ at }) => [
          ...arrives,
          waits(at, seconds),
        ]),
      ),
      ...atTheEnd(
        everyWay,
        { answers: ['rate-limited-1', 'rate-limited-3600'], times: ['forever'] },
        ({ channel }) => [...deadOn(channel), hours(72)],
      ),
      ...trialsOf(
        crossed({ at: 'webhook', answers: ['rate-limited-3600'] }),
        [...arrives, restOfTheWebhook],
        { overdueMinutes: 1, script: { durationSeconds: 180 } },
      ),
      ...trialsOf(
        crossed({ at: 'chat.postMessage', answers: ['rate-limited-30', notOk('ratelimited')] }),
        arrives,
        bot,
      ),
    ],
  },
  {
    number: 55,
    fault: '500, 502, 503, 504',
    promise: 'retry within the budget: for ever, a dead letter within 40 minutes',
    trials: [
      ...atTheEnd(everyWay, { answers: statuses }, () => arrives),
      ...atTheEnd(everyWay, { answers: ['chat-503'], times: [4] }, () => arrives),
      ...atTheEnd(everyWay, { answers: ['chat-500'], times: ['forever'] }, ({ channel }) => [
        ...deadOn(channel),
        minutes(15, 40),
      ]),
      ...atTheEnd(everyWay, { modes: ['after'], answers: ['chat-503'] }, ({ channel }) => [
        ...arrives.slice(0, 3),
        toldOnceOrTwice(channel),
      ]),
    ],
  },
  {
    number: 56,
    fault: '404 no_service, 410 archived, 403',
    promise: 'permanent: dead letter and alarm; the other channels are unaffected',
    trials: [
      ...atTheEnd(
        [webhook, flow],
        { answers: ['chat-no-service', 'chat-archived', 'chat-forbidden'], times: ['forever'] },
        ({ channel, at }) => [...deadOn(channel), callsAt(at, 1)],
      ),
      ...atTheEnd(
        [edit],
        { answers: ['channel_not_found', 'is_archived', 'token_revoked'].map(notOk), times: ['forever'] },
        ({ channel, at }) => [...deadOn(channel), callsAt(at, 1)],
      ),
      ...trialsOf(
        crossed({
          at: 'chat.postMessage',
          answers: ['not_in_channel', 'account_inactive'].map(notOk),
          times: ['forever'],
        }),
        deadOn('slack'),
        bot,
      ),
    ],
  },
  {
    number: 57,
    fault: '200, body not `ok` (Web API: `ok:false`)',
    promise: 'failure, classified by its body',
    trials: [
      ...atTheEnd(
        [webhook],
        { answers: ['chat-not-ok', { status: 200, body: '' }, { status: 200, body: '{"ok":true}' }] },
        ({ channel }) => deadOn(channel),
      ),
      ...atTheEnd(
        [edit, reply],
        { answers: ['internal_error', 'service_unavailable', 'ratelimited'].map(notOk), times: [1, 3] },
        () => arrives,
      ),
      ...atTheEnd([edit, reply], { answers: ['invalid_blocks', 'msg_too_long'].map(notOk) }, () => arrives),
      ...atTheEnd(
        [edit, reply],
        { answers: ['channel_not_found', 'a_new_error'].map(notOk) },
        ({ channel }) => deadOn(channel),
      ),
      ...atTheEnd(
        [webhook],
        { answers: [{ status: 200, body: 'rollup_error' }], times: [1, 3] },
        () => arrives,
      ),
    ],
  },
  {
    number: 58,
    fault: '400 invalid_payload, invalid_blocks',
    promise: 'sent once more as plain text, then a dead letter',
    trials: [
      ...atTheEnd(
        [webhook, flow],
        { answers: ['chat-invalid-blocks', { status: 400, body: 'invalid_payload' }] },
        ({ at }) => [...arrives, callsAt(at, 2), withoutBlocks],
      ),
      ...atTheEnd(
        [webhook, flow],
        { answers: ['chat-invalid-blocks', { status: 400, body: 'invalid_payload' }], times: ['forever'] },
        ({ channel, at }) => [...deadOn(channel), callsAt(at, 2)],
      ),
      ...atTheEnd([edit], { answers: [notOk('invalid_blocks')], times: ['forever'] }, ({ channel, at }) => [
        ...deadOn(channel),
        callsAt(at, 2),
      ]),
    ],
  },
]
