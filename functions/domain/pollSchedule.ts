/** The service forgets an operation 12 hours after its start (Network Firewall developer guide, flow-operations-view). */
export const serviceMemorySeconds = 12 * 60 * 60

/** The last question is asked while the service still knows the answer. */
const lastPollBeforeMemoryEndsSeconds = 10
const lastCallSeconds = serviceMemorySeconds - lastPollBeforeMemoryEndsSeconds

/**
 * Seconds between two polls by the operation's age in seconds.
 *
 * Lateness is absolute, so a step follows how likely the end is, not how long one has waited: at hazard h, and a poll
 * that costs as much as c seconds of lateness, the best step is √(2c/h) (Keller, Management Science 21(3), 1974).
 * - While most operations end, h is unknown but of one order of magnitude: even steps. For durations without memory
 *   they are the optimum; at equal polls they are at most a quarter later than it for the one-peaked ones of the bench.
 * - In the first seconds hardly any operation ends, and the short ones end close together: one poll at once, none until
 *   4 s, then two at a distance of 2 s.
 * - What is left after 15 minutes has a power law's hazard h = a/t at best: steps that grow like √t
 *   (√900 = 30, √3600 = 60), and 120 s at most, since an end shall be seen.
 * Steps never grow with the number of polls: backing off belongs to throttling alone (the state machine's Retry).
 *
 * The numbers are the cheapest found by machine that keep the mean lateness at equal polls within 1.25 times the exact
 * optimum on three traces of one peak, and within 5 times on one of two peaks (docs/performance.md; docs/adr/0050).
 * They add up to 582 polls in 12 hours. Of 9 history events each, and 3 more for each of 8 throttled calls before every
 * answer, they stay below 20,000; Step Functions ends an execution at 25,000.
 */
const steps = [
  { untilAgeSeconds: 4, stepSeconds: 4 },
  { untilAgeSeconds: 8, stepSeconds: 2 },
  { untilAgeSeconds: 180, stepSeconds: 4 },
  { untilAgeSeconds: 900, stepSeconds: 5 },
  { untilAgeSeconds: 1800, stepSeconds: 30 },
  { untilAgeSeconds: 3600, stepSeconds: 60 },
  { untilAgeSeconds: serviceMemorySeconds, stepSeconds: 120 },
] as const

/** The longest time without a poll by this schedule, in seconds, while the service answers; a poll table may be silent for longer. */
export const maxPollGapSeconds = 120

/**
 * Seconds to wait after a poll of an operation of this age, without jitter; 0 once the service's memory has ended.
 * The one before the last poll falls {@link lastPollBeforeMemoryEndsSeconds} s before that end, the last one on it.
 */
export function secondsToNextPoll(ageSeconds: number): number {
  const age = Math.max(0, ageSeconds)
  const longest = longestWaitSeconds(age)
  return age < lastCallSeconds ? Math.min(stepSecondsAt(age), longest) : longest
}

/** The longest wait at this age that an end is still seen after: 0 once the service's memory has ended. */
export function longestWaitSeconds(ageSeconds: number): number {
  const age = Math.max(0, ageSeconds)
  if (age >= lastCallSeconds) return Math.max(0, serviceMemorySeconds - age)
  return Math.min(maxPollGapSeconds, lastCallSeconds - age)
}

function stepSecondsAt(ageSeconds: number): number {
  return steps.find(({ untilAgeSeconds }) => ageSeconds < untilAgeSeconds)?.stepSeconds ?? maxPollGapSeconds
}

/**
 * The same wait in whole seconds, with jitter for watches that began together.
 * Where the step widens, and only there, the wait is drawn between the old step and the new one: from then on the
 * watches are out of phase, and none polls later than the schedule says. Jitter in every step would not spread them
 * better, and shorter steps cost polls: this one costs one to four in 12 hours.
 * `previousAgeSeconds` is the age at the poll before this one, or this age if there was none. `random` is uniform in [0, 1).
 */
export function jitteredSecondsToNextPoll(
  ageSeconds: number,
  previousAgeSeconds: number,
  random: () => number,
): number {
  const seconds = Math.max(1, Math.ceil(secondsToNextPoll(ageSeconds)))
  const step = stepSecondsAt(ageSeconds)
  const widening = step - stepSecondsAt(previousAgeSeconds)
  return widening > 0 ? Math.min(seconds, step - Math.floor(random() * (widening + 1))) : seconds
}

/** All poll times of an operation that never ends, in whole seconds after its start. */
export function pollTimesSeconds(): number[] {
  const times = [0]
  for (let time = 0; time < serviceMemorySeconds; ) {
    time += secondsToNextPoll(time)
    times.push(time)
  }
  return times
}
