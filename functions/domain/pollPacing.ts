/** A poll later than this was held back by failed calls; a cold start or a slow answer takes less, in seconds. */
const tolerableDelaySeconds = 2
/** Of this much, the most is added to a wait: an end after a storm is not seen later than during it, in seconds. */
const maxSlowedBySeconds = 30
/** What is left of it after each poll in time; below a second, nothing. */
const fading = 0.8

/**
 * By how many seconds the next waits are longer than the schedule says, after a poll that came `delaySeconds` later than
 * planned: the state machine's Retry had to repeat it, which the function cannot see but by the clock.
 * A crowd that is throttled asks for more than the service gives. Repeating alone would leave each watch at its old pace,
 * and the crowd throttled for ever; with this each watch comes to ask about as often as it is answered. The sum of the delays
 * goes up at once and fades by a fifth with each poll in time: a disturbance is forgotten after 16 polls at most
 * (docs/adr/0051).
 */
export function slowedBySeconds(slowedBefore: number, delaySeconds: number): number {
  if (delaySeconds >= tolerableDelaySeconds) return Math.min(maxSlowedBySeconds, slowedBefore + delaySeconds)
  const left = slowedBefore * fading
  return left < 1 ? 0 : left
}
