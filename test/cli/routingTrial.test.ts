import { describe, expect, test } from '@jest/globals'
import { channelsNotSet, messagesOf, type TrialFacts, trialOf } from '../../cli/routingTrial.ts'
import { channelNames } from '../../functions/domain/notification.ts'
import { defaultRouting, parseRouting, type RoutingDocument } from '../../functions/domain/routingDocument.ts'
import { parseTriggerEvent } from '../../functions/domain/triggerEvent.ts'
import { firewallArn, isoAfterStart, refusedEvent, startEvent } from '../support/builders.ts'

const incidents = parseRouting(
  JSON.stringify({
    schemaVersion: 1,
    routes: [
      {
        name: 'incidents',
        when: { outcomes: ['FAILED'] },
        to: [{ channel: 'slack', slackChannel: 'C0123456789' }],
      },
    ],
    otherwise: [{ channel: 'sns' }],
  }),
)

function facts(routing: RoutingDocument, change: Partial<TrialFacts> = {}): TrialFacts {
  const about = { flowOperationType: 'FLOW_FLUSH', firewallArn, tags: null } as const
  return { routing, channels: channelNames, about, ...change }
}

const ways = (name: Parameters<typeof trialOf>[0], given: TrialFacts) =>
  trialOf(name, given).decisions.map(({ channel, target, isSent }) => [channel, target, isSent])

describe('the messages that an event can lead to', () => {
  test.each([
    ['a start', startEvent(), ['STARTED', 'OVERDUE', 'COMPLETED', 'COMPLETED_WITH_ERRORS', 'FAILED']],
    ['a start without its answer', startEvent({ response: null }), ['STARTED', 'OVERDUE', 'COMPLETED']],
  ])('%s: all but REFUSED', (_case, event, first) => {
    const names = messagesOf(parseTriggerEvent(event, isoAfterStart(0)))

    expect(names.slice(0, first.length)).toEqual(first)
    expect(names).not.toContain('REFUSED')
    expect(names).toHaveLength(9)
  })

  test('a refused start: REFUSED only', () => {
    expect(messagesOf(parseTriggerEvent(refusedEvent(), isoAfterStart(0)))).toEqual(['REFUSED'])
  })
})

describe('a trial', () => {
  test('tells of every channel, also of one that no route names', () => {
    expect(trialOf('FAILED', facts(incidents))).toEqual({
      notice: 'OUTCOME',
      outcome: 'FAILED',
      severity: 'critical',
      decisions: [
        { channel: 'slack', target: 'C0123456789', isSent: true, why: 'route "incidents"' },
        { channel: 'sns', target: null, isSent: false, why: 'no route that fits names it' },
        { channel: 'eventbridge', target: null, isSent: false, why: 'no route that fits names it' },
        { channel: 'teams', target: null, isSent: false, why: 'no route that fits names it' },
      ],
    })
  })

  test('of an overdue operation is that of a message without an outcome', () => {
    expect(trialOf('OVERDUE', facts(incidents))).toMatchObject({
      notice: 'OVERDUE',
      outcome: null,
      severity: 'warning',
      decisions: [{ channel: 'slack', isSent: true }, {}, {}, {}],
    })
  })

  test('of the start is that of channels with a card', () => {
    expect(ways('STARTED', facts(defaultRouting))).toEqual([['slack', null, true]])
    expect(ways('STARTED', facts(incidents))).toEqual([['slack', null, false]])
    expect(ways('STARTED', facts(defaultRouting, { channels: ['sns'] }))).toEqual([])
  })

  test('only counts channels that are set', () => {
    expect(ways('COMPLETED', facts(defaultRouting, { channels: ['sns'] }))).toEqual([['sns', null, true]])
  })
})

test('channels that the routing names and that are not set are found', () => {
  expect(channelsNotSet(incidents, ['eventbridge'])).toEqual(['slack', 'sns'])
  expect(channelsNotSet(incidents, channelNames)).toEqual([])
  expect(channelsNotSet(defaultRouting, [])).toEqual([])
})
