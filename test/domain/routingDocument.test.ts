import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { InvalidSettingError } from '../../functions/domain/errors.ts'
import { parseRouting } from '../../functions/domain/routingDocument.ts'

test.each([
  [30, false],
  [31, true],
])('%d different targets, each with its share of one execution, are too many: %s', (count, isRefused) => {
  const to = Array.from({ length: count }, (_, index) => ({
    channel: 'slack',
    slackChannel: `C01234567${String(index).padStart(2, '0')}`,
  }))
  const routes = [{ name: 'the route', to }]
  const read = () => parseRouting(JSON.stringify({ schemaVersion: 1, routes, otherwise: [to[0]] }))

  if (isRefused) expect(read).toThrow(/at most 30 different targets/u)
  else expect(read).not.toThrow()
})

describe('a routing document that is not valid is refused with the place and the reason', () => {
  test.each([
    ['{', /^the routing document is not JSON$/u],
    ['[]', /it: /u],
    ['{"schemaVersion":2,"routes":[]}', /schemaVersion: /u],
    ['{"schemaVersion":1}', /routes: /u],
    ['{"schemaVersion":1,"routes":[],"route":[]}', /it: .*route/u],
    ['{"schemaVersion":1,"routes":[{"name":"x","to":[]}]}', /routes\.0\.to: /u],
    ['{"schemaVersion":1,"routes":[{"name":"x","to":[{"channel":"pager"}]}]}', /routes\.0\.to\.0/u],
    [
      '{"schemaVersion":1,"routes":[{"name":"x","when":{"outcome":["FAILED"]},"to":[{"channel":"sns"}]}]}',
      /routes\.0\.when: .*outcome/u,
    ],
    [
      '{"schemaVersion":1,"routes":[{"name":"x","when":{"outcomes":["FAILURE"]},"to":[{"channel":"sns"}]}]}',
      /routes\.0\.when\.outcomes\.0/u,
    ],
    [
      '{"schemaVersion":1,"routes":[{"name":"x","to":[{"channel":"slack","slackChannel":"#alerts"}]}]}',
      /routes\.0\.to\.0\.slackChannel: must be a Slack channel id/u,
    ],
    [
      '{"schemaVersion":1,"routes":[{"name":"x","to":[{"channel":"sns","topicArn":"incidents"}]}]}',
      /routes\.0\.to\.0\.topicArn: must be the ARN/u,
    ],
  ])('%s', (document, reason) => {
    expect(() => parseRouting(document)).toThrow(InvalidSettingError)
    expect(() => parseRouting(document)).toThrow(reason)
  })

  test('in a few words on one line, however long and hostile its own names are', () => {
    const document = JSON.stringify({ schemaVersion: 1, routes: [], [`\u001b[31m\n${'k'.repeat(6000)}`]: 1 })
    expect(() => parseRouting(document)).toThrow(/^[\x20-\x7e]{50,499}…$/u)
  })

  test('whatever it is, it never ends in another error', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.object().map(object => JSON.stringify(object)),
        ),
        document => {
          try {
            parseRouting(document)
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidSettingError)
          }
        },
      ),
    )
  })
})
