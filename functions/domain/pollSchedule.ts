/** The service forgets an operation 12 hours after its start (Network Firewall developer guide, flow-operations-view). */
export const serviceMemorySeconds = 12 * 60 * 60

/** The last question is asked while the service still knows the answer. */
const lastPollBeforeMemoryEndsSeconds = 10

/**
 * Seconds between two polls by the operation's age in seconds.
 * Lateness is absolute, so a step follows how likely the end is, not how long one has waited: even and short while most
 * operations end, wider later. Backing off belongs to throttling alone (the state machine's Retry).
 * The steps add up to about 560 polls in 12 hours, at most 700 with jitter, of 9 history events each: far below Step
 * Functions' 25,000.
 */
const steps = [
  { untilAgeSeconds: 180, stepSeconds: 5 },
  { untilAgeSeconds: 900, stepSeconds: 10 },
  { untilAgeSeconds: 3600, stepSeconds: 30 },
  { untilAgeSeconds: 7200, stepSeconds: 60 },
  { untilAgeSeconds: serviceMemorySeconds, stepSeconds: 120 },
] as const

/** The longest time without a poll, in seconds, while the service answers. */
export const maxPollGapSeconds = 120

/**
 * Seconds to wait after a poll of an operation of this age, without jitter; 0 once the service's memory has ended.
 * The one before the last poll falls {@link lastPollBeforeMemoryEndsSeconds} s before that end, the last one on it.
 */
export function secondsToNextPoll(ageSeconds: number): number {
  const age = Math.max(0, ageSeconds)
  if (age >= serviceMemorySeconds) return 0
  const step = steps.find(({ untilAgeSeconds }) => age < untilAgeSeconds)?.stepSeconds ?? maxPollGapSeconds
  const lastCall = serviceMemorySeconds - lastPollBeforeMemoryEndsSeconds
  if (age >= lastCall) return serviceMemorySeconds - age
  return Math.min(step, lastCall - age)
}

/**
 * The same wait as whole seconds with jitter: between four fifths of the step and the step.
 * Watches that began together drift apart, and none polls later than the schedule says.
 * `random` is uniform in [0, 1).
 */
export function jitteredSecondsToNextPoll(ageSeconds: number, random: () => number): number {
  const seconds = secondsToNextPoll(ageSeconds)
  return Math.max(1, Math.ceil(seconds * (1 - random() / 5)))
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
