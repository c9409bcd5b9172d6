import { inspect } from 'node:util'
import { beforeEach, describe, expect, test } from '@jest/globals'
import { DeliveryError } from '../../../functions/domain/deliveryFailure.ts'
import type { Notification } from '../../../functions/ports.ts'
import { useLocalAws } from '../../local/model/localAwsFixture.ts'
import { useRawServers } from '../support/rawServer.ts'
import { rejectionOf } from '../support/rejection.ts'
import { overdueReport, startedReport } from '../support/reports.ts'
import { operationsOf, outcomeNotification } from '../support/slackChannels.ts'
import { putTeamsSecret, teamsOf, teamsSecretArn } from '../support/teamsChannels.ts'

const fixture = useLocalAws()
const startServer = useRawServers()
const operations = () => operationsOf(fixture().local)

beforeEach(() => putTeamsSecret(fixture().local))

function deliver(notification: Partial<Notification> = {}) {
  return teamsOf(fixture().local).deliver({ ...outcomeNotification, ...notification })
}

function planAnswer(status: number, body = '', headers: Record<string, string> = {}, times = 1): void {
  const fault = { kind: 'raw-answer', status, body, headers } as const
  fixture().local.teams.failNext({ operation: 'flow', fault, times })
}

function refusedWith(...answer: Parameters<typeof planAnswer>): Promise<DeliveryError> {
  planAnswer(...answer)
  return rejectionOf(DeliveryError, deliver())
}

describe('a message that arrives', () => {
  test('is one post of one card, without receipt', async () => {
    await expect(deliver()).resolves.toEqual({ attempts: 1, receipt: null })
    expect(operations()).toEqual(['GetSecretValue', 'flow'])
    expect(fixture().local.teams.runs).toMatchObject([{ body: { type: 'message' } }])
  })

  test.each([200, 202])('is taken with status %i, whatever the body', async status => {
    planAnswer(status, 'anything')
    await expect(deliver()).resolves.toEqual({ attempts: 1, receipt: null })
  })

  test('may be an overdue notice, and may be without any look', async () => {
    await deliver({ document: overdueReport, plainText: true })
    const [run] = fixture().local.teams.runs
    expect(JSON.stringify(run?.card)).toContain('OVERDUE')
    expect(JSON.stringify(run?.card)).not.toContain('Bolder')
  })

  test('is none at the start of a watch, since no card is kept', async () => {
    await expect(deliver({ document: startedReport })).resolves.toEqual({ attempts: 0, receipt: null })
    expect(operations()).not.toContain('flow')
  })
})

describe('a refusal', () => {
  test.each([
    [500, 'TRANSIENT'],
    [502, 'TRANSIENT'],
    [503, 'TRANSIENT'],
    [504, 'TRANSIENT'],
    [408, 'TRANSIENT'],
    [400, 'MESSAGE_REFUSED'],
    [413, 'MESSAGE_REFUSED'],
    [201, 'REJECTED'],
    [204, 'REJECTED'],
    [302, 'REJECTED'],
    [402, 'REJECTED'],
    [405, 'REJECTED'],
    [410, 'REJECTED'],
    [422, 'REJECTED'],
  ])('%i is %s after one post', async (status, kind) => {
    const error = await refusedWith(status)
    expect(error.facts).toMatchObject({ kind, attempts: 1 })
    expect(error.message).toBe(`the Teams webhook answered ${status}: no known reason`)
    expect(operations()).toEqual(['GetSecretValue', 'flow'])
  })

  test.each([
    ['7', 7],
    ['3601', 3600],
    ['soon', 30],
  ])('429 waits as Retry-After %j says', async (header, retryAfterSeconds) => {
    const error = await refusedWith(429, '', { 'retry-after': header })
    expect(error.facts).toMatchObject({ kind: 'RATE_LIMITED', attempts: 1, retryAfterSeconds })
  })

  test.each([
    ['{"error":{"code":"WorkflowTriggerIsNotEnabled","message":"x"}}', 'WorkflowTriggerIsNotEnabled'],
    ['{"error":{"code":"SomethingElse"}}', 'no known reason'],
    ['{"error":null}', 'no known reason'],
    ['null', 'no known reason'],
    ['<html>', 'no known reason'],
  ])('%s is told as %s', async (body, reason) => {
    await expect(refusedWith(400, body)).resolves.toMatchObject({
      message: `the Teams webhook answered 400: ${reason}`,
    })
  })
})

