import { describe, expect, test } from '@jest/globals'
import type { Notice } from '../../functions/domain/notification.ts'
import { completedAt, deliveryError, hour, inProgress } from './facts.ts'
import { type Call, type Watched, type World, watchIn } from './watchBed.ts'

const card = { channelId: 'C0123456789', ts: '1762074902.000100', hasOutcome: false }

/** A Slack that keeps a card, unless `reaction` throws. */
function withCard(world: World, reaction: (notice: Notice, call: Call) => void = () => undefined): World {
  return {
    ...world,
    deliver: {
      slack: (notice, call) => {
        reaction(notice, call)
        return { card }
      },
    },
  }
}

const shownAt = ({ tried }: Watched) => tried.flatMap(({ notice, at }) => (notice === 'STARTED' ? [at] : []))

describe('the card of a running watch', () => {
  test('is posted at the start, then edited: after 30 s at first, later at wider steps', async () => {
    const watched = await watchIn(withCard({ describe: completedAt(300) }))

    expect(shownAt(watched)).toEqual([0, 35, 65, 95, 130, 175, 240])
    expect(watched.result.executionStatus).toBe('SUCCEEDED')
  })

  test('is edited where it is, with what is known by now', async () => {
    const { tried } = await watchIn(withCard({ describe: completedAt(60) }))
    const [first, second] = tried.filter(({ notice }) => notice === 'STARTED')

    expect(first).toMatchObject({ notification: { card: null }, document: { polls: 0 } })
    expect(second).toMatchObject({
      notification: { card },
      document: { polls: 7, serviceStatus: 'IN_PROGRESS' },
    })
  })

  test('says that the operation is overdue once that has been told', async () => {
    const { tried } = await watchIn(withCard({ describe: completedAt(2 * hour) }))
    const documents = tried
      .filter(({ notice, at }) => notice === 'STARTED' && at > hour)
      .map(({ document }) => document)

    expect(documents.length).toBeGreaterThan(0)
    for (const document of documents) expect(document).toMatchObject({ isOverdue: true, severity: 'warning' })
  })

  test('that cannot be edited keeps nothing back, and ends with the outcome all the same', async () => {
    const watched = await watchIn(
      withCard({ describe: completedAt(300) }, (notice, { call }) => {
        if (notice === 'STARTED' && call > 1) throw deliveryError('RATE_LIMITED', { retryAfterSeconds: 3600 })
      }),
    )

    expect(watched.polledAt).toEqual((await watchIn({ describe: completedAt(300) })).polledAt)
    expect(watched.result.executionStatus).toBe('SUCCEEDED')
    expect(watched.delivered.at(-1)).toMatchObject({ notice: 'OUTCOME' })
  })

  test('does not delay a poll', async () => {
    const withEdits = await watchIn(withCard({ describe: completedAt(hour) }))
    const without = await watchIn({ describe: completedAt(hour) })

    expect(withEdits.polledAt).toEqual(without.polledAt)
  })

  test('takes about thirty edits in twelve hours', async () => {
    const watched = await watchIn(withCard({ describe: () => inProgress }))

    expect(shownAt(watched).length).toBeGreaterThan(20)
    expect(shownAt(watched).length).toBeLessThan(40)
  })
})

test('where no channel keeps a card, nothing is announced again', async () => {
  const watched = await watchIn({ describe: completedAt(hour) })

  expect(shownAt(watched)).toEqual([0])
})
