import { beforeEach, expect, test } from '@jest/globals'
import { readSettings } from '../../../functions/config.ts'
import { slackQuestions } from '../../../operator/aws/slack.ts'
import { useRawServers } from '../../adapters/support/rawServer.ts'

const serve = useRawServers()
const token = 'xoxb-SECRET-MARKER'
let seen: { readonly url: string | undefined; readonly authorization: string | undefined }[] = []
beforeEach(() => {
  seen = []
})

/** Slack's answer to the question whether the token is good. */
async function answerTo(status: number, body: string, headers: Record<string, string> = {}) {
  const { origin } = await serve((response, { url, headers: { authorization } }) => {
    seen.push({ url, authorization })
    response.writeHead(status, headers).end(body)
  })
  const variables = { FLOWBELL_SLACK_API_URL: `${origin}/api/`, FLOWBELL_SLACK_ORIGINS: origin }
  const questions = slackQuestions(async () => readSettings(variables, []), { nowMilliseconds: () => 0 })
  return questions.tokenRefusal(token)
}

test('auth.test is asked with the token, and its ok is believed', async () => {
  expect(await answerTo(200, '{"ok":true,"team":"Example"}')).toEqual({ kind: 'ACCEPTED' })
  expect(seen).toEqual([{ url: '/api/auth.test', authorization: `Bearer ${token}` }])
})

test.each(['invalid_auth', 'account_inactive', 'token_revoked', 'not_authed', 'ekm_access_denied'])(
  '%s is a refusal, with status 200 as well',
  async error => {
    expect(await answerTo(200, JSON.stringify({ ok: false, error }))).toEqual({
      kind: 'REFUSED',
      reason: error,
    })
  },
)

test.each([
  [429, '{"ok":false,"error":"ratelimited"}'],
  [200, '{"ok":false,"error":"internal_error"}'],
  [503, 'later'],
  [200, '<html>'],
  [403, 'blocked by the proxy'],
])('status %i with %s is no word about the token', async (status, body) => {
  expect(await answerTo(status, body)).toMatchObject({ kind: 'NO_ANSWER' })
})

test('a redirect is not followed: the token goes nowhere else', async () => {
  await answerTo(302, '', { location: '/elsewhere' })
  expect(seen.map(({ url }) => url)).toEqual(['/api/auth.test'])
})

test('an answer that quotes the token is told without it', async () => {
  const answer = await answerTo(200, JSON.stringify({ ok: false, error: `bad ${token}` }))
  expect(answer.kind).toBe('NO_ANSWER')
  expect(JSON.stringify(answer)).not.toContain(token)
})
