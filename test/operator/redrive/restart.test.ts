import { describe, expect, test } from '@jest/globals'
import { restart, restartRehearsal, type StartResult } from '../../../operator/redrive/restart.ts'
import { RESPONSE, startEvent } from '../../contract/fixtures.ts'

const clock = { nowMilliseconds: () => Date.UTC(2026, 10, 2, 12) }
const event = startEvent()
const operationId = RESPONSE['flowOperationId']

function bed(...script: (StartResult | Error)[]) {
  const events: unknown[] = []
  const waits: number[] = []
  const startWatch = async (given: unknown) => {
    const answer = script[Math.min(events.length, script.length - 1)]
    events.push(given)
    if (answer instanceof Error) throw answer
    if (!answer) throw new Error('the fake has no answer')
    return answer
  }
  const pause = async (milliseconds: number) => {
    waits.push(milliseconds / 1000)
  }
  const patience = { pause, stop: new AbortController().signal, observe: () => undefined }
  return { handle: restart({ startWatch, clock, patience }), events, waits }
}

const started: StartResult = { result: 'STARTED', watchKey: 'key' }
const named = (name: string) => Object.assign(new Error('slow down'), { name })

describe('the event', () => {
  test.each([
    ['as EventBridge keeps it', event],
    [
      'in the envelope in which Lambda keeps it',
      { version: '1.0', requestContext: {}, requestPayload: event },
    ],
  ])('%s', async (_title, body) => {
    const { handle, events } = bed(started)
    expect(await handle(JSON.stringify(body))).toMatchObject({
      kind: 'SENT',
      result: 'STARTED',
      flowOperationId: operationId,
    })
    expect(events).toEqual([event])
  })

  test("with a member named like the envelope's is an event all the same", async () => {
    const { handle, events } = bed(started)
    await handle(JSON.stringify({ ...event, requestPayload: 1 }))
    expect(events).toMatchObject([{ source: 'aws.network-firewall' }])
  })
})

test('a rejected event stays with its reason', async () => {
  const { handle } = bed({ result: 'REJECTED', reason: 'detail is missing' })
  expect(await handle('"x"')).toMatchObject({ kind: 'STAYS', reason: 'detail is missing' })
})

test('a failure that may pass is tried again', async () => {
  const { handle, waits } = bed(named('ThrottlingException'), named('TransientServiceError'), started)
  expect(await handle(JSON.stringify(event))).toMatchObject({ kind: 'SENT' })
  expect(waits).toEqual([2, 4])
})

test('a failure that does not pass stays with its reason, after some tries', async () => {
  const { handle, events } = bed(named('ThrottlingException'))
  expect(await handle(JSON.stringify(event))).toMatchObject({
    kind: 'STAYS',
    flowOperationId: operationId,
    reason: 'ThrottlingException: slow down',
  })
  expect(events).toHaveLength(4)
})

test('a failure for good is not tried again', async () => {
  const { handle, events } = bed(named('PermanentServiceError'))
  expect(await handle(JSON.stringify(event))).toMatchObject({ kind: 'STAYS' })
  expect(events).toHaveLength(1)
})

describe('a rehearsal', () => {
  test.each([
    [JSON.stringify(event), 'dry run: its watch would be started'],
    ['{}', 'source is missing'],
    ['poison', 'not a JSON object'],
  ])('of %.20s', async (body, reason) => {
    expect(await restartRehearsal(clock)(body)).toMatchObject({
      kind: 'STAYS',
      reason: expect.stringContaining(reason),
    })
  })
})
