import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, expect } from '@jest/globals'
import fc from 'fast-check'
import { readEvent } from '../../cli/readEvent.ts'
import { whyJson, whyText } from '../../cli/whyText.ts'
import { eventRejected, notificationRecords, operationFinished } from '../../functions/domain/auditRecord.ts'
import { deadLetter } from '../../functions/domain/deadLetter.ts'
import { InvalidEventError } from '../../functions/domain/errors.ts'
import { parseTriggerEvent } from '../../functions/domain/triggerEvent.ts'
import { nothingKnown, type Outcome, stays } from '../../operator/redrive/outcome.ts'
import { type DeliverRound, redelivery, redeliveryRehearsal } from '../../operator/redrive/redeliver.ts'
import { restart, restartRehearsal } from '../../operator/redrive/restart.ts'
import { recordsIn } from '../../operator/why/records.ts'
import { storyOf } from '../../operator/why/story.ts'
import { completedReport } from '../adapters/support/reports.ts'
import { shippedHandlers, withFetch } from '../hostile/shippedHandlers.ts'
import { delivery, isoAfterStart, secondsAfterStart, startEvent, startedAt } from '../support/builders.ts'
import { FakeAuditLog, FakeClock } from '../support/fakes.ts'
import { textNear } from './support/bytes.ts'
import { describeTarget } from './support/target.ts'

const now = isoAfterStart(90)
const clock = new FakeClock(secondsAfterStart(90))
const patience = {
  pause: async () => undefined,
  stop: new AbortController().signal,
  observe: () => undefined,
}

const overdue = { ...completedReport, notice: 'OVERDUE', outcome: null, severity: 'warning' } as const
const letters = (['slack', 'sns', 'eventbridge', 'teams'] as const).flatMap(channel => [
  deadLetter({ channel, target: null, notice: 'OUTCOME', reason: 'synthetic' }, completedReport),
  deadLetter({ channel, target: 'C0123456789', notice: 'OVERDUE', reason: 'synthetic' }, overdue),
])

const handlers = shippedHandlers({ botToken: 'xoxb-1-2', channel: 'C0123456789' }, { clock })
const redeliver = redelivery({
  deliver: handlers.deliver as DeliverRound,
  auditLog: new FakeAuditLog(),
  clock,
  patience,
})
const slackAnswer: typeof fetch = async () => new Response('{"ok":true,"channel":"C0123456789","ts":"1.2"}')

/** The letter is sent, or stays with a reason that may be shown. */
function demandOutcome(outcome: Outcome): void {
  expect(['SENT', 'SUPERSEDED', 'STAYS']).toContain(outcome.kind)
  if ('reason' in outcome) expect(outcome.reason.length).toBeLessThan(2000)
}

describeTarget(
  'any dead letter',
  {
    inputs: textNear(letters),
    share: 0.5,
    run: async body => {
      const outcome = await withFetch(slackAnswer, () => redeliver(body))
      if (outcome.kind !== 'STAYS') await outcome.record?.()
      return outcome
    },
    refusals: [],
    check: demandOutcome,
  },
  {
    'a letter that is believed': {
      run: async body => {
        const { document } = JSON.parse(body) as { document: { watchKey: string } }
        return redeliver(document.watchKey.toString())
      },
    },
    'a reason that is the letter': {
      run: async body => stays(nothingKnown, body),
    },
  },
)

describeTarget(
  'any dead letter of a start, and each in rehearsal',
  {
    inputs: textNear([
      startEvent(),
      { version: '1.0', requestContext: { condition: 'RetriesExhausted' }, requestPayload: startEvent() },
    ]),
    run: async body => {
      const startWatch = async (event: unknown) => {
        try {
          parseTriggerEvent(event, now)
          return { result: 'STARTED', watchKey: 'key' } as const
        } catch (error) {
          if (error instanceof InvalidEventError)
            return { result: 'REJECTED', reason: error.message } as const
          throw error
        }
      }
      const ways = [
        restart({ startWatch, clock, patience }),
        restartRehearsal(clock),
        redeliveryRehearsal(['sns'], clock),
      ]
      return Promise.all(ways.map(way => way(body)))
    },
    refusals: [],
    check: outcomes => outcomes.forEach(demandOutcome),
  },
  {
    'a body that is believed': {
      run: async body => {
        const { id } = JSON.parse(body) as { readonly id: string }
        return [stays(nothingKnown, id.trim())]
      },
    },
  },
)

const records = [
  operationFinished(completedReport, now),
  ...notificationRecords(
    completedReport,
    [
      delivery({ status: 'DELIVERED', receipt: 'receipt', settledAt: now, attempts: 2 }),
      delivery({ channel: 'slack', status: 'DEAD_LETTERED', reason: 'gone', settledAt: now, parked: true }),
      delivery({ channel: 'teams', notice: 'OVERDUE', reason: 'late' }),
    ],
    now,
  ),
  eventRejected('0f3c', 'not an event', now),
]

describeTarget(
  "any lines of the audit log, in `why`'s words",
  {
    inputs: fc.array(textNear(records), { minLength: 1, maxLength: 6 }),
    share: 0.5,
    run: lines => {
      const story = storyOf(recordsIn(lines), ['sns', 'slack'])
      const of = {
        watchKey: 'key',
        region: 'eu-west-1',
        stack: 'flowbell',
        logGroup: '/audit',
        channels: [],
        story,
      }
      return { text: whyText(of), json: whyJson(of) }
    },
    refusals: [],
    check: ({ text, json }) => {
      expect(JSON.parse(json)).toMatchObject({ found: true })
      // Nothing that others wrote is active in a terminal.
      expect(stripVTControlCharacters(text)).not.toMatch(/[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]--[\n]]/v)
      expect(text.length).toBeLessThan(40_000)
    },
  },
  {
    'a line that is believed': {
      run: lines => ({
        text: lines.map(line => (JSON.parse(line) as { time: string }).time.trim()).join(),
        json: '{}',
      }),
    },
    'a line that is shown as it is': { run: lines => ({ text: lines.join('\n'), json: '{"found":true}' }) },
  },
)

const folder = mkdtempSync(path.join(tmpdir(), 'flowbell-fuzz-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = path.join(folder, 'event.json')

describeTarget(
  'any file that is given to `replay`',
  {
    inputs: textNear([startEvent()]),
    share: 0.3,
    run: async text => {
      writeFileSync(file, text)
      return parseTriggerEvent(await readEvent(file), startedAt)
    },
    refusals: ['UsageError', 'InvalidEventError'],
    check: trigger => expect(['watch', 'unidentified']).toContain(Object.keys(trigger)[0]),
  },
  { 'a file that is believed': { run: text => parseTriggerEvent(JSON.parse(text), startedAt) } },
)
