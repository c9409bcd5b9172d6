import { describe, expect, test } from '@jest/globals'
import { channelNames } from '../../functions/domain/notification.ts'
import { type Outcome, outcomes, severityOf } from '../../functions/domain/outcome.ts'
import { isMisrouted, type RoutedMessage, routeMessage } from '../../functions/domain/routing.ts'
import { defaultRouting, parseRouting } from '../../functions/domain/routingDocument.ts'
import { firewallArn } from '../support/builders.ts'

const topicArn = 'arn:aws:sns:eu-west-1:123456789012:incidents'

function message(change: Partial<RoutedMessage> & { readonly outcome?: Outcome | null } = {}): RoutedMessage {
  const outcome = change.outcome === undefined ? 'COMPLETED' : change.outcome
  return {
    notice: 'OUTCOME',
    flowOperationType: 'FLOW_FLUSH',
    firewallArn,
    tags: {},
    ...change,
    outcome,
    severity: change.severity ?? severityOf(outcome),
  }
}

const routing = (document: object) =>
  parseRouting(JSON.stringify({ schemaVersion: 1, routes: [], ...document }))
const route = (change: object) => ({ name: 'the route', to: [{ channel: 'sns', topicArn }], ...change })

/** Where a message goes, as `channel target`. */
function ways(document: object, sent: RoutedMessage = message(), channels = channelNames): string[] {
  return routeMessage(routing(document), sent, [...channels])
    .filter(({ isSent }) => isSent)
    .map(({ channel, target }) => (target === null ? channel : `${channel} ${target}`))
    .sort()
}

describe('without a document', () => {
  test.each(outcomes)('%s goes to every channel that is set', outcome => {
    const decisions = routeMessage(defaultRouting, message({ outcome }), ['sns', 'slack'])

    expect(decisions.map(({ channel, target, isSent }) => ({ channel, target, isSent }))).toEqual([
      { channel: 'sns', target: null, isSent: true },
      { channel: 'slack', target: null, isSent: true },
    ])
  })
})

describe('a route', () => {
  test('that asks for nothing fits everything', () => {
    expect(ways({ routes: [route({})] })).toEqual([`sns ${topicArn}`])
  })

  test('by outcome takes its outcomes only, and the rest goes where everything goes', () => {
    const document = { routes: [route({ when: { outcomes: ['FAILED', 'TIMED_OUT'] } })] }

    expect(ways(document, message({ outcome: 'FAILED' }))).toEqual([`sns ${topicArn}`])
    expect(ways(document, message({ outcome: 'COMPLETED' }))).toEqual([
      'eventbridge',
      'slack',
      'sns',
      'teams',
    ])
  })

  test.each([
    ['edge', true],
    ['e*', true],
    ['*ge', true],
    ['e*g*', true],
    ['*d*g*', true],
    ['ed*ge', true],
    ['edg*ge', false],
    ['*dge*e', false],
    ['*', true],
    ['edg', false],
    ['edge?', false],
    ['ed?e', false],
    ['Edge', false],
    ['e.ge', false],
    ['(e|x)dge', false],
    ['prod-*', false],
  ])('by firewall name: %s matches edge: %s', (pattern, fits) => {
    const document = { routes: [route({ when: { firewalls: ['no-such', pattern] } })], otherwise: [] }

    expect(ways(document)).toEqual(fits ? [`sns ${topicArn}`] : [])
  })

  test('whose pattern has many stars does not take long', () => {
    const tags = { env: 'a'.repeat(256) }
    const document = { routes: [route({ when: { tags: { env: `${'*a'.repeat(100)}*b` } } })], otherwise: [] }

    expect(ways(document, message({ tags }))).toEqual([])
  })

  test('by operation type', () => {
    const document = { routes: [route({ when: { operationTypes: ['FLOW_CAPTURE'] } })], otherwise: [] }

    expect(ways(document, message({ flowOperationType: 'FLOW_CAPTURE' }))).toHaveLength(1)
    expect(ways(document, message({ flowOperationType: 'FLOW_FLUSH' }))).toEqual([])
    expect(ways(document, message({ flowOperationType: null }))).toHaveLength(1)
  })

  test('by firewall or type takes what is not known: a refused start may name neither', () => {
    const document = {
      routes: [route({ when: { firewalls: ['prod-*'], operationTypes: ['FLOW_CAPTURE'] } })],
      otherwise: [],
    }
    const unknown = { firewallArn: null, flowOperationType: null }

    expect(ways(document, message({ ...unknown, outcome: 'REFUSED' }))).toHaveLength(1)
    expect(
      ways(document, message({ ...unknown, notice: 'STARTED', outcome: null, severity: 'info' })),
    ).toEqual([])
  })

  test('by tag wants every tag that it names', () => {
    const document = { routes: [route({ when: { tags: { env: 'prod*', team: 'net' } } })], otherwise: [] }

    expect(ways(document, message({ tags: { env: 'production', team: 'net', more: 'x' } }))).toHaveLength(1)
    expect(ways(document, message({ tags: { env: 'production' } }))).toEqual([])
    expect(ways(document, message({ tags: { env: 'test', team: 'net' } }))).toEqual([])
  })

  test('by tag takes an outcome whose tags could not be read: a message too many is better than one too few', () => {
    const document = { routes: [route({ when: { tags: { env: 'prod' } } })], otherwise: [] }

    expect(ways(document, message({ tags: null }))).toHaveLength(1)
    expect(ways(document, message({ tags: null, notice: 'OVERDUE', outcome: null }))).toHaveLength(1)
    expect(
      ways(document, message({ tags: null, notice: 'STARTED', outcome: null, severity: 'info' })),
    ).toEqual([])
  })

  test('names of members that every object has match no tag', () => {
    const document = `{"schemaVersion":1,"otherwise":[],"routes":[{"name":"x","when":{"tags":{"constructor":"*"}},"to":[{"channel":"sns"}]}]}`

    expect(routeMessage(parseRouting(document), message(), ['sns'])).toEqual([])
  })

  test('beside another one adds its targets; a target that both name is told once', () => {
    const document = {
      routes: [
        route({ name: 'one', to: [{ channel: 'sns', topicArn }, { channel: 'slack' }] }),
        route({ name: 'two', to: [{ channel: 'slack', slackChannel: 'C0123456789' }, { channel: 'slack' }] }),
      ],
    }

    expect(ways(document)).toEqual(['slack', 'slack C0123456789', `sns ${topicArn}`])
  })

  test('of a channel that is not set is no way at all', () => {
    expect(
      ways({ routes: [route({ to: [{ channel: 'slack' }, { channel: 'sns' }] })] }, message(), [
        'sns',
      ] as never),
    ).toEqual(['sns'])
  })

  test('by outcome hears of an overdue operation, which may still end in any way', () => {
    const document = { routes: [route({ when: { outcomes: ['FAILED'] } })], otherwise: [] }

    expect(ways(document, message({ notice: 'OVERDUE', outcome: null }))).toHaveLength(1)
    expect(ways(document, message({ notice: 'STARTED', outcome: null, severity: 'info' }))).toEqual([])
  })
})

