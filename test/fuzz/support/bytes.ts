import fc from 'fast-check'
import { nearMissOf } from './nearMiss.ts'
import { deepText, hugeText, jsonTextOf } from './oddValues.ts'

const oddTexts = [
  '',
  ' ',
  'null',
  'true',
  '0',
  '1e999',
  '""',
  '[]',
  '{}',
  '[null]',
  '{',
  '{"half',
  '{"a":1}{"b":2}',
  '\ufeff{}',
  '\0',
  '<html><h1>503 Service Unavailable</h1></html>',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  deepText(100_000),
  deepText(20_000, '{"a":', '}'),
  hugeText,
  JSON.stringify({ message: hugeText }),
] as const

/** The bytes of a text that was damaged on its way: cut, flipped, doubled, with something in between. */
function damaged(texts: readonly string[]): fc.Arbitrary<Uint8Array> {
  const kinds = fc.constantFrom('CUT', 'FLIP', 'INSERT', 'DOUBLE')
  return fc
    .tuple(fc.constantFrom(...texts), kinds, fc.nat({ max: 9999 }), fc.uint8Array({ maxLength: 4 }))
    .map(([text, kind, where, bytes]) => {
      const whole = Buffer.from(text)
      const at = where % (whole.length + 1)
      const [before, after] = [whole.subarray(0, at), whole.subarray(at)]
      if (kind === 'CUT') return before
      if (kind === 'DOUBLE') return Buffer.concat([whole, whole])
      if (kind === 'INSERT') return Buffer.concat([before, bytes, after])
      return Buffer.concat([before, bytes, after.subarray(bytes.length)])
    })
}

/** Bytes around valid documents: near misses mostly, then damaged ones, then anything. */
export function bytesNear(valid: readonly unknown[]): fc.Arbitrary<Uint8Array> {
  return fc.oneof(
    { arbitrary: nearMissOf(valid).map(value => Buffer.from(jsonTextOf(value))), weight: 14 },
    { arbitrary: damaged(valid.map(jsonTextOf)), weight: 3 },
    { arbitrary: fc.uint8Array({ maxLength: 64 }), weight: 1 },
    { arbitrary: fc.constantFrom(...oddTexts).map(text => Buffer.from(text)), weight: 1 },
  )
}

/** The same as text, in which bytes that are no UTF-8 have become replacement characters. */
export function textNear(valid: readonly unknown[]): fc.Arbitrary<string> {
  return bytesNear(valid).map(bytes => Buffer.from(bytes).toString('utf8'))
}
