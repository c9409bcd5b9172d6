import { DescribeFlowOperationCommand, StartFlowFlushCommand } from '@aws-sdk/client-network-firewall'
import { describe, expect, test } from '@jest/globals'
import type { AwsFault, ErrorTypeForm } from '../../../local/model/wire/faults.ts'
import { useLocalAws } from './localAwsFixture.ts'
import { firewallArn, firewallClient, startInput, zone } from './networkFirewallFixture.ts'

const fixture = useLocalAws()
const throttled = {
  kind: 'aws-error',
  httpStatus: 400,
  errorType: 'ThrottlingException',
  message: 'slow',
} as const

/** By message: under jest the SDK wraps Node's error, which loses its code and its name. */
const connectionCut = /ECONNRESET|socket hang up/

function poll(abortSignal?: AbortSignal): Promise<string | undefined> {
  const { networkFirewall } = fixture().local
  const id = networkFirewall.addOperation({ firewallArn, selectors: zone })
  const command = new DescribeFlowOperationCommand({ FirewallArn: firewallArn, ...zone, FlowOperationId: id })
  const sent = firewallClient(fixture().local).send(command, abortSignal ? { abortSignal } : {})
  return sent.then(output => output.FlowOperationStatus)
}

function plan(fault: AwsFault, count: { times?: number; after?: number } = {}): void {
  fixture().local.networkFirewall.failNext({ operation: 'DescribeFlowOperation', fault, ...count })
}

describe('how often a fault strikes', () => {
  test('once unless told otherwise', async () => {
    plan(throttled)
    await expect(poll()).rejects.toMatchObject({ name: 'ThrottlingException', message: 'slow' })
    await expect(poll()).resolves.toBe('IN_PROGRESS')
  })

  test('after the calls that are to pass', async () => {
    plan(throttled, { after: 1 })
    await expect(poll()).resolves.toBe('IN_PROGRESS')
    await expect(poll()).rejects.toThrow('slow')
  })

  test('for ever, until the model is told to stop failing', async () => {
    plan(throttled, { times: Infinity })
    for (let call = 0; call < 3; call += 1) await expect(poll()).rejects.toThrow('slow')
    fixture().local.networkFirewall.stopFailing()
    await expect(poll()).resolves.toBe('IN_PROGRESS')
  })

  test('plans for one operation follow each other and leave other operations alone', async () => {
    plan(throttled)
    plan({ ...throttled, errorType: 'InternalServerError', httpStatus: 500 })
    await expect(
      firewallClient(fixture().local).send(new StartFlowFlushCommand(startInput)),
    ).resolves.toBeDefined()
    await expect(poll()).rejects.toMatchObject({ name: 'ThrottlingException' })
    await expect(poll()).rejects.toMatchObject({ name: 'InternalServerError' })
  })
})

describe('what the SDK makes of a fault', () => {
  test.each<ErrorTypeForm>(['bare', 'namespaced', 'coral', 'header-only'])(
    'the error name is read from the %s form',
    async typeForm => {
      plan({ ...throttled, typeForm })
      await expect(poll()).rejects.toMatchObject({ name: 'ThrottlingException' })
    },
  )

  test('an unmodelled error keeps its name', async () => {
    plan({ ...throttled, errorType: 'AccessDeniedException' })
    await expect(poll()).rejects.toMatchObject({ name: 'AccessDeniedException' })
  })

  test('an HTML answer with 503 ends as an error that carries the status', async () => {
    plan({
      kind: 'raw-answer',
      status: 503,
      headers: { 'content-type': 'text/html' },
      body: '<html>busy</html>',
    })
    await expect(poll()).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } })
  })

  test('truncated JSON with 200 ends as an error', async () => {
    plan({ kind: 'raw-answer', status: 200, body: '{"FlowOperationStatus":"COMPL' })
    await expect(poll()).rejects.toMatchObject({ $metadata: { httpStatusCode: 200 } })
  })

  test('a 200 without FlowOperationStatus is a success without status', async () => {
    plan({ kind: 'raw-answer', status: 200, body: '{}' })
    await expect(poll()).resolves.toBeUndefined()
  })

  test('a connection reset ends as a connection error', async () => {
    plan({ kind: 'connection-reset' })
    await expect(poll()).rejects.toThrow(connectionCut)
  })
})

describe('a hanging call', () => {
  test('stays without answer until the caller gives up', async () => {
    plan({ kind: 'hang' })
    const caller = new AbortController()
    const answer = poll(caller.signal)
    while (fixture().local.requests.length === 0) await new Promise(setImmediate)
    caller.abort()
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' })
  })

  test('is released when the model closes', async () => {
    plan({ kind: 'hang' })
    const answer = poll()
    const outcome = expect(answer).rejects.toThrow(connectionCut)
    while (fixture().local.requests.length === 0) await new Promise(setImmediate)
    await fixture().local.close()
    await outcome
  })
})

test('done, but the caller sees an error: the effect has taken place', async () => {
  const { networkFirewall } = fixture().local
  const fault = { kind: 'done-but-fails', answer: { kind: 'connection-reset' } } as const
  networkFirewall.failNext({ operation: 'StartFlowFlush', fault })
  const client = firewallClient(fixture().local)
  await expect(client.send(new StartFlowFlushCommand(startInput))).rejects.toThrow(connectionCut)
  const second = client.send(new StartFlowFlushCommand(startInput))
  await expect(second).rejects.toMatchObject({ name: 'ThrottlingException' })
})
