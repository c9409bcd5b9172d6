/** The slack channel over an incoming webhook. */
import { describe, expect, jest, test } from '@jest/globals'
import { type Answer, awsError, endless, fixed, hang, normal, reset } from './fakeAws.ts'
import { flow, OPERATION_ID, refusedEvent } from './fixtures.ts'
import { listOf, textOf } from './json.ts'
import { linesOf } from './runFlowbell.ts'
import {
  CANARY,
  expectInvariants,
  type Result,
  replay,
  type Scenario,
  shared,
  webhookSecret,
} from './scenario.ts'
import { markupTexts } from './slackRules.ts'

jest.setTimeout(180_000)

const post = (webhook: readonly Answer[], over: Scenario = {}): Promise<Result> =>
  replay({ ...over, script: { webhook, ...over.script } })

const tooMany = (headers: Record<string, string>): Answer => fixed(429, 'rate_limited', headers)

function expectDelivered(result: Result, attempts: number): void {
  result.expectEnd(0, 'COMPLETED')
  expect(result.delivery('slack')).toEqual({ channel: 'slack', status: 'DELIVERED', attempts })
  expect(result.of('webhook')).toHaveLength(attempts)
  expectInvariants(result)
}

function expectDead(result: Result): void {
  result.expectEnd(1, 'COMPLETED')
  expect(result.delivery('slack').status).toBe('DEAD_LETTERED')
  expect(result.delivery('slack').attempts).toBe(result.of('webhook').length)
  expect(result.delivery('sns').status).toBe('DELIVERED')
  expect(result.delivery('eventbridge').status).toBe('DELIVERED')
  expect(result.letters).toMatchObject([
    { channel: 'slack', notice: 'OUTCOME', flowOperationId: OPERATION_ID },
  ])
  const lines = linesOf(result.run.stderr).filter(line => line.startsWith('dead letter: '))
  expect(lines).toEqual([expect.stringMatching(/^dead letter: slack: \S/)])
  expectInvariants(result)
}

describe('one POST per outcome', () => {
  const usual = shared(() => post([normal], { script: { DescribeFlowOperation: [flow('COMPLETED')] } }))

  test.concurrent('blocks and a plain text, to the URL of the secret', async () => {
    const result = await usual()
    expectDelivered(result, 1)
    const [seen] = result.of('webhook')
    expect(seen).toMatchObject({ method: 'POST', path: `/services/T0FLOWBELL/B0FLOWBELL/${CANARY}` })
    expect(String(seen?.headers['content-type'])).toMatch(/^application\/json/)
    expect(textOf(seen?.fields['text'])).not.toBe('')
    expect(listOf(seen?.fields['blocks']).length).toBeGreaterThan(0)
  })

  test.concurrent('names the operation and the firewall', async () => {
    const [seen] = (await usual()).of('webhook')
    expect(seen?.body).toContain(OPERATION_ID)
    expect(seen?.body).toContain('edge')
  })

  test.concurrent('the secret is asked for by the configured ARN', async () => {
    for (const seen of (await usual()).of('GetSecretValue'))
      expect(textOf(seen.fields['SecretId'])).toMatch(/^arn:aws:secretsmanager:/)
  })

  test.concurrent('foreign text is inert', async () => {
    const hostile = '<!channel> <@U012345> <https://evil.example|here>'
    const result = await replay({
      event: refusedEvent({
        detail: {
          errorMessage: hostile,
          userAgent: hostile,
          userIdentity: { type: 'AssumedRole', arn: `arn:aws:sts::123456789012:assumed-role/R/${hostile}` },
        },
      }),
    })
    result.expectEnd(0, 'REFUSED')
    const texts = markupTexts(result.of('webhook')[0]?.fields).join('\n')
    for (const command of ['<!channel', '<@U012345', '<https://evil.example'])
      expect(texts).not.toContain(command)
  })
})

describe('429: Retry-After is honoured in virtual time', () => {
  test.concurrent.each<[string, Record<string, string>, number, number]>([
    ['1', { 'retry-after': '1' }, 1, 30],
    ['30', { 'retry-after': '30' }, 30, 120],
    ['3600', { 'retry-after': '3600' }, 3600, 4000],
    ['7200 is cut to 3600', { 'retry-after': '7200' }, 3600, 4000],
    ['absent counts as 30', {}, 30, 120],
    ['negative counts as 30', { 'retry-after': '-5' }, 30, 120],
    ['a date counts as 30', { 'retry-after': 'Wed, 21 Oct 2099 07:28:00 GMT' }, 30, 120],
    ['unreadable counts as 30', { 'retry-after': 'soon' }, 30, 120],
  ])('%s', async (_name, headers, least, most) => {
    const result = await post([tooMany(headers), normal])
    expectDelivered(result, 2)
    expect(result.waited('slack')).toBeGreaterThanOrEqual(least)
    expect(result.waited('slack')).toBeLessThan(most)
  })

  test.concurrent('two waits in a row are both kept', async () => {
    const result = await post([tooMany({ 'retry-after': '60' }), tooMany({ 'retry-after': '60' }), normal])
    expectDelivered(result, 3)
    expect(result.waited('slack')).toBeGreaterThanOrEqual(120)
  })

  test.concurrent('for ever: dead letter in the end', async () => {
    expectDead(await post([tooMany({ 'retry-after': '30' })]))
  })
})

