import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** Uniform numbers in [0, 1). */
export type Chance = () => number

/** A stream of its own for every purpose, so that one more draw here changes nothing there. */
export function chanceOf(seed: number, purpose: string): Chance {
  const generator = xoroshiro128plus(mixed(seed, purpose))
  return () => uniformFloat64(generator)
}

/** Lower-case UUIDs that the seed decides. */
export function identifiersOf(seed: number): () => string {
  const chance = chanceOf(seed, 'identifiers')
  const hex = (digits: number) =>
    Math.floor(chance() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0')
  return () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`
}

/** FNV-1a over the purpose, begun at the seed. */
function mixed(seed: number, purpose: string): number {
  let hash = 0x811c9dc5 ^ seed
  for (const character of purpose) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193)
  return hash | 0
}
