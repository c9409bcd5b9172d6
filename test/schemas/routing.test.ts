import { describe, expect, test } from '@jest/globals'
import { RoutingDocument } from '../../functions/domain/routingDocument.ts'
import { validatorOf } from './validator.ts'

const complaints = validatorOf('routing.v1.schema.json')
const topicArn = 'arn:aws:sns:eu-west-1:123456789012:incidents'

const whole = {
  schemaVersion: 1,
  minimumSeverity: { slack: 'warning', eventbridge: 'info' },
  routes: [
    {
      name: 'incidents',
      when: {
        outcomes: ['FAILED', 'TIMED_OUT'],
        operationTypes: ['FLOW_FLUSH'],
        firewalls: ['prod-*'],
        tags: { env: 'prod*' },
      },
      minimumSeverity: 'warning',
      to: [
        { channel: 'slack', slackChannel: 'C0123456789' },
        { channel: 'sns', topicArn },
        { channel: 'eventbridge' },
      ],
    },
    { name: 'all', to: [{ channel: 'sns' }] },
  ],
  otherwise: [{ channel: 'slack' }],
}

const [incidents, all] = whole.routes
const withRoute = (change: object) => ({ ...whole, routes: [{ ...incidents, ...change }] })
const withConditions = (when: object) => withRoute({ when })
const withTarget = (target: object) => withRoute({ to: [target] })

/** Valid and not, by turns, so that a schema that takes all or nothing is found. */
const documents: readonly (readonly [isValid: boolean, document: unknown])[] = [
  [true, whole],
  [true, { schemaVersion: 1, routes: [] }],
  [true, { ...whole, routes: [all] }],
  [true, { ...whole, otherwise: [] }],
  [true, { ...whole, minimumSeverity: { teams: 'critical' }, otherwise: [{ channel: 'teams' }] }],
  [false, { ...whole, otherwise: [{ channel: 'teams', webhookUrl: 'https://x' }] }],
  [true, withConditions({})],
  [true, withRoute({ name: 'x'.repeat(256) })],
  [false, null],
  [false, []],
  [false, { routes: [] }],
  [false, { schemaVersion: 1 }],
  [false, { ...whole, schemaVersion: 2 }],
  [false, { ...whole, schemaVersion: '1' }],
  [false, { ...whole, route: [] }],
  [false, { ...whole, minimumSeverity: { pager: 'info' } }],
  [false, { ...whole, minimumSeverity: { slack: 'urgent' } }],
  [false, { ...whole, minimumSeverity: 'info' }],
  [false, { ...whole, otherwise: [{ channel: 'pager' }] }],
  [false, { ...whole, routes: {} }],
  [false, withRoute({ name: '' })],
  [false, withRoute({ name: 'x'.repeat(257) })],
  [false, withRoute({ name: undefined })],
  [false, withRoute({ to: [] })],
  [false, withRoute({ minimumSeverity: 'urgent' })],
  [false, withRoute({ if: {} })],
  [false, withConditions({ outcome: ['FAILED'] })],
  [false, withConditions({ outcomes: [] })],
  [false, withConditions({ outcomes: ['FAILURE'] })],
  [false, withConditions({ operationTypes: ['FLUSH'] })],
  [false, withConditions({ firewalls: [''] })],
  [false, withConditions({ tags: { env: '' } })],
  [false, withConditions({ tags: { env: 1 } })],
  [false, withTarget({ channel: 'slack', slackChannel: '#alerts' })],
  [false, withTarget({ channel: 'slack', topicArn })],
  [false, withTarget({ channel: 'sns', topicArn: 'incidents' })],
  [false, withTarget({ channel: 'sns', topicArn: `${topicArn}.fifo` })],
  [false, withTarget({ channel: 'eventbridge', bus: 'x' })],
]

describe('by a validator that does not know the functions, the published schema of the routing document', () => {
  test.each(documents)('agrees with them: %s: %j', (isValid, document) => {
    // As it is read from a file or a parameter.
    const given: unknown = JSON.parse(JSON.stringify(document))

    expect([complaints(given).length === 0, RoutingDocument.safeParse(given).success]).toEqual([
      isValid,
      isValid,
    ])
  })
})
