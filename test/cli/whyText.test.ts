import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import { type WhyReport, whyText } from '../../cli/whyText.ts'
import { notificationRecords, operationFinished } from '../../functions/domain/auditRecord.ts'
import { jsonLine } from '../../functions/domain/jsonLine.ts'
import type { Delivery } from '../../functions/domain/notification.ts'
import type { FlowOperationReport } from '../../functions/domain/report.ts'
import { recordsIn } from '../../operator/why/records.ts'
import { storyOf } from '../../operator/why/story.ts'
import { delivery, isoAfterStart, operationId, report } from '../support/builders.ts'

const topicArn = 'arn:aws:sns:eu-west-1:123456789012:security-incidents'

function told(deliveries: readonly Partial<Delivery>[], document: FlowOperationReport = report()): WhyReport {
  const settled = deliveries.map(change => delivery({ settledAt: isoAfterStart(45), attempts: 1, ...change }))
  const now = isoAfterStart(50)
  const lines = [operationFinished(document, now), ...notificationRecords(document, settled, now)].map(
    jsonLine,
  )
  const story = storyOf(recordsIn(lines), ['sns', 'slack'])
  return {
    watchKey: operationId,
    region: 'eu-west-1',
    logGroup: '/flowbell/audit',
    stack: 'flowbell-dev',
    channels: [],
    story,
  }
}

const textOf = (known: WhyReport) => stripVTControlCharacters(whyText(known))

describe('the story, in a terminal of 80 columns', () => {
  test('tells how it ended, and of each message where, when, how often, and with what receipt', () => {
    expect(
      textOf(
        told([
          { status: 'DELIVERED', receipt: 'm-1' },
          { channel: 'slack', status: 'DELIVERED' },
        ]),
      ),
    ).toBe(
      `Flowbell why: ${operationId}
from the audit log /flowbell/audit in eu-west-1

✅ Flow flush COMPLETED on edge in eu-west-1a
outcome COMPLETED (info), 2026-11-02 09:15:42 UTC

✔ sns: delivered 2026-11-02 09:15:47 UTC, 1 attempt, receipt m-1
✔ slack: delivered 2026-11-02 09:15:47 UTC, 1 attempt

Every channel has the outcome.
`,
    )
  })

  test('says why a message did not arrive, and what to do', () => {
    const text = textOf(
      told([
        {
          status: 'DEAD_LETTERED',
          target: topicArn,
          attempts: 12,
          reason: 'SNS Publish: NotFound',
          parked: true,
        },
        { channel: 'slack', status: 'DELIVERED' },
      ]),
    )

    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      `✘ sns ${topicArn}: not delivered, given up 2026-11-02 09:15:47 UTC after 12 attempts: SNS Publish: NotFound (put into the dead-letter queue)`,
    )
    expect(text).toContain('1 of 2 messages did not arrive')
    expect(text.replaceAll(/\s+/g, ' ')).toContain('flowbell redrive --stack flowbell-dev')
  })

  test('does not send anybody to a queue that has not kept the message', () => {
    expect(textOf(told([{ status: 'DEAD_LETTERED', reason: 'gone' }]))).toContain('tell people by hand')
  })

  test('says of an overdue notice that the outcome was faster, and what kept it', () => {
    const text = textOf(
      told([
        { status: 'DELIVERED' },
        { notice: 'OVERDUE', status: 'RETRY_LATER', settledAt: null, reason: 'ratelimited' },
      ]),
    )

    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      '· sns, overdue notice: not sent: it no longer mattered 2026-11-02 09:15:52 UTC, after 1 attempt (ratelimited)',
    )
  })

  test('names a channel of which nothing is recorded', () => {
    expect(textOf(told([{ status: 'DELIVERED' }]))).toContain('· slack: no message is recorded.')
  })

  test('of which nothing is recorded says what to look at', () => {
    const text = textOf({ ...told([]), story: null })

    expect(text).toContain('Nothing is recorded of it.')
    expect(text.replaceAll(/\s+/g, ' ')).toContain('flowbell doctor --stack flowbell-dev')
  })

  test.each([
    ['nothing', { ...told([]), story: null }],
    ['much', told([{ status: 'DEAD_LETTERED', reason: 'a word and '.repeat(60), target: topicArn }])],
    ['an outcome that nobody is recorded to have been told', told([])],
  ])('has no line that is too long: %s', (_case, known) => {
    expect(
      textOf(known)
        .split('\n')
        .filter(line => line.length > 80),
    ).toEqual([])
  })

  test('shows foreign text without anything active in it', () => {
    const hostile = '\u001B[2J\u0007\u202Egone\r\nsns: delivered \u009B31m'
    const document = report({ firewallName: `edge${hostile}` })
    const known = told(
      [
        { status: 'DEAD_LETTERED', reason: hostile, target: hostile },
        { status: 'DELIVERED', receipt: hostile },
      ],
      document,
    )
    const text = textOf(known)

    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    expect(text).not.toMatch(/^sns: delivered/mu)
  })
})
