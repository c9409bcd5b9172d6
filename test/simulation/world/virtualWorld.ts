import FakeTimers from '@sinonjs/fake-timers'

const realSetImmediate = setImmediate
/** Monday morning; a date like any other, the same for every run. */
export const beginning = Date.parse('2026-03-02T08:00:00.000Z')

/** Something for which a piece of the world is replaced while a run lasts. */
type Replacements = { readonly random: () => number; readonly fetch: typeof fetch }

/** By when a signal of `AbortSignal.timeout` ends, in virtual epoch milliseconds; only the network looks. */
const deadlines = new WeakMap<AbortSignal, Deadline>()
export type Deadline = { readonly at: number; readonly abort: () => void }

export function deadlineOf(signal: AbortSignal | null | undefined): Deadline | undefined {
  return signal ? deadlines.get(signal) : undefined
}

/**
 * Runs with timers, Date, chance and the network in a world of their own. Nothing in it takes real time, so whenever all promises
 * have settled, time jumps to the next timer. Throws when nothing is left that could happen and `run` has not ended.
 */
export async function inVirtualWorld<Result>(
  replacements: Replacements,
  run: () => Promise<Result>,
): Promise<Result> {
  const clock = FakeTimers.install({
    now: beginning,
    toFake: ['setTimeout', 'clearTimeout', 'Date'],
    shouldClearNativeTimers: true,
  })
  const restore = replaceGlobals(replacements)
  let isOver = false
  try {
    const result = run().finally(() => {
      isOver = true
    })
    await Promise.race([result, pump(clock, () => isOver)])
    return await result
  } finally {
    restore()
    clock.uninstall()
  }
}

/** One turn of the event loop lets every promise settle that only waits for others. */
async function pump(clock: FakeTimers.Clock, isOver: () => boolean): Promise<void> {
  for (;;) {
    await new Promise<void>(resolve => realSetImmediate(resolve))
    if (isOver()) return
    const before = clock.now
    clock.next()
    // Counting takes as long as the rest of the step, so it is done only where time stood still.
    if (clock.now === before && clock.countTimers() === 0) await demandLife(clock, isOver)
  }
}

/** The last timer may just have ended the run, or made another one. */
async function demandLife(clock: FakeTimers.Clock, isOver: () => boolean): Promise<void> {
  await new Promise<void>(resolve => realSetImmediate(resolve))
  if (isOver() || clock.countTimers() > 0) return
  throw new Error('the simulated world stands still: nothing is left to happen')
}

function replaceGlobals({ random, fetch }: Replacements): () => void {
  const real = {
    random: Math.random,
    fetch: globalThis.fetch,
    timeout: AbortSignal.timeout,
    stackTraceLimit: Error.stackTraceLimit,
  }
  Math.random = random
  globalThis.fetch = fetch
  AbortSignal.timeout = virtualTimeout
  // Errors are made by the thousand, and nobody reads where.
  Error.stackTraceLimit = 0
  return () => {
    Math.random = real.random
    globalThis.fetch = real.fetch
    AbortSignal.timeout = real.timeout
    Error.stackTraceLimit = real.stackTraceLimit
  }
}

/** No timer of its own: the network, which alone waits, aborts it when the time has come. */
function virtualTimeout(milliseconds: number): AbortSignal {
  const controller = new AbortController()
  const abort = () =>
    controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'))
  deadlines.set(controller.signal, { at: Date.now() + milliseconds, abort })
  return controller.signal
}

/** Lets virtual time pass. */
export function passing(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds))
}

/** What never comes. */
export function never(): Promise<never> {
  return new Promise(() => undefined)
}
