import * as z from 'zod/mini'
import { FlowOperation } from './flowOperation.ts'
import { Outcome } from './outcome.ts'

/**
 * What a watch knows after a poll, and what the state machine does next.
 * `polls` counts answers that carried a status; `answers` also those that said "not found".
 * `waitSeconds` is whole and at least 1. `slowedBySeconds`: what throttling adds to each wait for a while. `cardShownAt`:
 * when the card of the running watch was last edited; null: not since the first poll. `overdueRounds`: how often the overdue
 * notice was on its way. Times are ISO 8601.
 */
export const PollProgress = z.object({
  next: z.enum(['WAIT', 'REFRESH_CARD', 'NOTIFY_OVERDUE', 'CONCLUDE']),
  waitSeconds: z.number(),
  outcome: z.nullable(Outcome),
  polls: z.number(),
  answers: z.number(),
  emptyAnswers: z.number(),
  expiredCredentials: z.number(),
  unansweredAfterMemoryEnded: z.number(),
  firstPolledAt: z.string(),
  lastPolledAt: z.string(),
  finishedAt: z.nullable(z.string()),
  operation: z.nullable(FlowOperation),
  failure: z.nullable(z.object({ error: z.string(), message: z.string() })),
  cardShownAt: z._default(z.nullable(z.string()), null),
  overdueRounds: z._default(z.number(), 0),
  slowedBySeconds: z._default(z.number(), 0),
})
export type PollProgress = z.infer<typeof PollProgress>

/** The progress before the first poll. `now` is ISO 8601. */
export function progressBeforeFirstPoll(now: string): PollProgress {
  return {
    next: 'WAIT',
    waitSeconds: 1,
    outcome: null,
    polls: 0,
    answers: 0,
    emptyAnswers: 0,
    expiredCredentials: 0,
    unansweredAfterMemoryEnded: 0,
    firstPolledAt: now,
    lastPolledAt: now,
    finishedAt: null,
    operation: null,
    failure: null,
    cardShownAt: null,
    overdueRounds: 0,
    slowedBySeconds: 0,
  }
}
