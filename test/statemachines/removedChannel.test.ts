import { expect, test } from '@jest/globals'
import type { ChannelName, Notice } from '../../functions/domain/notification.ts'
import { completedAt, deliveryError, hour } from './facts.ts'
import { watchIn } from './watchBed.ts'

test.each([
  ['and a round comes between', 300],
  ['and no round comes between', 7000],
])(
  'an overdue notice that waits for a channel that is removed is recorded as superseded, %s',
  async (_case, retryAfterSeconds) => {
    const channels: ChannelName[] = ['sns', 'slack']
    const watched = await watchIn({
      channels,
      describe: completedAt(2 * hour),
      deliver: {
        slack: (notice: Notice) => {
          if (notice !== 'OVERDUE') return
          channels.splice(1)
          throw deliveryError('RATE_LIMITED', { retryAfterSeconds })
        },
      },
    })
    const records = watched.records.filter(({ recordId }) => recordId.includes('/OVERDUE/'))

    expect(records.map(({ recordType, channel }) => [recordType, channel])).toEqual([
      ['NOTIFICATION_DELIVERED', 'sns'],
      ['NOTIFICATION_SUPERSEDED', 'slack'],
    ])
    expect(watched.tried.filter(({ notice }) => notice === 'OVERDUE')).toHaveLength(2)
    expect(watched.states.filter(state => state === 'ComposeOverdueNotice').length).toBeLessThanOrEqual(2)
    expect(watched.letters).toEqual([])
    expect(watched.result.executionStatus).toBe('SUCCEEDED')
  },
)
