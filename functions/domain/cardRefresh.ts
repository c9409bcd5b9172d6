/** Slack lets a card be edited far more often; people need no more, and each edit is a piece of the execution's history. */
const minSecondsBetweenEdits = 30
/** So many cards are edited together as often as one alone; more of them more seldom, since all share one history. */
const cardsOfOneShare = 8

/**
 * True when the cards are old enough to be edited: after 30 s at first, later after a quarter of the operation's age, since what
 * a card of yesterday says need not be exact to the second. That is about 30 edits in 12 hours, and 5 of thirty cards.
 * Never without a card.
 */
export function isCardRefreshDue(ageSeconds: number, secondsSinceShown: number, cardCount: number): boolean {
  if (cardCount === 0) return false
  const shares = Math.ceil(cardCount / cardsOfOneShare)
  // Each share lets one of so many edits be: three quarters of the age, of that three quarters …
  const shareOfAge = 1 - 0.75 ** shares
  return secondsSinceShown >= Math.max(minSecondsBetweenEdits * shares, ageSeconds * shareOfAge)
}
