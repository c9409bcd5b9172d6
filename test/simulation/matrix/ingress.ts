import { lostEventRows } from './ingress/lostEvents.ts'
import { oddEventRows } from './ingress/oddEvents.ts'
import { otherCallRows } from './ingress/otherCalls.ts'
import { startRows } from './ingress/starts.ts'
import type { Row } from './support/row.ts'

/** In the order of their numbers. */
export const ingressRows: readonly Row[] = [
  ...lostEventRows,
  ...oddEventRows,
  ...otherCallRows,
  ...startRows,
].toSorted((one, other) => Number(one.number) - Number(other.number))
