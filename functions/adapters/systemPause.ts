import { setTimeout as afterMilliseconds } from 'node:timers/promises'
import type { Pause } from '../ports.ts'

/** Real time. */
export const systemPause: Pause = async seconds => {
  await afterMilliseconds(seconds * 1000)
}
