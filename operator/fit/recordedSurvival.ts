import { serviceMemorySeconds } from '../../functions/domain/pollSchedule.ts'
import type { RecordedDuration, RecordedOperations } from './recordedDurations.ts'
import type { Survival } from './survival.ts'

/** Poll times are whole seconds. */
const stepSeconds = 1
const cells = serviceMemorySeconds / stepSeconds
/** Operations that are taken to end in each doubling of the age, beside the recorded ones. */
const unseenPerDoubling = 0.25

/**
 * The survival curve of recorded operations, on a grid of seconds over the service's memory.
 * A record is censored by the polls around it, and says only roughly where the next operation ends: it is spread over the
 * time between the two polls, and on either side by what its place among the n that lasted as long is uncertain by, 1/√n of its age.
 * Records that the first poll saw ended are spread like the others up to that time. Operations that outlived the memory are kept
 * as running. A quarter of an operation more is taken to end in each doubling of the age: a floor under the hazard, so that no
 * stretch is left unwatched for want of records.
 */
export function recordedSurvival({ ended, stillRunning }: RecordedOperations): Survival {
  const masses = endsPerCell(ended)
  for (let cell = 1; cell <= cells; cell += 1)
    masses[cell] = (masses[cell] ?? 0) + unseenPerDoubling * Math.log2((cell + 1) / cell)
  const total = masses.reduce((sum, mass) => sum + mass, 0) + stillRunning
  const shares = new Float64Array(cells + 1)
  let running = total
  for (let cell = 0; cell <= cells; cell += 1) {
    running -= masses[cell] ?? 0
    shares[cell] = Math.max(0, running) / total
  }
  return { stepSeconds, shares }
}

/** How many operations ended within the second before each point of the grid. */
function endsPerCell(ended: readonly RecordedDuration[]): Float64Array {
  const masses = new Float64Array(cells + 1)
  const seenRunning = ended
    .filter(({ notBeforeSeconds }) => notBeforeSeconds > 0)
    .toSorted((one, other) => one.seenAtSeconds - other.seenAtSeconds)
  for (const [index, { notBeforeSeconds, seenAtSeconds }] of seenRunning.entries()) {
    const error = Math.min(0.5, 1 / Math.sqrt(seenRunning.length - index))
    spread(masses, notBeforeSeconds * (1 - error), seenAtSeconds * (1 + error))
  }
  const shape = Float64Array.from(masses)
  for (const { notBeforeSeconds, seenAtSeconds } of ended)
    if (notBeforeSeconds === 0) spreadLike(shape, masses, seenAtSeconds)
  return masses
}

function spread(masses: Float64Array, from: number, to: number): void {
  const width = to - from
  for (let cell = Math.floor(from) + 1; cell - 1 < to; cell += 1) {
    const overlap = Math.min(cell, to) - Math.max(cell - 1, from)
    const index = Math.min(cell, cells)
    masses[index] = (masses[index] ?? 0) + overlap / width
  }
}

function spreadLike(shape: Float64Array, masses: Float64Array, until: number): void {
  const end = Math.min(cells, Math.ceil(until))
  const known = shape.subarray(1, end + 1).reduce((sum, mass) => sum + mass, 0)
  if (known < 1) return spread(masses, 0, until)
  for (let cell = 1; cell <= end; cell += 1) masses[cell] = (masses[cell] ?? 0) + (shape[cell] ?? 0) / known
}
