import type { ChannelName } from '../../domain/notification.ts'
import type { NotificationChannel, NotificationChannels } from '../../ports.ts'

/** The channels of these names, each made by `make` when it is first asked for, and no others. */
export function notificationChannels(
  names: readonly ChannelName[],
  make: (name: ChannelName) => NotificationChannel,
): NotificationChannels {
  const made = new Map<ChannelName, NotificationChannel>()
  return {
    names,
    channel(name) {
      if (!names.includes(name)) return null
      const channel = made.get(name) ?? make(name)
      made.set(name, channel)
      return channel
    },
  }
}