describe('a refused access', () => {
  test.each([401, 403, 404])('%i is final after exactly one fresh look at the secret', async status => {
    const error = await refusedWith(status, '', {}, Infinity)
    expect(error.facts).toMatchObject({ kind: 'REJECTED', attempts: 1 })
    expect(operations()).toEqual(['GetSecretValue', 'flow', 'GetSecretValue'])
  })

  test('is made good at once by a rotated secret', async () => {
    const { local } = fixture()
    const channel = teamsOf(local)
    await channel.deliver(outcomeNotification)
    local.teams.flowAddress = '/workflows/0a1b2c3d/triggers/manual/paths/invoke?sig=rotated'
    putTeamsSecret(local, `${local.teamsOrigin}${local.teams.flowAddress}`)
    await expect(channel.deliver(outcomeNotification)).resolves.toMatchObject({ attempts: 2 })
    expect(local.teams.runs).toHaveLength(2)
  })
})

describe('a way that leads nowhere', () => {
  test('a redirect is not followed', async () => {
    const { local } = fixture()
    const elsewhere = await startServer(response => response.writeHead(202).end())
    const { origin } = await startServer(response =>
      response.writeHead(307, { location: `${elsewhere.origin}/steal` }).end(),
    )
    putTeamsSecret(local, `${origin}/workflows/x`)
    const channel = teamsOf(local, [origin, elsewhere.origin])
    const error = await rejectionOf(DeliveryError, channel.deliver(outcomeNotification))
    expect(error.facts).toMatchObject({ kind: 'REJECTED', attempts: 1 })
    expect(elsewhere.paths).toEqual([])
  })

  test('a connection that is cut may have delivered: it is tried again', async () => {
    fixture().local.teams.failNext({ operation: 'flow', fault: { kind: 'connection-reset' } })
    const error = await rejectionOf(DeliveryError, deliver())
    expect(error.facts).toMatchObject({ kind: 'TRANSIENT', attempts: 1 })
    await expect(deliver()).resolves.toMatchObject({ attempts: 1 })
  })
})

describe('without a usable secret nothing is sent', () => {
  test.each([
    '',
    'no JSON',
    '[]',
    '{}',
    '{"webhookUrl":""}',
    '{"webhookUrl":7}',
    '{"botToken":"x","channel":"y"}',
  ])('%j', async text => {
    fixture().local.secrets.put(teamsSecretArn, text)
    const error = await rejectionOf(DeliveryError, deliver())
    expect(error.facts).toMatchObject({ kind: 'REJECTED', attempts: 0 })
    expect(error.message).toMatch(/^the Teams secret /u)
    expect(operations()).not.toContain('flow')
  })

  test('an address that is not allowed', async () => {
    putTeamsSecret(fixture().local, 'https://hooks.slack.com/services/T/B/x')
    const error = await rejectionOf(DeliveryError, deliver())
    expect(error.facts).toMatchObject({ kind: 'REJECTED', attempts: 0 })
    expect(error.message).toContain('FLOWBELL_TEAMS_ORIGINS')
  })

  test('a secret that cannot be read for now is waited for', async () => {
    const fault = {
      kind: 'aws-error',
      httpStatus: 400,
      errorType: 'ThrottlingException',
      message: '',
    } as const
    fixture().local.secrets.failNext({ operation: 'GetSecretValue', fault })
    const error = await rejectionOf(DeliveryError, deliver())
    expect(error).toMatchObject({ facts: { kind: 'TRANSIENT', attempts: 0 } })
    expect(error.message).toBe('the Teams secret cannot be read: ThrottlingException')
  })
})

/** Stands for what is secret of the address: its path, and its signature. */
const canary = 'CANARY'

describe('no error tells the address', () => {
  const quoting = JSON.stringify({
    error: { code: canary, message: `POST /workflows/${canary}?sig=${canary}` },
  })
  test.each<[string, () => void]>([
    ['another flow', () => {}],
    ['a server error that quotes it', () => planAnswer(500, quoting)],
    ['a refusal that quotes it', () => planAnswer(400, quoting)],
    ['a redirect to it', () => planAnswer(302, '', { location: `/${canary}` })],
    ['a limit that quotes it', () => planAnswer(429, quoting, { 'retry-after': canary })],
    [
      'a cut connection',
      () => fixture().local.teams.failNext({ operation: 'flow', fault: { kind: 'connection-reset' } }),
    ],
    ['an address that is not allowed', () => putTeamsSecret(fixture().local, `https://x.example/${canary}`)],
    ['an address that is none', () => putTeamsSecret(fixture().local, `http://[${canary}`)],
    ['a broken secret', () => fixture().local.secrets.put(teamsSecretArn, `{"webhookUrl":"${canary}`)],
  ])('after %s', async (_case, prepare) => {
    const { local } = fixture()
    putTeamsSecret(
      local,
      `${local.teamsOrigin}/workflows/${canary}/triggers/manual/paths/invoke?sig=${canary}`,
    )
    prepare()
    const error = await rejectionOf(DeliveryError, deliver())
    const causes = error.cause instanceof Error ? [error.cause.message, String(error.cause.stack)] : []
    const told = [inspect(error, { depth: Infinity }), String(error.stack), ...causes].join('\n')
    expect(told.split('\n').filter(line => line.includes(canary))).toEqual([])
  })
})
