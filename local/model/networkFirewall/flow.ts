/** One element of a result, as on the wire; no member is certain to be there. */
export type Flow = {
  readonly SourceAddress?: { readonly AddressDefinition: string }
  readonly DestinationAddress?: { readonly AddressDefinition: string }
  readonly SourcePort?: string
  readonly DestinationPort?: string
  readonly Protocol?: string
  /** Seconds. */
  readonly Age?: number
  readonly PacketCount?: number
  readonly ByteCount?: number
}

/** Every member present: what the generator makes. */
export type SyntheticFlow = Required<Flow>

/** Every n-th flow comes from one of the heavy talkers. */
const heavyTalkerInterval = 4
const heavyTalkers = 5
const bytesPerPacket = 900

/**
 * One synthetic flow: made up, not recorded from any network. Sources lie in 10.1.0.0/16, destinations in
 * the documentation range 198.51.100.0/24. The same seed and index always give the same flow, so a result
 * of any size needs no memory.
 *
 * @param seed any integer
 * @param index position in the result, from 0
 */
export function syntheticFlow(seed: number, index: number): SyntheticFlow {
  const random = (salt: number) => scrambledFraction(seed, index, salt)
  const isHeavy = index % heavyTalkerInterval === 0
  const packetCount = (isHeavy ? 20_000 : 10) + Math.floor(random(1) * (isHeavy ? 40_000 : 200))
  const sourceHost = isHeavy ? Math.floor(random(2) ** 2 * heavyTalkers) + 1 : Math.floor(random(2) * 250) + 1
  return {
    SourceAddress: { AddressDefinition: `10.1.${isHeavy ? 0 : 1 + Math.floor(random(3) * 9)}.${sourceHost}` },
    DestinationAddress: { AddressDefinition: `198.51.100.${1 + Math.floor(random(4) ** 3 * 40)}` },
    SourcePort: String(32_768 + Math.floor(random(5) * 28_000)),
    DestinationPort: '443',
    Protocol: 'TCP',
    Age: 60 + Math.floor(random(6) * 3_600),
    PacketCount: packetCount,
    ByteCount: packetCount * bytesPerPacket,
  }
}

/** A repeatable number from 0 up to, but not including, 1 (mulberry32 over the mixed inputs). */
function scrambledFraction(seed: number, index: number, salt: number): number {
  let state = (seed + Math.imul(index + 1, 0x9e3779b1) + Math.imul(salt, 0x85ebca6b)) | 0
  state = Math.imul(state ^ (state >>> 15), state | 1)
  state ^= state + Math.imul(state ^ (state >>> 7), state | 61)
  return ((state ^ (state >>> 14)) >>> 0) / 4_294_967_296
}
