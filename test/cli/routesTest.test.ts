/** `flowbell routes test`, and what `replay` and `watch` say to routes that are wrong, as processes of their own. */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { type LocalAws, startLocalAws } from '../../local/model/localAws.ts'
import { useRawServers } from '../adapters/support/rawServer.ts'
import { runFlowbell } from '../contract/runFlowbell.ts'
import { firewallArn, operationId, refusedEvent, startEvent } from '../support/builders.ts'

jest.setTimeout(120_000)

const topicArn = 'arn:aws:sns:eu-west-1:123456789012:flowbell'
const routes = (change: object = {}) =>
  JSON.stringify({
    schemaVersion: 1,
    routes: [
      {
        name: 'incidents',
        when: { outcomes: ['FAILED', 'TIMED_OUT'], tags: { env: 'prod*' } },
        to: [{ channel: 'slack', slackChannel: 'C0123456789' }],
      },
    ],
    otherwise: [{ channel: 'sns' }],
    ...change,
  })
const noSuchChannel = routes({ otherwise: [{ channel: 'pager' }] })
const files = {
  'event.json': JSON.stringify(startEvent()),
  'routes.json': routes(),
  'wrong.json': noSuchChannel,
}

type Answer = {
  readonly messages: { outcome: string | null; targets: { channel: string; sent: boolean; why: string }[] }[]
}

async function routesTest(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const run = await runFlowbell(['routes', 'test', ...words], {
    files,
    env,
    stdin: JSON.stringify(refusedEvent()),
  })
  return { code: run.code, stdout: run.stdout, stderr: run.stderr }
}

async function answer(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { code, stdout, stderr } = await routesTest([...words, '--json'], env)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout) as Answer & Readonly<Record<string, unknown>>
}

describe('flowbell routes test', () => {
  test('says of each outcome where it would go, and why, without any access to AWS', async () => {
    const told = await answer(['event.json', '--routes', 'routes.json'])

    expect(told).toMatchObject({
      routing: 'routes.json',
      flowOperationType: 'FLOW_FLUSH',
      firewallArn,
      tags: null,
      channels: ['sns', 'slack', 'eventbridge', 'teams'],
      channelsAssumed: true,
    })
    expect(told.messages).toHaveLength(9)
    expect(told.messages.find(({ outcome }) => outcome === 'FAILED')?.targets).toEqual([
      { channel: 'slack', target: 'C0123456789', sent: true, why: 'route "incidents"' },
      { channel: 'sns', target: null, sent: false, why: 'no route that fits names it' },
      { channel: 'eventbridge', target: null, sent: false, why: 'no route that fits names it' },
      { channel: 'teams', target: null, sent: false, why: 'no route that fits names it' },
    ])
    expect(told.messages.find(({ outcome }) => outcome === 'COMPLETED')?.targets[0]).toMatchObject({
      channel: 'sns',
      sent: true,
    })
  })

  test('one outcome, with tags that do not fit', async () => {
    const words = [
      'event.json',
      '--routes',
      'routes.json',
      '--outcome',
      'FAILED',
      '--tags',
      'env=test',
      'team=a=b',
    ]
    const told = await answer(words)

    expect(told).toMatchObject({ tags: { env: 'test', team: 'a=b' } })
    expect(told.messages).toMatchObject([
      { outcome: 'FAILED', targets: [{ channel: 'sns', sent: true }, {}, {}, {}] },
    ])
  })

  test('an event on standard input; the routes and channels of the settings', async () => {
    const told = await answer(['-'], { FLOWBELL_ROUTES: routes(), FLOWBELL_TOPIC_ARN: topicArn })

    expect(told).toMatchObject({
      routing: 'FLOWBELL_ROUTES',
      channels: ['sns'],
      channelsAssumed: false,
      messages: [{ outcome: 'REFUSED', targets: [{ channel: 'sns', sent: true }] }],
    })
  })

  test('without any routes, everything goes everywhere, and that is said', async () => {
    const { code, stdout } = await routesTest(['event.json'])

    expect(code).toBe(0)
    expect(stdout).toContain('routing: none is given: everything goes to every channel')
    expect(stdout.match(/✔ eventbridge/g)?.length).toBeGreaterThan(1)
  })

  test('in words: what goes the same ways stands together, in 80 columns', async () => {
    const { stdout } = await routesTest(['event.json', '--routes', 'routes.json'], {
      FLOWBELL_TOPIC_ARN: topicArn,
    })

    expect(stdout).toContain('! The tags are not known')
    expect(stdout).toContain('! A route names slack, which is not set: nothing goes there.')
    expect(stdout).toContain('FAILED, TIMED_OUT: critical\n✔ sns: its routes lead to no channel that is set')
    expect(stdout.split('\n').filter(line => line.length > 80)).toEqual([])
  })

  test.each<[string, string[], Record<string, string>, RegExp]>([
    ['no event', [], {}, /file/],
    ['no such event', ['nowhere.json'], {}, /nowhere\.json/],
    ['no event of ours', ['routes.json'], {}, /source/],
    ['no such outcome', ['event.json', '--outcome', 'DONE'], {}, /DONE.*COMPLETED/],
    ['a tag without value', ['event.json', '--tags', 'env'], {}, /env.*key=value/],
    ['both on standard input', ['-', '--routes', '-'], {}, /standard input/],
    ['no such routes', ['event.json', '--routes', 'nowhere.json'], {}, /nowhere\.json/],
    ['wrong routes', ['event.json', '--routes', 'wrong.json'], {}, /wrong\.json: .*otherwise\.0\.channel: /],
    [
      'routes that are not JSON',
      ['event.json'],
      { FLOWBELL_ROUTES: '{"a":1,]' },
      /FLOWBELL_ROUTES: .*not JSON.*7/,
    ],
    ['no subcommand', ['--help=x'], {}, /unknown option/],
  ])('bad usage ends with 2 and one line: %s', async (_case, words, env, reason) => {
    const { code, stdout, stderr } = await routesTest(words, env)

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(reason)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })
})

