import { setTimeout as delay } from 'node:timers/promises'

const pauseMilliseconds = 100

/**
 * Asks again and again until there is an answer: what an emulator does in the background has no end that could be awaited.
 * Throws with `what` after so many seconds.
 */
export async function eventually<Found>(
  what: string,
  probe: () => Promise<Found | undefined>,
  seconds = 60,
): Promise<Found> {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const found = await probe()
    if (found !== undefined) return found
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`)
    await delay(pauseMilliseconds)
  }
}
