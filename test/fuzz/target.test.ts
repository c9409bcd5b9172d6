import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { textNear } from './support/bytes.ts'
import { jsonTextOf } from './support/oddValues.ts'
import { doesFind, findingIn, type Target } from './support/target.ts'

const valid = { name: 'edge', list: [{ count: 1 }], deep: { zone: 'a' } }

/** A reader without a fault: JSON, or a SyntaxError. */
const sound: Target<string, unknown> = {
  inputs: textNear([valid]),
  run: text => JSON.parse(text) as unknown,
  refusals: ['SyntaxError'],
}

test('a sound reader has no findings', async () => {
  expect(await findingIn(sound, 1000)).toBeNull()
})

/** Copies members one by one, as careless merging does. */
function merge(into: Record<string, unknown>, from: unknown): unknown {
  if (typeof from !== 'object' || from === null) return into
  for (const [key, value] of Object.entries(from)) {
    if (typeof value !== 'object' || value === null) into[key] = value
    else merge((into[key] ??= {}) as Record<string, unknown>, value)
  }
  return into
}

/** Needs so many seconds of CPU time. */
function spin(seconds: number): void {
  const { user } = process.cpuUsage()
  while (process.cpuUsage().user - user < seconds * 1e6);
}

test.each<readonly [string, Partial<typeof sound>]>([
  ['an error of another name', { refusals: [] }],
  ['a member that is taken for granted', { run: text => (JSON.parse(text) as typeof valid).list.at(0) }],
  [
    'a result that must not be',
    { check: result => expect(result).toMatchObject({ name: expect.any(String) }) },
  ],
  ['a polluted prototype', { run: text => merge({}, JSON.parse(text)) }],
  [
    'recursion that runs out of stack',
    { run: text => JSON.stringify(JSON.parse(text)), refusals: ['SyntaxError', 'TypeError'] },
  ],
  ['a text that is thrown', { run: () => Promise.reject('text') }],
  [
    'a refusal that quotes all it was given',
    {
      run: text => {
        throw new SyntaxError(text)
      },
    },
  ],
  ['more time than a text is worth', { run: text => (text.length > 200_000 ? spin(1.1) : null) }],
])(
  '%s is found',
  async (_name, change) => {
    expect(await doesFind({ ...sound, ...change })).toBe(true)
  },
  30_000,
)

test('the inputs hold the known tricks', () => {
  const texts = fc.sample(sound.inputs, { numRuns: 2000, seed: 5 })
  const parts = [
    '"__proto__":',
    '"constructor":',
    '1e999',
    String.raw`\ud800`,
    String.raw`\u0000`,
    '[[[[[[[[',
    'x'.repeat(262_144),
  ]
  expect(parts.filter(part => !texts.some(text => text.includes(part)))).toEqual([])
  // Most are near misses, not the valid text itself.
  expect(texts.filter(text => text === jsonTextOf(valid)).length).toBeLessThan(200)
})
