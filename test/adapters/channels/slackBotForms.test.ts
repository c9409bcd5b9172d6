import { describe, expect, test } from '@jest/globals'
import { slackMessage } from '../../../functions/adapters/channels/slackMessage.ts'
import { DeliveryError } from '../../../functions/domain/deliveryFailure.ts'
import { rejectionOf } from '../support/rejection.ts'
import { completedReport, overdueReport, startedReport } from '../support/reports.ts'
import { useSlackBot } from '../support/slackBotBed.ts'
import { channelId, slackAnswer } from '../support/slackChannels.ts'

const { fixture, cards, deliver, announced } = useSlackBot()
const lastBody = () => fixture().local.requests.at(-1)?.body
const answerNextPost = (body: object) =>
  fixture().local.slack.failNext({
    operation: 'chat.postMessage',
    fault: slackAnswer(200, JSON.stringify(body)),
    after: 0,
  })

describe('a message whose blocks were refused goes out again without any', () => {
  test('as a card', async () => {
    await deliver({ document: startedReport, plainText: true })
    expect(lastBody()).toEqual({ channel: channelId, ...slackMessage(startedReport, { plainText: true }) })
    expect(lastBody()).not.toHaveProperty('blocks')
  })

  test('as an overdue notice', async () => {
    const card = await announced()
    await deliver({ document: overdueReport, card, plainText: true })
    expect(lastBody()).toMatchObject({ thread_ts: card.ts })
    expect(lastBody()).not.toHaveProperty('blocks')
  })

  test('as an end that its thread did not take, with its details', async () => {
    const card = await announced()
    answerNextPost({ ok: false, error: 'thread_not_found' })
    await deliver({ card, plainText: true })
    const alone = slackMessage(completedReport, { plainText: true, withDetails: true })
    expect(lastBody()).toEqual({ channel: channelId, ...alone })
    expect(lastBody()).not.toHaveProperty('blocks')
  })
})

test('an end that its thread did not take stands in the channel with its blocks and details', async () => {
  const card = await announced()
  answerNextPost({ ok: false, error: 'thread_not_found' })
  await deliver({ card })
  const alone = slackMessage(completedReport, { plainText: false, withDetails: true })
  expect(lastBody()).toEqual({ channel: channelId, ...alone })
})

test('a reply whose answer names no message is a success without a receipt', async () => {
  const card = await announced()
  answerNextPost({ ok: true })
  await expect(deliver({ document: overdueReport, card })).resolves.toEqual({
    attempts: 1,
    receipt: null,
    card,
  })
})

test.each(['channel_not_found', 'is_archived', 'not_in_channel'])(
  'a reply refused with %s is not tried in the channel that has just refused it',
  async error => {
    const card = await announced()
    answerNextPost({ ok: false, error })
    const failure = await rejectionOf(DeliveryError, deliver({ document: overdueReport, card }))
    expect(failure.facts).toMatchObject({ kind: 'REJECTED', attempts: 1, card })
    expect(cards()).toHaveLength(1)
  },
)
