import { expect, test } from '@jest/globals'
import { useLocalAws } from './localAwsFixture.ts'

const fixture = useLocalAws()
const contentType = 'application/vnd.microsoft.card.adaptive'
const card = { type: 'AdaptiveCard', version: '1.4', body: [] }
const message = { type: 'message', attachments: [{ contentType, contentUrl: null, content: card }] }

async function post(body: unknown, address = fixture().local.teamsWebhookUrl) {
  const response = await fetch(address, { method: 'POST', body: JSON.stringify(body) })
  return { status: response.status, body: await response.text() }
}

test('a message with one card is answered with 202 and nothing, and kept', async () => {
  expect(await post(message)).toEqual({ status: 202, body: '' })
  expect(fixture().local.teams.runs).toMatchObject([{ card, body: message }])
})

test.each<[string, number, unknown]>([
  ['no message', 400, {}],
  ['a card alone', 400, card],
  ['no card', 400, { type: 'message', attachments: [] }],
  ['two cards', 400, { ...message, attachments: [...message.attachments, ...message.attachments] }],
  ['a card of another kind', 400, { type: 'message', attachments: [{ contentType: 'x', content: card }] }],
  ['a null', 400, null],
  ['more than 28 KB', 413, { ...message, padding: 'x'.repeat(28_000) }],
])('%s is refused with %i', async (_case, status, body) => {
  expect(await post(body)).toMatchObject({ status })
  expect(fixture().local.teams.runs).toEqual([])
})

test('another flow is not found, another signature not let in', async () => {
  const { teamsWebhookUrl } = fixture().local
  expect(await post(message, teamsWebhookUrl.replace('0a1b', 'ffff'))).toMatchObject({ status: 404 })
  expect(await post(message, teamsWebhookUrl.replace('sig=local', 'sig=other'))).toMatchObject({
    status: 401,
  })
})

test('a planned fault takes the place of the answer', async () => {
  const { teams, requests } = fixture().local
  teams.failNext({ operation: 'flow', fault: { kind: 'raw-answer', status: 429, body: '' } })
  expect(await post(message)).toMatchObject({ status: 429 })
  expect(await post(message)).toMatchObject({ status: 202 })
  expect(requests.map(({ service, operation }) => `${service} ${operation}`)).toEqual([
    'teams flow',
    'teams flow',
  ])
})
