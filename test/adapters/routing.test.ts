import { SSMClient } from '@aws-sdk/client-ssm'
import { describe, expect, test } from '@jest/globals'
import { givenRouting } from '../../functions/adapters/routing.ts'
import { ssmRouting } from '../../functions/adapters/ssmRouting.ts'
import { InvalidSettingError } from '../../functions/domain/errors.ts'
import { defaultRouting } from '../../functions/domain/routingDocument.ts'
import { ServiceError } from '../../functions/domain/serviceError.ts'
import { clientSettings, useLocalAws } from '../local/model/localAwsFixture.ts'
import { FakeClock } from '../support/fakes.ts'
import { rejectionOf } from './support/rejection.ts'
import { until, useTimeLimits } from './support/timeLimits.ts'

const fixture = useLocalAws()
const name = '/flowbell/routes'
const document = { schemaVersion: 1, minimumSeverity: {}, routes: [] }
const asText = JSON.stringify(document)

/** A parameter with this text, and what reads it. */
function routingIn(text: string) {
  const { local } = fixture()
  local.systemsManager.put(name, text)
  const clock = new FakeClock(1_000_000)
  const routing = ssmRouting(new SSMClient(clientSettings(local)), name, clock)
  return { routing, clock, parameters: local.systemsManager, asked: local.requests }
}

describe('the routing document in a parameter', () => {
  test('is read by its name', async () => {
    const { routing, asked } = routingIn(asText)

    await expect(routing.read()).resolves.toEqual(document)
    expect(asked.map(({ operation, body }) => [operation, body])).toEqual([
      ['GetParameter', { Name: name, WithDecryption: true }],
    ])
  })

  test('is remembered for a minute, then read again', async () => {
    const changed = { ...document, minimumSeverity: { slack: 'critical' } }
    const { routing, clock, parameters, asked } = routingIn(asText)
    await routing.read()
    parameters.put(name, JSON.stringify(changed))
    clock.now += 59_999
    await expect(routing.read()).resolves.toEqual(document)
    expect(asked).toHaveLength(1)
    clock.now += 1
    await expect(routing.read()).resolves.toEqual(changed)
  })

  test.each(['', 'x', '{}'])('that is not valid is an error: %j', async text => {
    const { routing } = routingIn(text)

    await expect(rejectionOf(InvalidSettingError, routing.read())).resolves.toMatchObject({
      name: 'InvalidSettingError',
    })
  })

  test('that cannot be read is an error, and is asked for again', async () => {
    const { routing, parameters } = routingIn(asText)
    parameters.failNext({
      operation: 'GetParameter',
      fault: { kind: 'aws-error', httpStatus: 400, errorType: 'AccessDeniedException', message: 'no' },
    })

    await expect(rejectionOf(ServiceError, routing.read())).resolves.toMatchObject({ kind: 'ACCESS_DENIED' })
    await expect(routing.read()).resolves.toEqual(document)
  })

  test.each(['{}', '{"Parameter":{}}'])('that an answer does not hold is no document: %s', async body => {
    const { routing, parameters } = routingIn(asText)
    parameters.failNext({ operation: 'GetParameter', fault: { kind: 'raw-answer', status: 200, body } })
    await expect(routing.read()).rejects.toThrow('the routing document is not JSON')
  })

  describe('that was read before', () => {
    const failure = (errorType: string, httpStatus = 400) => ({
      operation: 'GetParameter' as const,
      fault: { kind: 'aws-error' as const, httpStatus, errorType, message: 'no' },
    })

    test.each([
      ['ThrottlingException', 400],
      ['InternalServerError', 500],
    ])('is believed for an hour while the service answers with %s', async (errorName, status) => {
      const { routing, clock, parameters } = routingIn(asText)
      await routing.read()
      parameters.put(name, '{}')
      parameters.failNext(failure(errorName, status))
      clock.now += 3_599_999
      await expect(routing.read()).resolves.toEqual(document)
      parameters.failNext(failure(errorName, status))
      clock.now += 1
      await expect(routing.read()).rejects.toThrow(errorName)
    })

    test('is not believed where the service says that it is gone, or another one is not valid', async () => {
      const { routing, clock, parameters } = routingIn(asText)
      await routing.read()
      clock.now += 60_000
      parameters.failNext(failure('ParameterNotFound'))
      await expect(routing.read()).rejects.toThrow('ParameterNotFound')
      parameters.put(name, 'x')
      await expect(routing.read()).rejects.toThrow(InvalidSettingError)
    })
  })

  test('that is not there is an error', async () => {
    const routing = ssmRouting(new SSMClient(clientSettings(fixture().local)), name, new FakeClock(0))

    await expect(rejectionOf(ServiceError, routing.read())).resolves.toMatchObject({
      serviceErrorName: 'ParameterNotFound',
    })
  })
})

describe('a parameter that is never answered', () => {
  const limits = useTimeLimits()

  test('is given up long before the function that waits for it is ended, so that a notice is written', async () => {
    const { routing, parameters, asked } = routingIn(asText)
    parameters.failNext({ operation: 'GetParameter', fault: { kind: 'hang' } })
    const rejected = rejectionOf(ServiceError, routing.read())
    await until(() => asked.length === 1)

    expect(limits().set).toEqual([3000])
    limits().runOut()
    await expect(rejected).resolves.toMatchObject({ kind: 'TRANSIENT' })
  })
})

describe('the routing document of the settings', () => {
  test('without one, everything goes everywhere', async () => {
    await expect(givenRouting(null).read()).resolves.toEqual(defaultRouting)
  })

  test('is parsed', async () => {
    await expect(givenRouting(asText).read()).resolves.toEqual(document)
    await expect(givenRouting('{').read()).rejects.toThrow(InvalidSettingError)
  })
})