describe('faults that pass', () => {
  test.concurrent.each<[string, Answer]>([
    ['500', fixed(500, 'rollup_error')],
    ['502', fixed(502, '<html>bad gateway</html>')],
    ['503', fixed(503, '')],
    ['504', fixed(504, '')],
    ['a connection cut', reset],
    ['an answer that hangs after its headers', hang],
  ])('%s once: delivered at the second attempt', async (_name, fault) => {
    expectDelivered(await post([fault, normal]), 2)
  })

  test.concurrent('Secrets Manager throttled once', async () => {
    expectDelivered(
      await post([normal], { script: { GetSecretValue: [awsError('ThrottlingException'), normal] } }),
      1,
    )
  })
})

describe('faults that stay: a dead letter, the other channels served', () => {
  test.concurrent.each<[string, Answer]>([
    ['500 for good', fixed(500, 'rollup_error')],
    ['200 whose body is not ok', fixed(200, 'no_team')],
    ['200 with an empty body', fixed(200, '')],
    ['200 with a page of HTML', fixed(200, '<html>ok</html>', { 'content-type': 'text/html' })],
    ['400 invalid_payload', fixed(400, 'invalid_payload')],
    ['a body without an end', endless],
  ])('%s', async (_name, answer) => {
    expectDead(await post([answer]))
  })

  test.concurrent('410 is permanent: one attempt', async () => {
    const result = await post([fixed(410, 'channel_is_archived')])
    expectDead(result)
    expect(result.delivery('slack').attempts).toBe(1)
  })

  test.concurrent('a redirect is not followed', async () => {
    const webhook: Answer[] = [fixed(302, '')]
    const result = await post(webhook, {
      settings: aws => {
        webhook[0] = fixed(302, '', { location: `${aws.origin('bystander')}/latest/meta-data/` })
        return {}
      },
    })
    expectDead(result)
    expect(result.requests.filter(seen => seen.service === 'bystander')).toEqual([])
  })
})

describe('403 and 404: the secret is read once more', () => {
  const rotated = (aws: Parameters<typeof webhookSecret>[0]): string[] => [
    webhookSecret(aws),
    webhookSecret(aws, `${CANARY}rotated`),
  ]

  test.concurrent.each([403, 404])(
    '%d, and the secret was rotated: delivered to the new URL',
    async status => {
      const result = await post([fixed(status, 'no_service'), normal], { secrets: rotated })
      result.expectEnd(0, 'COMPLETED')
      expect(result.delivery('slack')).toMatchObject({ status: 'DELIVERED' })
      const posts = result.of('webhook')
      expect(posts.at(-1)?.path).toBe(`/services/T0FLOWBELL/B0FLOWBELL/${CANARY}rotated`)
      const reads = result.of('GetSecretValue').filter(seen => seen.seq > (posts[0]?.seq ?? 0))
      expect(reads).toHaveLength(1)
      expectInvariants(result)
    },
  )

  test.concurrent.each([403, 404])(
    '%d, and the secret is the same: read once more, then the letter is dead',
    async status => {
      const result = await post([fixed(status, 'no_service')])
      expectDead(result)
      const posts = result.of('webhook')
      expect(result.of('GetSecretValue').filter(seen => seen.seq > (posts[0]?.seq ?? 0))).toHaveLength(1)
      expect(posts.length).toBeLessThanOrEqual(2)
    },
  )
})

describe('invalid_blocks: one plain-text resend', () => {
  test.concurrent('which is taken', async () => {
    const result = await post([fixed(400, 'invalid_blocks'), normal])
    expectDelivered(result, 2)
    const [first, second] = result.of('webhook')
    expect(first?.fields['blocks']).toBeDefined()
    expect(second?.fields['blocks']).toBeUndefined()
    expect(textOf(second?.fields['text'])).not.toBe('')
  })

  test.concurrent('which is not: dead letter after two attempts', async () => {
    const result = await post([fixed(400, 'invalid_blocks')])
    expectDead(result)
    expect(result.delivery('slack').attempts).toBe(2)
  })
})

describe('the secret', () => {
  test.concurrent('a trailing line break does no harm', async () => {
    expectDelivered(await post([normal], { secrets: aws => [`${webhookSecret(aws)}\n`] }), 1)
  })

  test.concurrent.each<[string, Required<Scenario>['secrets']]>([
    [
      'a webhook on an origin that is not allowed',
      aws => [JSON.stringify({ webhookUrl: `${aws.origin('bystander')}/services/T/B/${CANARY}` })],
    ],
    [
      'a webhook whose host only begins like an allowed one',
      aws => [
        JSON.stringify({
          webhookUrl: `${aws.origin('slack')}@${new URL(aws.origin('bystander')).host}/services/T/B/${CANARY}`,
        }),
      ],
    ],
    ['not JSON', () => [`${CANARY} is not JSON`]],
    ['an empty text', () => ['']],
    ['neither form', () => [JSON.stringify({ hook: CANARY })]],
    ['not a URL', () => [JSON.stringify({ webhookUrl: CANARY })]],
    ['a file URL', () => [JSON.stringify({ webhookUrl: `file:///etc/${CANARY}` })]],
    ['missing', () => []],
  ])('%s: dead letter, no request anywhere, its value is never shown', async (_name, secrets) => {
    const result = await post([normal], { secrets })
    expectDead(result)
    expect(result.of('webhook')).toEqual([])
    expect(result.requests.filter(seen => seen.service === 'bystander')).toEqual([])
  })

  test.concurrent('access to it is denied: dead letter', async () => {
    expectDead(await post([normal], { script: { GetSecretValue: [awsError('AccessDeniedException')] } }))
  })

  test.concurrent('without FLOWBELL_SLACK_ORIGINS a local webhook is not allowed', async () => {
    const result = await post([normal], {
      settings: () => ({ FLOWBELL_SLACK_ORIGINS: undefined, FLOWBELL_SLACK_API_URL: undefined }),
    })
    expectDead(result)
    expect(result.of('webhook')).toEqual([])
  })
})
