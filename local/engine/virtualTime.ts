import FakeTimers from '@sinonjs/fake-timers'

/** The real time, also while the clock is virtual: taken before anything is replaced. */
const RealDate = Date
const realSetImmediate = setImmediate
/** Turns of the event loop that must pass without work before time may move: promises in between settle in them. */
const idleTurns = 3

export function realNowMilliseconds(): number {
  return RealDate.now()
}

/** Counts work that takes real time; while there is any, virtual time stands still. */
export class WorkInFlight {
  #count = 0
  #whenIdle: (() => void)[] = []

  /** Counts until the work has settled. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#count += 1
    try {
      return await work()
    } finally {
      this.#end()
    }
  }

  /** For work that will never settle: it is counted no more, so that virtual time goes on without it. */
  async forGood(): Promise<never> {
    this.#end()
    return new Promise<never>(() => undefined)
  }

  async idle(): Promise<void> {
    if (this.#count > 0) await new Promise<void>(resolve => this.#whenIdle.push(resolve))
  }

  get isIdle(): boolean {
    return this.#count === 0
  }

  #end(): void {
    this.#count -= 1
    if (this.#count === 0) for (const wake of this.#whenIdle.splice(0)) wake()
  }
}

/**
 * Runs with timers and Date in virtual time, from the real time on unless told otherwise: whenever nothing is in flight, time
 * jumps to the next timer. Waits and back-offs keep their length; only nobody waits for them. Network calls stay real.
 */
export async function inVirtualTime<Result>(
  inFlight: WorkInFlight,
  run: () => Promise<Result>,
  startMilliseconds = RealDate.now(),
): Promise<Result> {
  const clock = FakeTimers.install({
    now: startMilliseconds,
    toFake: ['setTimeout', 'clearTimeout', 'Date'],
    shouldClearNativeTimers: true,
  })
  let isOver = false
  try {
    const result = run().finally(() => {
      isOver = true
    })
    await Promise.race([result, pump(clock, inFlight, () => isOver)])
    return await result
  } finally {
    clock.uninstall()
  }
}

async function pump(clock: FakeTimers.Clock, inFlight: WorkInFlight, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await inFlight.idle()
    if (await staysIdle(inFlight)) await clock.nextAsync()
  }
}

async function staysIdle(inFlight: WorkInFlight): Promise<boolean> {
  for (let turn = 0; turn < idleTurns; turn += 1) {
    await new Promise<void>(resolve => realSetImmediate(resolve))
    if (!inFlight.isIdle) return false
  }
  return true
}
