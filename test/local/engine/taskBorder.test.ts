import { describe, expect, test } from '@jest/globals'
import { invokeFunction, type TaskFunction } from '../../../local/engine/taskBorder.ts'

const arn = 'arn:aws:lambda:local:000000000000:function:echo'
const invoke = (echo: TaskFunction, payload: unknown = {}, functionName = arn) =>
  invokeFunction({ FunctionName: functionName, Payload: payload }, { echo })
const failing = (failure: () => unknown) =>
  invoke(() => Promise.reject(failure())).then(
    () => Promise.reject(new Error('nothing was thrown')),
    (error: Error) => ({ name: error.name, cause: JSON.parse(error.message) as unknown }),
  )
const echo: TaskFunction = payload => Promise.resolve(payload)

describe('what goes in and comes out', () => {
  test('is wrapped as Lambda wraps it', async () => {
    expect(await invoke(echo, { a: 1 })).toEqual({
      ExecutedVersion: '$LATEST',
      Payload: { a: 1 },
      StatusCode: 200,
    })
  })

  test('passes through JSON: what JSON cannot hold is lost, as in AWS', async () => {
    const result = () =>
      Promise.resolve({ gone: undefined, date: new Date(0), list: [undefined], map: new Map([[1, 2]]) })

    expect(await invoke(result)).toMatchObject({
      Payload: { date: '1970-01-01T00:00:00.000Z', list: [null], map: {} },
    })
    expect(JSON.stringify(await invoke(result))).not.toContain('gone')
  })

  test('nothing becomes null', async () => {
    expect(await invoke(() => Promise.resolve(undefined))).toMatchObject({ Payload: null })
  })

  test('is a copy: a function that changes its event cannot change its own repeat', async () => {
    const payload = { items: [1] }
    await invoke(event => {
      ;(event as typeof payload).items.push(2)
      return Promise.resolve(null)
    }, payload)

    expect(payload).toEqual({ items: [1] })
  })

  test('is a copy on the way out too', async () => {
    const kept = { items: [1] }
    const answer = (await invoke(() => Promise.resolve(kept))) as { Payload: typeof kept }
    kept.items.push(2)

    expect(answer.Payload).toEqual({ items: [1] })
  })
})

describe('an error', () => {
  test('keeps its name, and its Cause is the JSON that Lambda makes', async () => {
    const error = new RangeError('too far')

    expect(await failing(() => error)).toEqual({
      name: 'RangeError',
      cause: { errorType: 'RangeError', errorMessage: 'too far', trace: [] },
    })
  })

  test('of an own class has the literal name that Retry matches on', async () => {
    class Throttling extends Error {
      override readonly name = 'ThrottlingException'
    }

    expect((await failing(() => new Throttling('slow down'))).name).toBe('ThrottlingException')
  })

  test('that is thrown before anything is awaited is no different', async () => {
    const synchronous: TaskFunction = () => {
      throw new RangeError('at once')
    }

    await expect(invoke(synchronous)).rejects.toMatchObject({ name: 'RangeError' })
  })

  test.each([
    ['a text', 'string', 'a text'],
    [null, 'object', 'null'],
    [undefined, 'undefined', 'undefined'],
    [42, 'number', '42'],
  ])('that is %p is named by its type', async (thrown, name, message) => {
    expect(await failing(() => thrown)).toEqual({
      name,
      cause: { errorType: name, errorMessage: message, trace: [] },
    })
  })
})

describe('a function', () => {
  test('is known by the last part of its ARN', async () => {
    expect(await invoke(echo, 1, 'echo')).toMatchObject({ Payload: 1 })
  })

  test.each(['other', 'toString', '__proto__', ''])('named %p that nobody gave is unknown', async name => {
    await expect(invoke(echo, 1, name)).rejects.toMatchObject({ name: 'Lambda.ResourceNotFoundException' })
  })
})

describe('a result', () => {
  const resultOf = (bytes: number) => () => Promise.resolve('x'.repeat(bytes - 2))

  test('of 262,144 bytes is taken', async () => {
    await expect(invoke(resultOf(262_144))).resolves.toMatchObject({ StatusCode: 200 })
  })

  test('of one byte more is States.DataLimitExceeded', async () => {
    await expect(invoke(resultOf(262_145))).rejects.toMatchObject({ name: 'States.DataLimitExceeded' })
  })

  test('is measured in bytes, not characters', async () => {
    await expect(invoke(() => Promise.resolve('é'.repeat(140_000)))).rejects.toMatchObject({
      name: 'States.DataLimitExceeded',
    })
  })
})
