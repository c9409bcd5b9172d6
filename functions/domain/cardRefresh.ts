/** Slack lets a card be edited far more often; people need no more, and each edit is a piece of the execution's history. */
const minSecondsBetweenEdits = 30

/**
 * True when a card is old enough to be edited: after 30 s at first, later after a quarter of the operation's age, since what
 * a card of yesterday says need not be exact to the second. That is about 30 edits in 12 hours.
 */
export function isCardRefreshDue(ageSeconds: number, secondsSinceShown: number): boolean {
  return secondsSinceShown >= Math.max(minSecondsBetweenEdits, ageSeconds / 4)
}
