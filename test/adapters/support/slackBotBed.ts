import { beforeEach } from '@jest/globals'
import type { Acceptance } from '../../../functions/domain/deliveryRetry.ts'
import type { Card } from '../../../functions/domain/notification.ts'
import type { Notification } from '../../../functions/ports.ts'
import { useLocalAws } from '../../local/model/localAwsFixture.ts'
import { startedReport } from './reports.ts'
import { outcomeNotification, putBotSecret, slackOf } from './slackChannels.ts'

/** A Slack model with a bot's secret for each test, and the channel that posts by it. */
export function useSlackBot() {
  const fixture = useLocalAws()
  beforeEach(() => putBotSecret(fixture().local))

  function deliver(notification: Partial<Notification> = {}): Promise<Acceptance> {
    return slackOf(fixture().local).deliver({ ...outcomeNotification, ...notification })
  }

  async function announced(): Promise<Card> {
    const { card } = await deliver({ document: startedReport })
    if (!card) throw new Error('a bot that posts has a card')
    return card
  }

  return { fixture, cards: () => fixture().local.slack.cards, deliver, announced }
}
