import { afterEach, describe, expect, jest, test } from '@jest/globals'
import * as z from 'zod/mini'
import { InvalidInputError, InvalidSettingError } from '../functions/domain/errors.ts'
import { defineFunction } from '../functions/lambda.ts'
import { fakeRuntime, lambdaContext } from './support/fakes.ts'

type Services = { readonly greeting: string; readonly now: () => number }

/** A function of the test's own; `built` counts what was built. */
function greeter() {
  const built: string[] = []
  const factory = defineFunction<{ name: string }, string, Services>({
    name: 'greet',
    input: z.object({ name: z.string() }),
    services: {
      greeting: () => {
        built.push('greeting')
        return 'hello'
      },
      now: runtime => {
        built.push('now')
        return () => runtime.clock.nowMilliseconds()
      },
    },
    async run({ name }, { greeting, now }) {
      if (name === 'nobody') throw new RangeError('nobody is there')
      return `${greeting} ${name} at ${now()}`
    },
  })
  return { built, factory }
}

describe('a function', () => {
  test('runs with services built from the runtime', async () => {
    const { runtime } = fakeRuntime(7)
    await expect(greeter().factory(() => runtime)({ name: 'Ada' }, lambdaContext)).resolves.toBe(
      'hello Ada at 7',
    )
  })

  test('builds its services on the first call, once', async () => {
    const { built, factory } = greeter()
    const { runtime } = fakeRuntime(7)
    const handler = factory(() => runtime)
    expect(built).toEqual([])
    await handler({ name: 'Ada' }, lambdaContext)
    await handler({ name: 'Bob' }, lambdaContext)
    expect(built).toEqual(['greeting', 'now'])
  })

  test('what is overridden is never built', async () => {
    const { built, factory } = greeter()
    const { runtime } = fakeRuntime(7)
    const handler = factory(() => runtime, { greeting: 'bye' })
    await expect(handler({ name: 'Ada' }, lambdaContext)).resolves.toBe('bye Ada at 7')
    expect(built).toEqual(['now'])
  })

  test('two handlers share nothing', async () => {
    const { built, factory } = greeter()
    const { runtime } = fakeRuntime(7)
    await factory(() => runtime)({ name: 'Ada' }, lambdaContext)
    await factory(() => runtime)({ name: 'Ada' }, lambdaContext)
    expect(built).toHaveLength(4)
  })

  test('members of the input that it does not know are left out, not refused', async () => {
    const { runtime } = fakeRuntime(7)
    const answer = greeter().factory(() => runtime)({ name: 'Ada', more: 1 }, lambdaContext)
    await expect(answer).resolves.toBe('hello Ada at 7')
  })
})

describe('an input that is not understood', () => {
  test.each<[unknown, string]>([
    [{ name: 1 }, 'greet: name: '],
    [{}, 'greet: name: '],
    [null, 'greet: the input: '],
    ['Ada', 'greet: the input: '],
  ])('%j is an InvalidInputError that says where', async (event, beginning) => {
    const { runtime } = fakeRuntime(7)
    const failure: unknown = await greeter()
      .factory(() => runtime)(event, lambdaContext)
      .catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(InvalidInputError)
    expect((failure as InvalidInputError).message).toMatch(new RegExp(`^${beginning}.+`, 'u'))
  })
})

describe('a failure', () => {
  test('leaves the handler as it is, and is logged with the id of the request', async () => {
    const { runtime, logged } = fakeRuntime(7)
    const answer = greeter().factory(() => runtime)({ name: 'nobody' }, lambdaContext)
    await expect(answer).rejects.toThrow(new RangeError('nobody is there'))
    expect(logged).toEqual([
      {
        level: 'ERROR',
        functionName: 'greet',
        requestId: 'request-1',
        error: 'RangeError',
        message: 'nobody is there',
      },
    ])
  })

  test('that is no Error is logged too', async () => {
    const { runtime, logged } = fakeRuntime(7)
    const greeting = new Proxy<{ greeting: string }>({ greeting: '' }, {})
    const factory = defineFunction<unknown, string, { greeting: string }>({
      name: 'odd',
      input: z.unknown(),
      services: { greeting: () => greeting.greeting },
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- a library may do so
      run: () => Promise.reject('only a text'),
    })
    await expect(factory(() => runtime)({}, lambdaContext)).rejects.toBeDefined()
    expect(logged).toMatchObject([
      { level: 'ERROR', functionName: 'odd', message: expect.stringMatching(/only a text/u) },
    ])
  })

  test('a successful call logs nothing', async () => {
    const { runtime, logged } = fakeRuntime(7)
    await greeter().factory(() => runtime)({ name: 'Ada' }, lambdaContext)
    expect(logged).toEqual([])
  })
})

test('an input that does not fit is refused with its place', async () => {
  const { runtime } = fakeRuntime(7)
  const factory = defineFunction({
    name: 'nested',
    input: z.object({ given: z.array(z.object({ name: z.string() })) }),
    services: {},
    run: async () => 'never',
  })
  await expect(factory(() => runtime)({ given: [{ name: 7 }] }, lambdaContext)).rejects.toThrow(
    new InvalidInputError('nested: given.0.name: Invalid input'),
  )
})

describe('the runtime in Lambda', () => {
  const settings = {
    FLOWBELL_AUDIT_LOG_GROUP: '/flowbell/audit',
    FLOWBELL_DEAD_LETTER_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/123456789012/flowbell',
  }
  afterEach(() => {
    jest.restoreAllMocks()
    for (const name of Object.keys(settings)) delete process.env[name]
  })

  test('a function with a missing setting fails, and works as soon as it is set; its log is JSON lines', async () => {
    const handler = greeter().factory()
    await expect(handler({ name: 'Ada' }, lambdaContext)).rejects.toThrow(InvalidSettingError)
    Object.assign(process.env, settings)
    await expect(handler({ name: 'Ada' }, lambdaContext)).resolves.toMatch(/^hello Ada at \d{13}$/u)
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true)
    await expect(handler({ name: 'nobody' }, lambdaContext)).rejects.toThrow(RangeError)
    expect(write.mock.calls.map(([line]) => line)).toEqual([
      '{"level":"ERROR","functionName":"greet","requestId":"request-1","error":"RangeError","message":"nobody is there"}\n',
    ])
  })
})
