import { describe, expect, test } from '@jest/globals'
import { decideAfterAnswer, type PollContext } from '../../functions/domain/pollDecision.ts'
import type { PollProgress } from '../../functions/domain/pollProgress.ts'
import {
  flowOperation,
  isoAfterStart,
  overdueNotice,
  progress,
  secondsAfterStart,
  watchRequest,
} from '../support/builders.ts'

const running = flowOperation({ status: 'IN_PROGRESS' })

/** A poll of a running operation, this many seconds after the start and the first poll. */
function pollAt(seconds: number, change: Partial<PollContext> = {}): PollProgress {
  const context: PollContext = {
    watch: watchRequest(),
    progress: progress(),
    cardCount: 1,
    overdueNotice: overdueNotice({ isSent: true }),
    nowMilliseconds: secondsAfterStart(seconds),
    pollTable: null,
    overdueAfterSeconds: 3600,
    random: () => 0,
    ...change,
  }
  return decideAfterAnswer(context, running)
}

describe('the card of a running watch', () => {
  test.each([
    [29, 'WAIT'],
    [30, 'REFRESH_CARD'],
  ])('never edited, %d s after the first poll: %s', (seconds, next) => {
    expect(pollAt(seconds).next).toBe(next)
  })

  test.each([
    [69, 'WAIT'],
    [70, 'REFRESH_CARD'],
  ])('edited 40 s after the start, at %d s: %s', (seconds, next) => {
    const edited = progress({ cardShownAt: isoAfterStart(40) })
    expect(pollAt(seconds, { progress: edited }).next).toBe(next)
  })

  test('is dated by the poll that edits it', () => {
    expect(pollAt(45).cardShownAt).toBe(isoAfterStart(45))
  })

  test('keeps the date of its last edit while nothing edits it', () => {
    const edited = progress({ cardShownAt: isoAfterStart(40) })
    expect(pollAt(50, { progress: edited }).cardShownAt).toBe(isoAfterStart(40))
  })

  test('is left alone where no channel shows one', () => {
    expect(pollAt(45, { cardCount: 0 })).toMatchObject({ next: 'WAIT', cardShownAt: null })
  })

  test('gives way to the overdue notice', () => {
    const due = pollAt(4000, { overdueNotice: overdueNotice({ isSent: false }) })
    expect(due).toMatchObject({ next: 'NOTIFY_OVERDUE', cardShownAt: null })
  })
})
