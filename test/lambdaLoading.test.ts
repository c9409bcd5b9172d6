import { afterEach, describe, expect, test } from '@jest/globals'
import { loadAhead } from '../functions/lambda.ts'
import { isInLambda, lambdaRuntime } from '../functions/runtime.ts'

const inLambda = {
  AWS_LAMBDA_FUNCTION_NAME: 'flowbell-startWatch',
  FLOWBELL_AUDIT_LOG_GROUP: '/flowbell/audit',
  FLOWBELL_DEAD_LETTER_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/123456789012/flowbell',
}

afterEach(() => {
  for (const name of Object.keys(inLambda)) delete process.env[name]
})

/** The settings with which something was loaded; empty when nothing was. */
async function loadedWith(): Promise<object[]> {
  const loaded: object[] = []
  await loadAhead(async settings => void loaded.push(settings))
  return loaded
}

describe('what a function needs', () => {
  test('is not loaded ahead outside Lambda', async () => {
    expect(isInLambda()).toBe(false)
    expect(await loadedWith()).toEqual([])
  })

  test('is loaded in Lambda, by its settings', async () => {
    Object.assign(process.env, inLambda)
    expect(isInLambda()).toBe(true)
    expect(await loadedWith()).toEqual([lambdaRuntime().settings])
  })

  test('that cannot be loaded fails with the first call, not with the start', async () => {
    Object.assign(process.env, inLambda)
    await expect(loadAhead(() => Promise.reject(new Error('no module')))).resolves.toBeUndefined()
  })
})

test('the runtime in Lambda leaves its clients as they are', () => {
  Object.assign(process.env, inLambda)
  const client = { config: {}, middlewareStack: {} }
  expect(lambdaRuntime().prepareClient(client)).toBe(client)
})
