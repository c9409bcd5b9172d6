import { describe, expect, test } from '@jest/globals'
import { normalised } from './normalise.ts'

const watchKey = '11111111-2222-4333-8444-555555555555'
const other = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'
const of = (value: unknown) => normalised(value, watchKey)

describe('what differs by its nature is replaced', () => {
  test('the watch by a name of its own, at any depth and inside texts', () => {
    expect(of({ a: [`arn:x:${watchKey}`, { b: watchKey }] })).toEqual({
      a: ['arn:x:<watch>', { b: '<watch>' }],
    })
  })

  test('other ids by another name', () => {
    expect(of(`receipt ${other}`)).toBe('receipt <id>')
  })

  test("the model's port", () => {
    expect(of('http://127.0.0.1:40123/123456789012/queue')).toBe('http://127.0.0.1:<port>/123456789012/queue')
  })

  test('the spelling of JSON in a text, but not what it says', () => {
    expect(of(`{"a": "${other}"}`)).toEqual(of(`{ "a":"${watchKey.replace(/^1/, '2')}" }`))
    expect(of('{"a":1}')).not.toEqual(of('{"a":2}'))
  })

  test("a page token of the watch's own operation, but not the page", () => {
    const token = (id: string, start: number) => Buffer.from(JSON.stringify([id, start])).toString('base64')

    expect(of(token(watchKey, 100))).toEqual({ held: ['<watch>', 100] })
    expect(of(token(watchKey, 100))).not.toEqual(of(token(watchKey, 200)))
    expect(of(token(other, 100))).toBe(token(other, 100))
  })

  test("Lambda's own wording of its failures, but not their names", () => {
    const failure = (name: string, cause: string) => of({ Error: name, Cause: cause })

    expect(failure('Lambda.ServiceException', 'one')).toEqual(failure('Lambda.ServiceException', 'other'))
    expect(failure('Lambda.ServiceException', 'one')).not.toEqual(failure('Lambda.Unknown', 'one'))
    expect(failure('TypeError', 'one')).not.toEqual(failure('TypeError', 'other'))
  })
})

test.each([['2026-11-03T10:00:05.000Z'], [0], [null], [true], ['COMPLETED'], ['[not JSON'], ['{not JSON']])(
  '%j stays',
  value => {
    expect(of(value)).toBe(value)
  },
)

test('a text of JSON is told from the value that it holds', () => {
  expect(of('{"a":1}')).not.toEqual(of({ a: 1 }))
})
