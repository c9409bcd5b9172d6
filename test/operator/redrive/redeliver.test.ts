import { describe, expect, test } from '@jest/globals'
import { DeliveryError, type DeliveryFailureKind } from '../../../functions/domain/deliveryFailure.ts'
import type { Acceptance } from '../../../functions/domain/deliveryRetry.ts'
import { ServiceError } from '../../../functions/domain/serviceError.ts'
import { deliverNotification } from '../../../functions/handlers/deliverNotification.ts'
import type { NotificationChannel } from '../../../functions/ports.ts'
import type { Outcome } from '../../../operator/redrive/outcome.ts'
import { type DeliverRound, redelivery } from '../../../operator/redrive/redeliver.ts'
import {
  FakeAuditLog,
  FakeChannel,
  FakeClock,
  fakeChannels,
  fakeRuntime,
  lambdaContext,
} from '../../support/fakes.ts'
import { letterBody, overdueBody } from '../support/letters.ts'

const now = Date.UTC(2026, 10, 2, 12)

/** The shipped function on fake channels, with waits that take no time. */
function bed(channels: Record<string, NotificationChannel>, auditLog = new FakeAuditLog()) {
  const waits: number[] = []
  const stop = new AbortController()
  const clock = new FakeClock(now)
  const { runtime } = fakeRuntime(now)
  const random = () => 1
  const handler = deliverNotification(() => runtime, { channels: fakeChannels(channels), clock, random })
  const deliver: DeliverRound = input => handler(input, lambdaContext)
  const pause = async (milliseconds: number) => {
    waits.push(milliseconds / 1000)
  }
  const patience = { pause, stop: stop.signal, observe: () => undefined }
  return { handle: redelivery({ deliver, auditLog, clock, patience }), waits, stop, auditLog }
}

const taken: Acceptance = { attempts: 1, receipt: 'receipt-1' }
const refusal = (kind: DeliveryFailureKind, facts: object = {}) =>
  new DeliveryError(`not taken: ${kind}`, { kind, attempts: 1, ...facts })

async function recorded(outcome: Outcome): Promise<void> {
  if (outcome.kind !== 'STAYS') await outcome.record?.()
}

