import { afterEach, expect, jest, test } from '@jest/globals'
import { InvalidSettingError } from '../../functions/domain/errors.ts'
import { lambdaRuntime } from '../../functions/runtime.ts'

const queueUrl = 'https://sqs.eu-west-1.amazonaws.com/123456789012/letters'

afterEach(() => {
  delete process.env['FLOWBELL_AUDIT_LOG_GROUP']
  delete process.env['FLOWBELL_DEAD_LETTER_QUEUE_URL']
  jest.restoreAllMocks()
})

/** In this order: the runtime is made once, and a failed making does not count. */
test('a function without its settings does not seem to work, and begins to when they are there', () => {
  expect(() => lambdaRuntime()).toThrow(InvalidSettingError)
  process.env['FLOWBELL_AUDIT_LOG_GROUP'] = 'audit'
  expect(() => lambdaRuntime()).toThrow('FLOWBELL_DEAD_LETTER_QUEUE_URL is missing')
  process.env['FLOWBELL_DEAD_LETTER_QUEUE_URL'] = queueUrl
  expect(lambdaRuntime().settings).toMatchObject({ auditLogGroup: 'audit', deadLetterQueueUrl: queueUrl })
})

test('the runtime stays the same for the life of the function', () => {
  expect(lambdaRuntime()).toBe(lambdaRuntime())
})

test('it lives in real time and leaves the clients as they are', () => {
  const { clock, ingestionClock, random, prepareClient } = lambdaRuntime()
  const before = Date.now()
  expect(clock.nowMilliseconds()).toBeGreaterThanOrEqual(before)
  expect(ingestionClock.nowMilliseconds()).toBeLessThanOrEqual(Date.now())
  expect(random()).toBeLessThan(1)
  const client = { config: {}, middlewareStack: {} }
  expect(prepareClient(client)).toBe(client)
})

test('an entry of the log is one line of JSON, whatever it holds', () => {
  const lines: unknown[] = []
  jest.spyOn(process.stdout, 'write').mockImplementation(chunk => {
    lines.push(chunk)
    return true
  })
  lambdaRuntime().log({ reason: 'one\ntwo', count: 2 })
  expect(lines).toEqual(['{"reason":"one\\ntwo","count":2}\n'])
})
