import { expect, test } from '@jest/globals'
import { notificationChannels } from '../../../functions/adapters/channels/index.ts'
import type { NotificationChannel } from '../../../functions/ports.ts'

const channel: NotificationChannel = { deliver: () => Promise.resolve({ attempts: 1, receipt: null }) }

test('a channel is made when it is first asked for, once, and one that is not configured never', () => {
  const made: string[] = []
  const channels = notificationChannels(['sns', 'teams'], name => {
    made.push(name)
    return channel
  })
  expect(channels.names).toEqual(['sns', 'teams'])
  expect(made).toEqual([])
  expect(channels.channel('sns')).toBe(channel)
  expect(channels.channel('sns')).toBe(channel)
  expect(channels.channel('slack')).toBeNull()
  expect(made).toEqual(['sns'])
})
