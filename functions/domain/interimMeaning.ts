import type { Explanation } from './explanation.ts'
import type { FlowOperationReport } from './report.ts'
import { lookItUp } from './unfinishedMeaning.ts'
import { durationInWords, noun, runningSeconds } from './words.ts'

/** A watch that goes on: on its card, or as the notice that it takes longer than expected. */
export function interim(document: FlowOperationReport): Explanation {
  const what = noun(document)
  const seconds = runningSeconds(document)
  const after = seconds === null ? '' : ` after ${durationInWords(seconds)}`
  if (!isLate(document))
    return {
      lead: `The ${what} is running.`,
      meaning: 'Flowbell watches it and tells how it ends.',
      nextSteps: [],
      commands: [],
    }
  return {
    lead: `The ${what} is still in progress${after}: later than expected.`,
    meaning:
      'Flowbell goes on watching and tells how it ends. Until then nobody can tell which flows it has taken.',
    nextSteps: [
      'Wait: it cannot be cancelled, and no second operation can start in this zone meanwhile.',
      'If traffic must stop now: a change of the stateful rules reaches new flows only. To stop connections that exist, block them outside those rules, for example with a network ACL, and check with a flow capture afterwards.',
    ],
    commands: lookItUp(document),
  }
}

/** Told as overdue, or the card of an operation that was. */
export function isLate({ notice, isOverdue }: FlowOperationReport): boolean {
  return notice === 'OVERDUE' || isOverdue
}
