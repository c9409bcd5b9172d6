import { SSMClient } from '@aws-sdk/client-ssm'
import { afterEach, describe, expect, test } from '@jest/globals'
import { givenRouting, ssmRouting } from '../../functions/adapters/routing.ts'
import { InvalidSettingError } from '../../functions/domain/errors.ts'
import { defaultRouting } from '../../functions/domain/routing.ts'
import { ServiceError } from '../../functions/domain/serviceError.ts'
import type { Routing } from '../../functions/ports.ts'
import { startLoopbackServer } from '../../local/model/wire/loopbackServer.ts'
import { FakeClock } from '../support/fakes.ts'
import { rejectionOf } from './support/rejection.ts'

const document = { schemaVersion: 1, minimumSeverity: {}, routes: [] }
const answers = (value: string) => ({ status: 200, body: JSON.stringify({ Parameter: { Value: value } }) })
const closers: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** Systems Manager as far as it is asked: one answer after the other, the last one for ever. */
async function systemsManager(...script: { readonly status: number; readonly body: string }[]) {
  const asked: unknown[] = []
  const server = await startLoopbackServer()
  closers.push(() => server.close())
  server.answerWith(({ bodyText }) => {
    const answer = script[Math.min(asked.length, script.length - 1)] ?? answers('')
    asked.push(JSON.parse(bodyText))
    return { ...answer, headers: { 'content-type': 'application/x-amz-json-1.1' } }
  })
  const client = new SSMClient({
    endpoint: server.origin,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  })
  const clock = new FakeClock(1_000_000)
  const routing: Routing = ssmRouting(client, '/flowbell/routes', clock)
  return { routing, clock, asked }
}

describe('the routing document in a parameter', () => {
  test('is read by its name', async () => {
    const { routing, asked } = await systemsManager(answers(JSON.stringify(document)))

    await expect(routing.read()).resolves.toEqual(document)
    expect(asked).toEqual([{ Name: '/flowbell/routes', WithDecryption: true }])
  })

  test('is remembered for a minute, then read again', async () => {
    const changed = { ...document, minimumSeverity: { slack: 'critical' } }
    const { routing, clock, asked } = await systemsManager(
      answers(JSON.stringify(document)),
      answers(JSON.stringify(changed)),
    )
    await routing.read()
    clock.now += 59_999
    await expect(routing.read()).resolves.toEqual(document)
    expect(asked).toHaveLength(1)
    clock.now += 1
    await expect(routing.read()).resolves.toEqual(changed)
  })

  test.each(['', 'x', '{}'])('that is not valid is an error: %j', async text => {
    const { routing } = await systemsManager(answers(text))

    await expect(rejectionOf(InvalidSettingError, routing.read())).resolves.toMatchObject({
      name: 'InvalidSettingError',
    })
  })

  test('that cannot be read is an error, and is asked for again', async () => {
    const refused = { status: 400, body: '{"__type":"AccessDeniedException","message":"no"}' }
    const { routing } = await systemsManager(refused, answers(JSON.stringify(document)))

    await expect(rejectionOf(ServiceError, routing.read())).resolves.toMatchObject({ kind: 'ACCESS_DENIED' })
    await expect(routing.read()).resolves.toEqual(document)
  })
})

describe('the routing document of the settings', () => {
  test('without one, everything goes everywhere', async () => {
    await expect(givenRouting(null).read()).resolves.toEqual(defaultRouting)
  })

  test('is parsed', async () => {
    await expect(givenRouting(JSON.stringify(document)).read()).resolves.toEqual(document)
    await expect(givenRouting('{').read()).rejects.toThrow(InvalidSettingError)
  })
})
