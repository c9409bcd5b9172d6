import { notificationChannels } from '../adapters/channels/index.ts'
import { configuredChannels, type Settings } from '../config.ts'
import type { ChannelName } from '../domain/notification.ts'
import type { NotificationChannel, NotificationChannels } from '../ports.ts'
import type { Runtime } from '../runtime.ts'
import { once } from './once.ts'

type ChannelBuilder = (runtime: Runtime) => NotificationChannel

/** How each channel is built; few stacks have all of them, so each is loaded on its own. */
const builders: Readonly<Record<ChannelName, () => Promise<ChannelBuilder>>> = {
  sns: once(async () => (await import('./snsChannel.ts')).buildSnsChannel),
  slack: once(async () => (await import('./slackChannel.ts')).buildSlackChannel),
  eventbridge: once(async () => (await import('./eventBridgeChannel.ts')).buildEventBridgeChannel),
  teams: once(async () => (await import('./teamsChannel.ts')).buildTeamsChannel),
}

export function buildChannels(runtime: Runtime): NotificationChannels {
  const names = configuredChannels(runtime.settings)
  return notificationChannels(names, name => lateChannel(async () => (await builders[name]())(runtime)))
}

/** Loads what buildChannels will need on these settings. */
export async function loadChannels(settings: Settings): Promise<void> {
  await Promise.all(configuredChannels(settings).map(name => builders[name]()))
}

function lateChannel(build: () => Promise<NotificationChannel>): NotificationChannel {
  const built = once(build)
  return { deliver: async notification => (await built()).deliver(notification) }
}