describe('rounds', () => {
  test("go on as the channel says, with the product's own waits", async () => {
    const sns = new FakeChannel(
      refusal('TRANSIENT'),
      refusal('RATE_LIMITED', { retryAfterSeconds: 7 }),
      taken,
    )
    const { handle, waits } = bed({ sns })
    expect(await handle(letterBody('sns'))).toMatchObject({ kind: 'SENT', attempts: 3, receipt: 'receipt-1' })
    expect(waits).toEqual([2, 7])
  })

  test('take up what an earlier round has reached', async () => {
    const card = { channelId: 'C1', ts: '1.0', hasOutcome: true }
    const slack = new FakeChannel(refusal('TRANSIENT', { card }), taken)
    await bed({ slack }).handle(letterBody('slack'))
    expect(slack.delivered.map(notification => notification.card)).toEqual([null, card])
  })

  test('end after two minutes of waiting', async () => {
    const { handle, waits } = bed({ sns: new FakeChannel(refusal('TRANSIENT')) })
    expect(await handle(letterBody('sns'))).toMatchObject({
      kind: 'STAYS',
      channel: 'sns',
      reason: expect.stringMatching(/^not taken: TRANSIENT \(to be tried again in \d+ s, longer than/),
    })
    expect(waits.reduce((sum, seconds) => sum + seconds, 0)).toBeLessThanOrEqual(120)
  })

  test('a channel that was waited for in vain gets one round a message, another one is not affected', async () => {
    const slack = new FakeChannel(refusal('TRANSIENT'))
    const { handle, waits } = bed({ slack, sns: new FakeChannel(refusal('TRANSIENT'), taken) })
    await handle(letterBody('slack', 1))
    const [rounds, before] = [slack.delivered.length, waits.length]
    expect(await handle(letterBody('slack', 2))).toMatchObject({
      kind: 'STAYS',
      reason: expect.stringContaining('not waited for again'),
    })
    expect([slack.delivered.length, waits.length]).toEqual([rounds + 1, before])
    expect(await handle(letterBody('sns', 3))).toMatchObject({ kind: 'SENT' })
  })

  test('end at once when the run is stopped', async () => {
    const { handle, stop, waits } = bed({ sns: new FakeChannel(refusal('TRANSIENT')) })
    stop.abort()
    expect(await handle(letterBody('sns'))).toMatchObject({ reason: 'not taken: TRANSIENT (stopped)' })
    expect(waits).toEqual([])
  })

  test('a defect of one message is its reason to stay', async () => {
    const sns: NotificationChannel = { deliver: () => Promise.reject(new TypeError('defect')) }
    expect(await bed({ sns }).handle(letterBody('sns'))).toMatchObject({
      kind: 'STAYS',
      reason: 'TypeError: defect',
    })
  })
})

describe('the record', () => {
  test('is written under the watch, with the time of the delivery', async () => {
    const { handle, auditLog } = bed({ sns: new FakeChannel(taken) })
    await recorded(await handle(letterBody('sns')))
    expect(auditLog.written).toMatchObject([
      {
        watchKey: '0f3c9a52-7d1e-4b6a-9c38-000000000001',
        records: [{ recordType: 'NOTIFICATION_DELIVERED', time: new Date(now).toISOString(), attempts: 1 }],
      },
    ])
  })

  test.each([
    ['ThrottlingException', 3],
    ['ResourceNotFoundException', 1],
  ])('after %s is tried %i times', async (name, tries) => {
    let writes = 0
    const auditLog = new FakeAuditLog()
    auditLog.write = () => {
      writes += 1
      return Promise.reject(new ServiceError({ name, message: 'x' }))
    }
    const outcome = await bed({ sns: new FakeChannel(taken) }, auditLog).handle(letterBody('sns'))
    await expect(recorded(outcome)).rejects.toThrow(name)
    expect(writes).toBe(tries)
  })
})

describe('that an operation is overdue', () => {
  const hoursAgo = (hours: number) => new Date(now - hours * 3_600_000).toISOString()

  test.each([
    [{ writtenAt: hoursAgo(12.1) }, 'SUPERSEDED'],
    [{ writtenAt: hoursAgo(11.9) }, 'SENT'],
    [{ writtenAt: null, startedAt: hoursAgo(13) }, 'SUPERSEDED'],
    [{ writtenAt: null, startedAt: hoursAgo(11) }, 'SENT'],
    [{ writtenAt: hoursAgo(11), startedAt: hoursAgo(13) }, 'SENT'],
    [{ writtenAt: null, startedAt: null }, 'SENT'],
  ])('%j: %s', async (times, kind) => {
    const sns = new FakeChannel(taken)
    expect(await bed({ sns }).handle(overdueBody(times))).toMatchObject({ kind, channel: 'sns' })
    expect(sns.delivered).toHaveLength(kind === 'SENT' ? 1 : 0)
  })

  test('an outcome is sent however old it is', async () => {
    const old = JSON.parse(letterBody('sns')) as { document: object }
    const body = JSON.stringify({ ...old, document: { ...old.document, writtenAt: hoursAgo(300) } })
    expect(await bed({ sns: new FakeChannel(taken) }).handle(body)).toMatchObject({ kind: 'SENT' })
  })

  test('is recorded as superseded, with the reason', async () => {
    const { handle, auditLog } = bed({ sns: new FakeChannel(taken) })
    await recorded(await handle(overdueBody({ writtenAt: hoursAgo(50) })))
    expect(auditLog.written[0]?.records).toMatchObject([
      {
        recordType: 'NOTIFICATION_SUPERSEDED',
        channel: 'sns',
        notice: 'OVERDUE',
        time: new Date(now).toISOString(),
        reason: 'that it is overdue was true 50 hours ago',
      },
    ])
  })
})
