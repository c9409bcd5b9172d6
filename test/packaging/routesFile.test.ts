import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { channelNames } from '../../functions/domain/notification.ts'
import { defaults } from './defaultParameters.ts'

type Routes = { readonly text: string; readonly fault: string | null }

const load = createRequire(import.meta.url)
const { routesOf } = load('../../scripts/routesFile.cjs') as {
  routesOf: (given: Readonly<Record<string, unknown>>, folder: string) => Promise<Routes>
}
const topic = 'arn:aws:sns:us-east-1:123456789012:incidents'
const toTopic = { channel: 'sns', topicArn: topic }

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'flowbell-routes-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What the stack makes of a file with this text. */
function routesIn(text: string, given: Readonly<Record<string, unknown>> = {}): Promise<Routes> {
  writeFileSync(path.join(folder, 'routes.json'), text)
  return routesOf({ ...defaults, routesFile: 'routes.json', ...given }, folder)
}
const documentTo = (...to: readonly object[]) =>
  JSON.stringify({ schemaVersion: 1, routes: [{ name: 'incidents', to }] })

describe('routesFile', () => {
  test('is optional', async () => {
    await expect(routesOf(defaults, folder)).resolves.toEqual({ text: '', fault: null })
  })

  test('is taken as it stands, by a path from where the stack is or from anywhere', async () => {
    const text = '{\n  "schemaVersion": 1,\n  "routes": []\n}\n'
    await expect(routesIn(text)).resolves.toEqual({ text, fault: null })
    await expect(routesIn(text, { routesFile: path.join(folder, 'routes.json') })).resolves.toEqual({
      text,
      fault: null,
    })
  })

  test('that is not there is told by its path', async () => {
    await expect(routesOf({ ...defaults, routesFile: 'none.json' }, folder)).resolves.toEqual({
      text: '',
      fault: expect.stringMatching(/^routesFile none\.json: ENOENT/u),
    })
  })

  test.each([
    ['{"schemaVersion":1,', /^routesFile routes\.json: the routing document is not JSON \(.*position 19/u],
    [
      '{"schemaVersion":1,"routes":[{"name":"x","when":{"outcomes":["FAILURE"]},"to":[{"channel":"sns"}]}]}',
      /^routesFile routes\.json: the routing document is not valid: routes\.0\.when\.outcomes\.0: .*"COMPLETED"/u,
    ],
    [
      documentTo({ channel: 'slack', slackChannel: '#alerts' }),
      /^routesFile routes\.json: .*routes\.0\.to\.0\.slackChannel: must be a Slack channel id/u,
    ],
  ])(
    'that the functions would not read is refused with the place and the reason: %s',
    async (text, fault) => {
      await expect(routesIn(text)).resolves.toEqual({ text: '', fault: expect.stringMatching(fault) })
    },
  )

  test('may have 4,096 bytes, which is what a standard parameter holds, and not one more', async () => {
    const document = documentTo({ channel: 'sns' })
    // Two bytes each in UTF-8.
    const name = 'ü'.repeat(100)
    const text = (bytes: number) => {
      const begun = document.replace('incidents', name)
      return begun + ' '.repeat(bytes - Buffer.byteLength(begun))
    }
    await expect(routesIn(text(4096))).resolves.toMatchObject({ fault: null })
    await expect(routesIn(text(4097))).resolves.toMatchObject({
      fault: expect.stringMatching(/^routesFile routes\.json: it has 4097 bytes, and 4096 at the most/u),
    })
  })

  test('may name the topic of the stack and those of routedTopicArns, and no other', async () => {
    const fault = `routesFile routes.json: the route "incidents" names ${topic}, to which this stack may not publish: add it to routedTopicArns`
    const found = (given: object) => routesIn(documentTo(toTopic), given as Record<string, unknown>)

    await expect(found({})).resolves.toEqual({ text: '', fault })
    await expect(found({ routedTopicArns: `${topic}-2` })).resolves.toEqual({ text: '', fault })
    await expect(found({ topicArn: topic })).resolves.toMatchObject({ fault: null })
    await expect(found({ routedTopicArns: `${topic}-2,${topic}` })).resolves.toMatchObject({ fault: null })
  })

  test.each([
    ['slack', { slackSecretArn: 'arn' }],
    ['slack', { createSlackSecret: 'true' }],
    ['slack', { createSlackSecret: true }],
    ['eventbridge', { eventBusName: 'security' }],
    ['teams', { teamsSecretArn: 'arn' }],
  ])('may name %s only if the stack is given it: %j', async (channel, given) => {
    await expect(routesIn(documentTo({ channel }))).resolves.toMatchObject({
      fault: `routesFile routes.json: the route "incidents" names ${channel}, which this stack is not given: that way leads nowhere`,
    })
    await expect(routesIn(documentTo({ channel }), given)).resolves.toMatchObject({ fault: null })
  })

  test.each(channelNames)(
    'may name %s, as far as it is a channel that the stack can be given',
    async channel => {
      const { fault } = await routesIn(documentTo({ channel }))

      expect(fault ?? 'which this stack is not given').toContain('which this stack is not given')
    },
  )

  test('is looked at as far as its last way', async () => {
    const document = JSON.stringify({
      schemaVersion: 1,
      routes: [{ name: 'incidents', to: [{ channel: 'sns' }] }],
      otherwise: [{ channel: 'sns' }, toTopic],
    })
    await expect(routesIn(document)).resolves.toMatchObject({
      fault: expect.stringMatching(/^routesFile routes\.json: "otherwise" names arn:/u),
    })
  })
})