describe('routes that lead to no channel that is set', () => {
  const toSlack = { routes: [route({ to: [{ channel: 'slack' }] })] }
  const otherwiseSlack = { routes: [], otherwise: [{ channel: 'slack' }] }

  test.each([toSlack, otherwiseSlack])('count as none: every channel that is set is told', document => {
    const failed = message({ outcome: 'FAILED' })

    expect(ways(document, failed, ['sns', 'eventbridge'] as never)).toEqual(['eventbridge', 'sns'])
    expect(isMisrouted(routing(document), failed, ['sns', 'eventbridge'])).toBe(true)
    expect(isMisrouted(routing(document), failed, channelNames)).toBe(false)
  })

  test('are no mistake where they name no target at all, which somebody asked for', () => {
    const document = { routes: [], otherwise: [] }

    expect(ways(document)).toEqual([])
    expect(isMisrouted(routing(document), message(), channelNames)).toBe(false)
  })
})

describe('the minimum severity', () => {
  test('of a route keeps lesser messages from its targets, and says so', () => {
    const document = routing({ routes: [route({ minimumSeverity: 'critical' })] })

    expect(routeMessage(document, message({ outcome: 'COMPLETED_WITH_ERRORS' }), channelNames)).toEqual([
      {
        channel: 'sns',
        target: topicArn,
        isSent: false,
        why: 'route "the route", but warning is below the minimum of critical',
      },
    ])
    expect(routeMessage(document, message({ outcome: 'FAILED' }), channelNames)).toMatchObject([
      { isSent: true },
    ])
  })

  test('of a channel holds for every route to it', () => {
    const document = { minimumSeverity: { slack: 'warning' } }

    expect(ways(document, message({ outcome: 'COMPLETED' }))).toEqual(['eventbridge', 'sns', 'teams'])
    expect(ways(document, message({ outcome: 'REFUSED' }))).toEqual(['eventbridge', 'slack', 'sns', 'teams'])
  })

  test('of one route does not keep out what another route sends', () => {
    const quiet = route({ name: 'quiet', minimumSeverity: 'critical' })
    const loud = route({ name: 'loud' })

    expect(ways({ routes: [quiet, loud] })).toEqual([`sns ${topicArn}`])
    expect(ways({ routes: [loud, quiet] })).toEqual([`sns ${topicArn}`])
  })
})
