import {
  type ChannelName,
  channelsWithCard,
  type Delivery,
  type Notice,
  newDelivery,
} from './notification.ts'
import { nextRound, type OverdueNotice } from './overdueNotice.ts'
import { type FlowOperationReport, interimReport, outcomeReport, type WatchFacts } from './report.ts'

/** What is to be told, and to whom. */
export type ComposedNotice = {
  readonly document: FlowOperationReport
  readonly deliveries: readonly Delivery[]
}

/** What was sent before: the cards of the start, and the overdue notice as far as it came. */
export type EarlierNotices = {
  readonly announcements: readonly Delivery[]
  readonly overdueNotice: OverdueNotice
}

/** Writes the document of a notice and names the channels that get it. */
export function composeNotice(
  notice: Notice,
  facts: WatchFacts,
  earlier: EarlierNotices,
  channels: readonly ChannelName[],
): ComposedNotice {
  const cardOf = (channel: ChannelName) =>
    earlier.announcements.find(announcement => announcement.channel === channel)?.card ?? null
  switch (notice) {
    case 'STARTED': {
      const deliveries = channels.filter(channel => channelsWithCard.includes(channel))
      return {
        document: interimReport(notice, facts),
        deliveries: deliveries.map(name => newDelivery(name, notice)),
      }
    }
    case 'OVERDUE': {
      const deliveries = nextRound(earlier.overdueNotice, channels, Date.parse(facts.now))
      const withCards = deliveries.map(delivery => ({
        ...delivery,
        card: delivery.card ?? cardOf(delivery.channel),
      }))
      return { document: interimReport(notice, facts), deliveries: withCards }
    }
    case 'OUTCOME': {
      const deliveries = channels.map(channel => newDelivery(channel, notice, cardOf(channel)))
      return { document: outcomeReport(facts), deliveries }
    }
  }
}
