import { expect, test } from '@jest/globals'
import { notificationChannels } from '../../../functions/adapters/channels/index.ts'
import type { NotificationChannel } from '../../../functions/ports.ts'

const channel: NotificationChannel = { deliver: () => Promise.resolve({ attempts: 1, receipt: null }) }

test('a channel is made when it is first asked for, once, and no other one is', () => {
  const made: string[] = []
  const factory = (name: string, result: NotificationChannel | null) => () => {
    made.push(name)
    return result
  }
  const channels = notificationChannels(['sns'], {
    sns: factory('sns', channel),
    slack: factory('slack', null),
    eventbridge: factory('eventbridge', null),
    teams: factory('teams', null),
  })
  expect(channels.names).toEqual(['sns'])
  expect(made).toEqual([])
  expect(channels.channel('sns')).toBe(channel)
  expect(channels.channel('sns')).toBe(channel)
  expect(channels.channel('slack')).toBeNull()
  expect(channels.channel('slack')).toBeNull()
  expect(made).toEqual(['sns', 'slack'])
})
