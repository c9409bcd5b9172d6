import { describe, expect, jest, test } from '@jest/globals'
import type { Notice } from '../../functions/domain/notification.ts'
import { completedAt, deliveryError, hour, inProgress, seededRandom } from './facts.ts'
import { type Call, type Watched, type World, watchIn } from './watchBed.ts'

jest.setTimeout(30_000)

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

    expect(shownAt(watched)).toEqual([0, 36, 68, 100, 136, 185, 250])
    expect(watched.result.executionStatus).toBe('SUCCEEDED')
  })

  test('is edited where it is, with what is known by now', async () => {
    const { tried } = await watchIn(withCard({ describe: completedAt(60) }))
    const [first, second] = tried.filter(({ notice }) => notice === 'STARTED')

    expect(first).toMatchObject({ notification: { card: null }, document: { polls: 0 } })
    expect(second).toMatchObject({
      notification: { card },
      document: { polls: 10, serviceStatus: 'IN_PROGRESS' },
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

  test('that cannot be edited keeps no poll back, and ends with the outcome all the same', async () => {
    const watched = await watchIn(
      withCard({ describe: completedAt(300) }, (notice, { call }) => {
        if (notice === 'STARTED' && call > 1) throw deliveryError('TRANSIENT')
      }),
    )

    expect(watched.polledAt).toEqual((await watchIn({ describe: completedAt(300) })).polledAt)
    expect(watched.result.executionStatus).toBe('SUCCEEDED')
    expect(watched.delivered.at(-1)).toMatchObject({ notice: 'OUTCOME', at: 300 })
  })

  test('does not delay a poll', async () => {
    const withEdits = await watchIn(withCard({ describe: completedAt(hour) }))
    const without = await watchIn({ describe: completedAt(hour) })

    expect(withEdits.polledAt).toEqual(without.polledAt)
  })

  test('is shown anew on the shortest way from one poll to the next: each state costs history', async () => {
    const { states } = await watchIn(withCard({ describe: completedAt(100) }))
    const from = states.indexOf('WaitThenShowProgress')

    expect(states.slice(from, states.indexOf('PollOperation', from) + 1)).toEqual([
      'WaitThenShowProgress',
      'ComposeAnnouncement',
      'AnnounceWatch',
      'PostAnnouncement',
      'KeepAnnouncement',
      'PollOperation',
    ])
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

describe('a Slack that answers an edit of the card with Retry-After', () => {
  /** Refuses every edit from the second showing on, and nothing else. */
  const refusingEdits = (world: World, retryAfterSeconds: number) =>
    watchIn(
      withCard(world, (notice, { call }) => {
        if (notice === 'STARTED' && call === 2) throw deliveryError('RATE_LIMITED', { retryAfterSeconds })
      }),
    )
  const slackTried = ({ tried }: Watched) =>
    tried.filter(({ channel }) => channel === 'slack').map(({ notice, at }) => [notice, at])

  test('is not asked for the outcome before that time, while nobody else waits', async () => {
    const watched = await refusingEdits({ describe: completedAt(50) }, 600)

    expect(slackTried(watched)).toEqual([
      ['STARTED', 0],
      ['STARTED', 36],
      ['OUTCOME', 636],
    ])
    const others = watched.delivered.filter(({ channel }) => channel !== 'slack')
    expect(others.map(({ at }) => at)).toEqual([52, 52])
    expect(watched.result.executionStatus).toBe('SUCCEEDED')
  })

  test('is not asked for the overdue notice before that time', async () => {
    const watched = await refusingEdits({ describe: completedAt(hour), overdueMinutes: 1 }, 120)

    expect(slackTried(watched).slice(0, 3)).toEqual([
      ['STARTED', 0],
      ['STARTED', 36],
      ['OVERDUE', 156],
    ])
    expect(watched.delivered.filter(({ notice }) => notice === 'OVERDUE')).toHaveLength(3)
  })

  test('is not asked to edit before that time, and polled for as ever', async () => {
    const watched = await refusingEdits({ describe: completedAt(300) }, 200)

    expect(shownAt(watched)).toEqual([0, 36, 245])
    expect(watched.polledAt).toEqual((await watchIn({ describe: completedAt(300) })).polledAt)
  })

  test.each(Array.from({ length: 16 }, (_, index) => index + 1))(
    'whatever it answers and whenever: no message of a watch comes before the time named to another (draw %i)',
    async seed => {
      const random = seededRandom(seed)
      let notBefore = 0
      const early: number[] = []
      const watched = await watchIn(
        withCard(
          { describe: completedAt(400), overdueMinutes: 1, random, retryRandom: random },
          (_notice, { at }) => {
            if (at < notBefore) early.push(at)
            if (random() < 0.6) return
            const retryAfterSeconds = 1 + Math.floor(random() * 300)
            notBefore = at + retryAfterSeconds
            throw deliveryError('RATE_LIMITED', { retryAfterSeconds })
          },
        ),
      )

      expect(early).toEqual([])
      expect(watched.result.executionStatus).toBe('SUCCEEDED')
    },
  )
})
