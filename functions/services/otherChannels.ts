import type { ChannelName } from '../domain/notification.ts'
import type { NotificationChannel } from '../ports.ts'
import type { Runtime } from '../runtime.ts'
import { buildEventBridgeChannel } from './eventBridgeChannel.ts'
import { buildSlackChannel } from './slackChannel.ts'
import { buildTeamsChannel } from './teamsChannel.ts'

type OtherChannelName = Exclude<ChannelName, 'sns'>

/** How the channels are built that a stack has only where they are set. */
export const otherChannels: Readonly<Record<OtherChannelName, (runtime: Runtime) => NotificationChannel>> = {
  slack: buildSlackChannel,
  eventbridge: buildEventBridgeChannel,
  teams: buildTeamsChannel,
}
