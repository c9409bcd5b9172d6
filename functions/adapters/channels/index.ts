import type { ChannelName } from '../../domain/notification.ts'
import type { NotificationChannel, NotificationChannels } from '../../ports.ts'

/** Makes a channel, or null when its setting is absent. Called once, and only for the channel that is asked for. */
export type ChannelFactory = () => NotificationChannel | null

/** The channels by name; every name needs a factory, so a new one cannot be forgotten. */
export function notificationChannels(
  names: readonly ChannelName[],
  factories: Readonly<Record<ChannelName, ChannelFactory>>,
): NotificationChannels {
  const made = new Map<ChannelName, NotificationChannel | null>()
  return {
    names,
    channel(name) {
      if (!made.has(name)) made.set(name, factories[name]())
      return made.get(name) ?? null
    },
  }
}
