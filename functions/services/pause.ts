import { systemPause } from '../adapters/systemPause.ts'
import type { Pause } from '../ports.ts'

export function buildPause(): Pause {
  return systemPause
}
