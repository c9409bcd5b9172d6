import { describe, expect, test } from '@jest/globals'
import { composeNotice } from '../../functions/domain/noticeComposition.ts'
import { type ChannelName, channelNames } from '../../functions/domain/notification.ts'
import { interimReport, outcomeReport } from '../../functions/domain/report.ts'
import { card, delivery, isoAfterStart, overdueNotice, targets, watchFacts } from '../support/builders.ts'

const to =
  (...channels: readonly ChannelName[]) =>
  () =>
    targets(...channels)

const facts = watchFacts()
const nothingSent = { announcements: [], overdueNotice: overdueNotice() }
const announced = {
  announcements: [delivery({ channel: 'slack', notice: 'STARTED', status: 'DELIVERED', card: card() })],
  overdueNotice: overdueNotice(),
}

describe('the announcement of a watch', () => {
  test('goes only to channels that keep a card', () => {
    expect(composeNotice('STARTED', facts, nothingSent, to(...channelNames))).toEqual({
      document: interimReport('STARTED', facts),
      deliveries: [delivery({ channel: 'slack', notice: 'STARTED' })],
    })
  })

  test('is repeated where its cards are, wherever the routes lead by then', () => {
    const announcements = [delivery({ channel: 'slack', target: 'C1', notice: 'STARTED', card: card() })]
    const { deliveries } = composeNotice('STARTED', facts, { ...nothingSent, announcements }, to('slack'))
    expect(deliveries).toEqual([
      delivery({ channel: 'slack', target: 'C1', notice: 'STARTED', card: card() }),
    ])
  })

  test('goes nowhere without such a channel', () => {
    expect(composeNotice('STARTED', facts, nothingSent, to('sns', 'eventbridge')).deliveries).toEqual([])
  })
})

describe('the overdue notice', () => {
  test('goes to every channel', () => {
    const { document, deliveries } = composeNotice('OVERDUE', facts, nothingSent, to(...channelNames))
    expect(document).toEqual(interimReport('OVERDUE', facts))
    expect(deliveries).toEqual(channelNames.map(channel => delivery({ channel, notice: 'OVERDUE' })))
  })

  test('takes along the card of the announcement', () => {
    const { deliveries } = composeNotice('OVERDUE', facts, announced, to('sns', 'slack'))
    expect(deliveries.map(one => one.card)).toEqual([null, card()])
  })

  test('a later round goes on with what it has, the card that it reached included', () => {
    const reached = card({ ts: '2.0' })
    const waiting = delivery({
      channel: 'slack',
      notice: 'OVERDUE',
      status: 'RETRY_LATER',
      retryAt: isoAfterStart(42),
      failures: 2,
      card: reached,
    })
    const delivered = delivery({ channel: 'sns', notice: 'OVERDUE', status: 'DELIVERED' })
    const earlier = {
      ...announced,
      overdueNotice: overdueNotice({ isSent: true, deliveries: [delivered, waiting] }),
    }
    expect(composeNotice('OVERDUE', facts, earlier, to(...channelNames)).deliveries).toEqual([
      delivered,
      { ...waiting, status: 'DUE' },
    ])
  })

  test('what has arrived stays as it is, though its channel asks for rest', () => {
    const resting = delivery({
      channel: 'slack',
      notice: 'STARTED',
      status: 'RETRY_LATER',
      rateLimits: 1,
      retryAt: isoAfterStart(500),
      restUntil: isoAfterStart(500),
    })
    const arrived = delivery({ channel: 'slack', notice: 'OVERDUE', status: 'DELIVERED' })
    const earlier = {
      announcements: [resting],
      overdueNotice: overdueNotice({ isSent: true, deliveries: [arrived] }),
    }
    expect(composeNotice('OVERDUE', facts, earlier, to('slack')).deliveries).toEqual([arrived])
  })

  test('a channel whose time has not come keeps waiting', () => {
    const waiting = delivery({ notice: 'OVERDUE', status: 'RETRY_LATER', retryAt: isoAfterStart(43) })
    const earlier = { ...nothingSent, overdueNotice: overdueNotice({ isSent: true, deliveries: [waiting] }) }
    expect(composeNotice('OVERDUE', facts, earlier, to(...channelNames)).deliveries).toEqual([waiting])
  })
})

