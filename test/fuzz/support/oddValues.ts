import fc from 'fast-check'

/** Written into JSON as a number that no double can hold, which JSON.parse reads as Infinity. */
const endlessNumber = '@@1e999@@'
/** Written into JSON as thousands of lists in one another. */
const abyss = '@@deep@@'

/**
 * The text of a value as somebody hostile would send it: own `__proto__` keys stay, and there are numbers and depths that
 * JSON.stringify does not write.
 */
export function jsonTextOf(value: unknown): string {
  return (JSON.stringify(value) ?? 'null')
    .replaceAll(`"${endlessNumber}"`, '1e999')
    .replaceAll(`"${abyss}"`, () => deepText(5000))
}

/** More than any service lets through. */
export const hugeText = 'x'.repeat(300_000)

/** So deep that whatever walks it by recursion runs out of stack. */
export function deepText(levels: number, open = '[', close = ']'): string {
  return `${open.repeat(levels)}1${close.repeat(levels)}`
}

/** A value in `levels` arrays. */
function deepValue(levels: number): unknown {
  let value: unknown = 'deep'
  for (let level = 0; level < levels; level += 1) value = [value]
  return value
}

/** An object with this own member, `__proto__` included, which a literal would take for the prototype. */
export function objectWith(key: string, value: unknown): object {
  return Object.defineProperty({}, key, { value, enumerable: true, configurable: true, writable: true })
}

const oddTexts = [
  '',
  ' ',
  '\0',
  '\n',
  '\u001b[31m',
  '\u2028',
  '\u202e',
  '\ud800',
  '\udc00\ud800',
  '\u200b',
  '😀',
  '__proto__',
  'constructor',
  'toString',
  'null',
  '-1',
  '1e999',
  '0x10',
  '9'.repeat(400),
  '<!channel>',
  '`id`',
  '$(id)',
  '../../etc/passwd',
  'https://evil.example/',
  'IN_PROGRESS',
  'COMPLETED',
  '1970-01-01T00:00:00Z',
  '0000-00-00T00:00:00Z',
  '+275760-09-13T00:00:00.000Z',
  '-271821-04-20T00:00:00.000Z',
  '99999-01-01T00:00:00Z',
  'Thu, 26 Nov 2026 14:00:00 GMT',
  'x'.repeat(2000),
] as const

const oddNumbers = [
  0,
  -0,
  -1,
  1.5,
  1e-7,
  2 ** 31,
  2 ** 53 + 2,
  1e21,
  1e308,
  -1e308,
  8.64e12,
  8.64e15,
  endlessNumber,
] as const

const oddObjects: readonly unknown[] = [
  [],
  {},
  [null],
  [[]],
  [{}],
  { length: 3 },
  { toString: null },
  objectWith('then', 1),
  objectWith('__proto__', { polluted: true }),
  objectWith('__proto__', null),
  { constructor: { prototype: { polluted: true } } },
  deepValue(70),
  Array.from({ length: 300 }, (_, index) => index),
]

/** A value of any type that JSON has, mostly one that somebody has once forgotten. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: fc.constantFrom(null, true, false), weight: 4 },
  { arbitrary: fc.constantFrom(...oddTexts), weight: 8 },
  { arbitrary: fc.constantFrom<number | string>(...oddNumbers), weight: 4 },
  { arbitrary: fc.constantFrom(...oddObjects), weight: 4 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 12 }), weight: 2 },
  { arbitrary: fc.jsonValue({ maxDepth: 2 }), weight: 2 },
  // Rare, since they are slow; over a run of some hundreds each comes.
  { arbitrary: fc.constantFrom(hugeText, abyss), weight: 1 },
)

/** Names of members that mean something to JavaScript, or to the readers of these documents in another case. */
export const oddKey: fc.Arbitrary<string> = fc.constantFrom(
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  'length',
  '',
  '0',
  '\ud800',
  '$metadata',
  'k'.repeat(6000),
)
