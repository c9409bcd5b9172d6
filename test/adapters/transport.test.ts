import { describe, expect, test } from '@jest/globals'
import { useLocalAws } from '../local/model/localAwsFixture.ts'
import { closedOrigin } from './support/rawServer.ts'
import { runOutsideJest } from './support/runOutsideJest.ts'

const fixture = useLocalAws()
const cut = { kind: 'connection-reset' } as const

/** In a process of its own, since jest's realm takes the names off the errors of Node's sockets. */
describe('a cut or refused connection passes by itself', () => {
  test('to AWS', async () => {
    const { local } = fixture()
    const aws = String(local.environment['AWS_ENDPOINT_URL'])
    local.networkFirewall.failNext({ operation: 'DescribeFlowOperation', fault: cut })
    const outcomes = await runOutsideJest([`describe=${aws}`, `describe=${await closedOrigin()}`])
    expect(outcomes).toEqual([
      { kind: 'TRANSIENT', message: expect.stringMatching(/ECONNRESET|socket hang up/) },
      { kind: 'TRANSIENT', message: expect.stringContaining('ECONNREFUSED') },
    ])
  }, 20_000)

  test('to Secrets Manager', async () => {
    const { local } = fixture()
    const aws = String(local.environment['AWS_ENDPOINT_URL'])
    local.secrets.failNext({ operation: 'GetSecretValue', fault: cut })
    const outcomes = await runOutsideJest([`readSecret=${aws}`, `readSecret=${await closedOrigin()}`])
    expect(outcomes).toMatchObject([{ kind: 'TRANSIENT' }, { kind: 'TRANSIENT' }])
  }, 20_000)

  test('to Slack', async () => {
    const { local } = fixture()
    local.slack.failNext({ operation: 'webhook', fault: cut })
    const { webhookUrl } = local
    const refused = `deliver=${await closedOrigin()}/services/T000/B000/local`
    const outcomes = await runOutsideJest([`deliver=${webhookUrl}`, refused, `deliver=${webhookUrl}`])
    const failure = { kind: 'TRANSIENT', attempts: 1, card: null }
    expect(outcomes).toEqual([
      {
        ...failure,
        message: expect.stringMatching(/^the Slack webhook did not answer: (?:ECONNRESET|UND_ERR_SOCKET)$/),
      },
      { ...failure, message: 'the Slack webhook did not answer: ECONNREFUSED' },
      { kind: 'SUCCESS' },
    ])
  }, 20_000)
})
