import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { canaries, leaksIn, webhookPath } from './canaries.ts'
import { awsFaults, chatFaults, type NamedFault, secretsFaults } from './faults.ts'
import { courses } from './outcomes.ts'
import { CanaryWorld } from './world.ts'

jest.setTimeout(60_000)

const environment = { ...process.env }
afterAll(() => {
  process.env = environment
})

/** A service that never answers is not waited for; and of thousands of errors nobody reads the stack. */
const realTimeout = AbortSignal.timeout
const { stackTraceLimit } = Error
beforeAll(() => {
  Error.stackTraceLimit = 0
  jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => realTimeout.call(AbortSignal, 250))
})
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit
  jest.restoreAllMocks()
})

const secrets: Readonly<Record<string, (origin: string) => string>> = {
  webhook: origin => JSON.stringify({ webhookUrl: `${origin}${webhookPath}` }),
  bot: () => JSON.stringify({ botToken: canaries.botToken, channel: 'C0123456789' }),
}

const worlds: CanaryWorld[] = []
afterEach(async () => {
  await Promise.all(worlds.splice(0).map(({ aws }) => aws.close()))
})

async function worldWith(secretOf: (origin: string) => string): Promise<CanaryWorld> {
  const world = await CanaryWorld.start(secretOf)
  worlds.push(world)
  return world
}

test('a secret is found whole, in part, in other letters and in other codes', () => {
  const { webhookToken, botToken, sessionToken } = canaries
  const hidden = [
    webhookToken,
    webhookToken.slice(3, 11),
    webhookToken.toLowerCase(),
    encodeURIComponent(webhookPath),
    Buffer.from(`Bearer ${botToken}`).toString('base64'),
    Buffer.from(sessionToken).toString('hex'),
    JSON.stringify({ deep: [JSON.stringify({ botToken })] }),
  ]
  expect(leaksIn(hidden.map((text, index) => [String(index), `before ${text} behind`])).length).toBe(
    hidden.length,
  )
  expect(leaksIn([['none', 'xoxb-7160 IQoJ https://hooks.slack.com/services/T000/B000/XXXX']])).toEqual([])
})

/** The failures of Slack and Teams, and those of their secrets: in each run one of them, and one of the other services. */
const failures = [...chatFaults, ...secretsFaults]

describe.each(Object.entries(secrets))('no secret of a %s leaves its place', (mode, secretOf) => {
  // Every course meets every failure, half of them by webhook and half as a bot.
  test.each(Object.entries(courses))('%s, under every class of failure', async (name, course) => {
    const world = await worldWith(secretOf)
    const parity = (Object.keys(courses).indexOf(name) + Object.keys(secrets).indexOf(mode)) % 2
    for (const [index, failure] of failures.entries()) {
      if (index % 2 !== parity) continue
      const faults = [failure, awsFaults[index % awsFaults.length] as NamedFault]
      const names = faults.map(([fault]) => fault)
      expect({ names, leaks: await world.leaksOf(course, faults) }).toEqual({ names, leaks: [] })
    }
  })
})

async function expectNoLeak(world: CanaryWorld): Promise<void> {
  const { COMPLETED } = courses
  if (!COMPLETED) throw new TypeError('there is no such course')
  expect(await world.leaksOf(COMPLETED, [])).toEqual([])
}

test('both chat services are reached: what goes wrong there is seen here', async () => {
  const world = await worldWith(secrets['webhook'] ?? String)
  await expectNoLeak(world)
  const { slack, teams } = world.aws
  expect([slack.webhookPosts.length, teams.runs.length]).toEqual([1, 1])
})

describe('a secret that is none', () => {
  const { webhookToken, botToken } = canaries
  test.each<[string, (origin: string) => string]>([
    ['a bare address', origin => `${origin}${webhookPath}`],
    ['broken JSON', origin => `{"webhookUrl":"${origin}${webhookPath}"`],
    ['another name', origin => JSON.stringify({ url: `${origin}${webhookPath}` })],
    [
      'an address of somebody else',
      () => JSON.stringify({ webhookUrl: `https://evil.example${webhookPath}` }),
    ],
    ['no address', () => JSON.stringify({ webhookUrl: `http://[${webhookToken}` })],
    [
      'a line break in the address',
      origin => JSON.stringify({ webhookUrl: `${origin}${webhookPath}\r\nX: ${webhookToken}` }),
    ],
    [
      'a token that cannot stand in a header',
      () => JSON.stringify({ botToken: `${botToken}\r\nX: y`, channel: 'C0123456789' }),
    ],
    ['a token without a channel', () => JSON.stringify({ botToken })],
    ['an old token', () => JSON.stringify({ botToken: `${botToken}x`, channel: 'C0123456789' })],
    ['an address that is gone', origin => JSON.stringify({ webhookUrl: `${origin}${webhookPath}x` })],
  ])('%s', async (_name, secretOf) => {
    const world = await worldWith(secretOf)
    await expectNoLeak(world)
  })
})
