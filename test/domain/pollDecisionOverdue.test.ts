import { describe, expect, test } from '@jest/globals'
import { maxOverdueRounds } from '../../functions/domain/overdueNotice.ts'
import { decideAfterAnswer, type PollContext } from '../../functions/domain/pollDecision.ts'
import type { PollProgress } from '../../functions/domain/pollProgress.ts'
import {
  delivery,
  flowOperation,
  overdueNotice,
  progress,
  secondsAfterStart,
  watchRequest,
} from '../support/builders.ts'

/** A poll of a running operation that is late, whose notice is still to reach one channel. */
function poll(change: Partial<PollProgress>): PollProgress {
  const context: PollContext = {
    watch: watchRequest(),
    progress: progress(change),
    cardCount: 0,
    pollTable: null,
    overdueNotice: overdueNotice({ isSent: true, deliveries: [delivery({ notice: 'OVERDUE' })] }),
    nowMilliseconds: secondsAfterStart(4000),
    overdueAfterSeconds: 3600,
    random: () => 0,
  }
  return decideAfterAnswer(context, flowOperation({ status: 'IN_PROGRESS' }))
}

describe('the rounds of the overdue notice', () => {
  const most = maxOverdueRounds(1)

  test('are counted', () => {
    expect(poll({ overdueRounds: 3 })).toMatchObject({ next: 'NOTIFY_OVERDUE', overdueRounds: 4 })
  })

  test('end when the execution has no more room for them: the rest is left to the outcome', () => {
    expect(poll({ overdueRounds: most - 1 })).toMatchObject({ next: 'NOTIFY_OVERDUE', overdueRounds: most })
    expect(poll({ overdueRounds: most })).toMatchObject({ next: 'WAIT', overdueRounds: most })
  })

  test.each([
    [0, 285],
    [1, 148],
    [3, 75],
    [30, 9],
  ])('are, for %d targets, at most %d', (targetCount, rounds) => {
    expect(maxOverdueRounds(targetCount)).toBe(rounds)
  })
})
