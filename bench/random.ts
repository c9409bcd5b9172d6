import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** Uniform in [0, 1). */
export type Random = () => number

/**
 * A stream of random numbers for one purpose. Streams of different names are independent of one another, so that one
 * more draw somewhere changes no other figure.
 */
export function randomStream(seed: number, name: string): Random {
  const generator = xoroshiro128plus(seed ^ hash(name))
  return () => uniformFloat64(generator)
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x81_1c_9d_c5
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01_00_01_93)
  return value
}
