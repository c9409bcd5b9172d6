import { notificationChannels } from '../adapters/channels/index.ts'
import { configuredChannels, type Settings } from '../config.ts'
import type { NotificationChannel, NotificationChannels } from '../ports.ts'
import type { Runtime } from '../runtime.ts'
import { once } from './once.ts'
import { buildSnsChannel } from './snsChannel.ts'

/** Every stack has a topic; the other channels are loaded only where one of them is set. */
const otherParts = once(() => import('./otherChannels.ts'))

export function buildChannels(runtime: Runtime): NotificationChannels {
  return notificationChannels(configuredChannels(runtime.settings), name =>
    name === 'sns'
      ? buildSnsChannel(runtime)
      : lateChannel(async () => (await otherParts()).otherChannels[name](runtime)),
  )
}

/** Loads what buildChannels will need on these settings. */
export async function loadChannels(settings: Settings): Promise<void> {
  if (configuredChannels(settings).some(name => name !== 'sns')) await otherParts()
}

function lateChannel(build: () => Promise<NotificationChannel>): NotificationChannel {
  const built = once(build)
  return { deliver: async notification => (await built()).deliver(notification) }
}