describe('routes in a parameter', () => {
  const serve = useRawServers()

  async function parameter(value: string | null): Promise<Record<string, string>> {
    const body =
      value === null ? { __type: 'ParameterNotFound', message: 'gone' } : { Parameter: { Value: value } }
    const { origin } = await serve(response => {
      response.writeHead(value === null ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' })
      response.end(JSON.stringify(body))
    })
    return {
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_SSM: origin,
      FLOWBELL_ROUTES_PARAMETER: '/flowbell/routes',
    }
  }

  test('are read, and named', async () => {
    expect(await answer(['event.json', '--outcome', 'COMPLETED'], await parameter(routes()))).toMatchObject({
      routing: 'the parameter /flowbell/routes',
      messages: [{ targets: [{ channel: 'sns', sent: true }, {}, {}, {}] }],
    })
  })

  test.each([
    [noSuchChannel, /FLOWBELL_ROUTES_PARAMETER: .*otherwise\.0\.channel/],
    [null, /\/flowbell\/routes cannot be read: ParameterNotFound/],
  ])('and wrong, or not there, end with 2: %s', async (value, reason) => {
    const { code, stderr } = await routesTest(['event.json'], await parameter(value))

    expect(code).toBe(2)
    expect(stderr).toMatch(reason)
  })

  test('and wrong: a replay refuses to run; not there: it says that everybody is told', async () => {
    const settings = { FLOWBELL_AUDIT_LOG_GROUP: '/flowbell/audit' }
    const aws = await startLocalAws({ now: () => Date.now() })
    try {
      const env = async (value: string | null) => ({
        ...aws.environment,
        ...settings,
        ...(await parameter(value)),
      })
      const run = async (value: string | null) =>
        runFlowbell(['replay', '-', '--json'], {
          env: await env(value),
          stdin: JSON.stringify(refusedEvent()),
        })
      const wrong = await run(noSuchChannel)
      expect([wrong.code, aws.requests.length]).toEqual([2, 0])
      expect((await run(null)).stderr).toContain(
        'cannot be read (ParameterNotFound: gone): every channel is told',
      )
    } finally {
      await aws.close()
    }
  })
})

describe('replay and watch with wrong routes', () => {
  let aws: LocalAws
  beforeEach(async () => {
    aws = await startLocalAws({ now: () => Date.now() })
  })
  afterEach(() => aws.close())

  test.each([
    ['replay', ['replay', '-', '--no-wait']],
    ['watch', ['watch', '--firewall-arn', firewallArn, '--flow-operation-id', operationId]],
  ])('%s ends with 2 and one line, before anything is asked or sent', async (_name, words) => {
    const env = {
      ...aws.environment,
      FLOWBELL_AUDIT_LOG_GROUP: '/flowbell/audit',
      FLOWBELL_TOPIC_ARN: topicArn,
      FLOWBELL_ROUTES: noSuchChannel,
    }
    const { code, stdout, stderr } = await runFlowbell(words, { env, stdin: JSON.stringify(startEvent()) })

    expect({ code, stdout, requests: aws.requests }).toEqual({ code: 2, stdout: '', requests: [] })
    expect(stderr).toMatch(/^flowbell: FLOWBELL_ROUTES: .*otherwise\.0\.channel: .*\n$/)
  })
})
