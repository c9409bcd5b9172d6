import { describe, expect, test } from '@jest/globals'
import { channelNames } from '../../functions/domain/notification.ts'
import { isMisrouted, type RoutedMessage, routeMessage } from '../../functions/domain/routing.ts'
import { parseRouting, targetOf } from '../../functions/domain/routingDocument.ts'
import { firewallArn } from '../support/builders.ts'

const message: RoutedMessage = {
  notice: 'OUTCOME',
  outcome: 'COMPLETED_WITH_ERRORS',
  severity: 'warning',
  flowOperationType: 'FLOW_FLUSH',
  firewallArn,
  tags: {},
}
const routing = (document: object) =>
  parseRouting(JSON.stringify({ schemaVersion: 1, routes: [], ...document }))
const to = (...names: readonly string[]) => names.map(channel => ({ channel }))

describe('why a message goes where it goes', () => {
  test('a route is named', () => {
    const document = routing({ routes: [{ name: 'mine', to: to('sns') }] })
    expect(routeMessage(document, message, channelNames)).toEqual([
      { channel: 'sns', target: null, isSent: true, why: 'route "mine"' },
    ])
  })

  test('no route fits', () => {
    const why = 'no route fits, so it goes where everything else does'
    expect(routeMessage(routing({}), message, ['sns'])).toEqual([
      { channel: 'sns', target: null, isSent: true, why },
    ])
    expect(routeMessage(routing({ otherwise: to('slack') }), message, channelNames)).toEqual([
      { channel: 'slack', target: null, isSent: true, why },
    ])
  })

  test('its routes lead nowhere', () => {
    const document = routing({ routes: [{ name: 'mine', to: to('slack') }] })
    expect(routeMessage(document, message, ['sns'])).toEqual([
      { channel: 'sns', target: null, isSent: true, why: 'its routes lead to no channel that is set' },
    ])
  })
})

describe('several routes', () => {
  const twice = (first: string, second: string) =>
    routing({
      routes: [
        { name: 'first', minimumSeverity: first, to: to('sns', 'slack') },
        { name: 'second', minimumSeverity: second, to: to('slack', 'sns') },
      ],
    })

  test('tell a target by the first that lets it be told, each in its own place', () => {
    expect(routeMessage(twice('critical', 'info'), message, channelNames)).toEqual([
      { channel: 'sns', target: null, isSent: true, why: 'route "second"' },
      { channel: 'slack', target: null, isSent: true, why: 'route "second"' },
    ])
    expect(routeMessage(twice('info', 'critical'), message, channelNames)).toMatchObject([
      { channel: 'sns', why: 'route "first"' },
      { channel: 'slack', why: 'route "first"' },
    ])
  })

  test('lead somewhere when one of their targets does', () => {
    const document = routing({ routes: [{ name: 'mine', to: to('slack', 'sns') }] })
    expect(isMisrouted(document, message, ['sns'])).toBe(false)
    expect(routeMessage(document, message, ['sns'])).toMatchObject([{ channel: 'sns', why: 'route "mine"' }])
  })

  test('by outcome fit no message without one, unless it is overdue', () => {
    const when = { outcomes: ['COMPLETED'] }
    const document = routing({ routes: [{ name: 'mine', when, to: to('sns') }], otherwise: [] })
    expect(routeMessage(document, { ...message, outcome: null }, channelNames)).toEqual([])
    expect(
      routeMessage(document, { ...message, outcome: null, notice: 'OVERDUE' }, channelNames),
    ).toHaveLength(1)
  })

  test.each([
    ['e*x*e', false],
    ['ed*dge', false],
    ['*e*d*g*e*', true],
  ])('by firewall: %j fits edge: %s', (pattern, fits) => {
    const route = { name: 'mine', when: { firewalls: [pattern] }, to: to('sns') }
    expect(routeMessage(routing({ routes: [route], otherwise: [] }), message, channelNames)).toHaveLength(
      fits ? 1 : 0,
    )
  })
})

describe('the higher of two minimum severities counts', () => {
  test.each([
    ['info', 'critical', 'critical'],
    ['critical', 'info', 'critical'],
    ['critical', 'critical', 'critical'],
  ])('%s of the route and %s of the channel: %s', (ofRoute, ofChannel, floor) => {
    const document = routing({
      minimumSeverity: { sns: ofChannel },
      routes: [{ name: 'mine', minimumSeverity: ofRoute, to: to('sns') }],
    })
    expect(routeMessage(document, message, channelNames)).toMatchObject([
      { isSent: false, why: `route "mine", but warning is below the minimum of ${floor}` },
    ])
  })

  test('without any, everything is told', () => {
    const info = { ...message, outcome: 'COMPLETED', severity: 'info' } as const
    const document = routing({ routes: [{ name: 'mine', to: to('sns') }] })
    expect(routeMessage(document, info, channelNames)).toMatchObject([{ isSent: true }])
    expect(routeMessage(routing({}), info, ['sns'])).toMatchObject([{ isSent: true }])
  })
})

describe('the targets of a document', () => {
  const targetIn = (target: object) => () =>
    targetOf(routing({ routes: [{ name: 'mine', to: [target] }] }).routes[0]?.to[0] as never)

  test.each([
    [{ channel: 'slack' }, { channel: 'slack', target: null }],
    [
      { channel: 'slack', slackChannel: 'G0123456789' },
      { channel: 'slack', target: 'G0123456789' },
    ],
    [{ channel: 'sns' }, { channel: 'sns', target: null }],
    [{ channel: 'eventbridge' }, { channel: 'eventbridge', target: null }],
    [{ channel: 'teams' }, { channel: 'teams', target: null }],
    ...['arn:aws', 'arn:aws-cn'].map(arn => {
      const topicArn = `${arn}:sns:eu-west-1:123456789012:incidents`
      return [
        { channel: 'sns', topicArn },
        { channel: 'sns', target: topicArn },
      ] as const
    }),
  ])('%j', (given, target) => {
    expect(targetIn(given)()).toEqual(target)
  })

  test.each([
    { channel: 'slack', slackChannel: 'xC0123456789' },
    { channel: 'slack', slackChannel: 'C0123456789x' },
    { channel: 'sns', topicArn: 'xarn:aws:sns:eu-west-1:123456789012:incidents' },
    { channel: 'sns', topicArn: 'arn:aws:sns:eu-west-1:123456789012:incidents.fifo' },
    { channel: 'teams', topicArn: 'x' },
  ])('are refused in another form: %j', given => {
    expect(targetIn(given)).toThrow(/routes\.0\.to\.0/u)
  })

  test('may be thirty different ones, where nothing else is named', () => {
    const routes = Array.from({ length: 30 }, (_, index) => ({
      name: `route ${index}`,
      to: [{ channel: 'slack', slackChannel: `C01234567${10 + index}` }],
    }))
    expect(routing({ routes }).routes).toHaveLength(30)
  })

  test('are told of everything where a route names no minimum severity', () => {
    expect(routing({ routes: [{ name: 'mine', to: to('sns') }] }).routes[0]?.minimumSeverity).toBe('info')
  })

  test('a document that is not JSON is refused with its cause', () => {
    expect(() => parseRouting('{')).toThrow(expect.objectContaining({ cause: expect.any(SyntaxError) }))
  })
})