describe('the outcome', () => {
  test('goes to every configured channel, afresh', () => {
    expect(composeNotice('OUTCOME', facts, nothingSent, to(...channelNames))).toEqual({
      document: outcomeReport(facts),
      deliveries: channelNames.map(channel => delivery({ channel, notice: 'OUTCOME' })),
    })
  })

  test('edits the card of the announcement', () => {
    const { deliveries } = composeNotice('OUTCOME', facts, announced, to('slack', 'eventbridge'))
    expect(deliveries.map(one => one.card)).toEqual([card(), null])
  })

  test('without channels there is only the document', () => {
    expect(composeNotice('OUTCOME', facts, nothingSent, to()).deliveries).toEqual([])
  })

  test.each([
    [1, 40],
    [11, 40],
    [12, 37],
    [30, 14],
  ])('to %d targets leaves each %d rounds of waiting, for all share one history', (count, rounds) => {
    const many = Array.from({ length: count }, (_, index) => ({
      channel: 'slack' as const,
      target: `C01234567${10 + index}`,
    }))
    const { deliveries } = composeNotice('OUTCOME', facts, nothingSent, () => many)
    expect(deliveries.map(({ maxRateLimits }) => maxRateLimits)).toEqual(Array(count).fill(rounds))
  })

  test('ends the card of the announcement wherever the routes of the end lead', () => {
    const { deliveries } = composeNotice('OUTCOME', facts, announced, () => [
      { channel: 'slack', target: 'C0INCIDENT' },
    ])
    expect(deliveries).toEqual([
      delivery({ channel: 'slack', target: 'C0INCIDENT' }),
      delivery({ channel: 'slack', card: card() }),
    ])
  })

  test('goes by itself nowhere where an announcement never arrived', () => {
    const announcements = [delivery({ channel: 'slack', notice: 'STARTED', status: 'DEAD_LETTERED' })]
    expect(composeNotice('OUTCOME', facts, { ...nothingSent, announcements }, to('sns')).deliveries).toEqual([
      delivery({ channel: 'sns' }),
    ])
  })
})

describe('a channel that asked the card to wait', () => {
  const resting = delivery({
    channel: 'slack',
    notice: 'STARTED',
    status: 'RETRY_LATER',
    rateLimits: 1,
    retryAt: isoAfterStart(972),
    restUntil: isoAfterStart(72),
    reason: 'ratelimited',
    card: card(),
  })
  const earlier = { ...nothingSent, announcements: [resting] }
  const waits = { status: 'RETRY_LATER', waitSeconds: 30, retryAt: isoAfterStart(72), card: card() }

  test.each(['OUTCOME', 'OVERDUE'] as const)('is not told the %s before', notice => {
    const { deliveries } = composeNotice(notice, facts, earlier, to('sns', 'slack'))
    expect(deliveries).toEqual([
      delivery({ channel: 'sns', notice }),
      expect.objectContaining({ channel: 'slack', notice, ...waits }),
    ])
  })

  test('is not asked in a later round of the overdue notice either, and what was settled stays so', () => {
    const sent = delivery({ channel: 'sns', notice: 'OVERDUE', status: 'DELIVERED' })
    const due = delivery({
      channel: 'slack',
      notice: 'OVERDUE',
      status: 'RETRY_LATER',
      retryAt: isoAfterStart(41),
      rateLimits: 4,
    })
    const round = { ...earlier, overdueNotice: overdueNotice({ isSent: true, deliveries: [sent, due] }) }
    expect(composeNotice('OVERDUE', facts, round, to('sns', 'slack')).deliveries).toEqual([
      sent,
      expect.objectContaining({ ...waits, rateLimits: 4 }),
    ])
  })
})
