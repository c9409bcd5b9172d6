import { describe, expect, test } from '@jest/globals'
import type * as z from 'zod/mini'
import { FirewallContext, ZoneCoverageState } from '../../functions/domain/firewallContext.ts'
import { FlowOperation } from '../../functions/domain/flowOperation.ts'
import { ChannelName, Delivery, Notice } from '../../functions/domain/notification.ts'
import { Outcome, outcomes, Severity } from '../../functions/domain/outcome.ts'
import { OverdueNotice } from '../../functions/domain/overdueNotice.ts'
import { PollProgress } from '../../functions/domain/pollProgress.ts'
import { FlowOperationReport } from '../../functions/domain/report.ts'
import { ResultsCollection } from '../../functions/domain/resultsCollection.ts'
import { FlowOperationType, WatchRequest } from '../../functions/domain/watchRequest.ts'
import {
  fullCollection,
  fullContext,
  fullDelivery,
  fullOperation,
  fullProgress,
  fullReport,
  fullWatch,
} from './support/fullState.ts'

const carried: readonly (readonly [string, z.ZodMiniType, object])[] = [
  ['a watch', WatchRequest, fullWatch],
  ['the progress of the polls', PollProgress, fullProgress],
  ['an answer of the service', FlowOperation, fullOperation],
  ['the sum of the results', ResultsCollection, fullCollection],
  ['the firewall around it', FirewallContext, fullContext],
  ['a message on its way', Delivery, fullDelivery],
  ['the overdue notice', OverdueNotice, { isSent: true, deliveries: [fullDelivery] }],
  ['the document', FlowOperationReport, fullReport],
]

const textOf = (value: unknown) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>

describe('what one state writes, the next one reads', () => {
  test.each(carried)('%s, whole', (_, schema, value) => {
    expect(schema.parse(textOf(value))).toEqual(value)
  })

  test.each(carried)('%s, and no member of another type', (_, schema, value) => {
    for (const member of Object.keys(value)) {
      expect([member, schema.safeParse({ ...textOf(value), [member]: Symbol('other') }).success]).toEqual([
        member,
        false,
      ])
    }
  })
})

describe('the words of a member are these, and no others', () => {
  test.each<[string, z.ZodMiniType, readonly string[]]>([
    ['outcome', Outcome, outcomes],
    ['severity', Severity, ['info', 'warning', 'critical']],
    ['channel', ChannelName, ['sns', 'slack', 'eventbridge', 'teams']],
    ['notice', Notice, ['STARTED', 'OVERDUE', 'OUTCOME']],
    ['flow operation type', FlowOperationType, ['FLOW_FLUSH', 'FLOW_CAPTURE']],
    ['coverage of a zone', ZoneCoverageState, ['COVERED', 'RUNNING', 'NOT_COVERED', 'UNKNOWN']],
    ['kind of a watch', WatchRequest.shape.kind, ['ACCEPTED_START', 'REFUSED_START', 'UNIDENTIFIED_START']],
    ['next step', PollProgress.shape.next, ['WAIT', 'REFRESH_CARD', 'NOTIFY_OVERDUE', 'CONCLUDE']],
    ['next page', ResultsCollection.shape.next, ['MORE', 'DONE']],
    ['notice of a document', FlowOperationReport.shape.notice, ['STARTED', 'OVERDUE', 'OUTCOME']],
    [
      'status of a message',
      Delivery.shape.status,
      ['DUE', 'RETRY_LATER', 'UNDELIVERABLE', 'DELIVERED', 'DEAD_LETTERED'],
    ],
  ])('%s', (_, schema, words) => {
    expect(words.filter(word => schema.safeParse(word).success)).toEqual(words)
    for (const other of ['', 'other', words[0]?.toLowerCase().concat(' '), null]) {
      expect(schema.safeParse(other).success).toBe(false)
    }
  })
})

describe('a member that came later may be missing', () => {
  test.each<[string, z.ZodMiniType, object, Record<string, unknown>]>([
    [
      'a watch',
      WatchRequest,
      fullWatch,
      { recoveredLate: false, slotHolder: null, availabilityZoneId: null },
    ],
    ['the progress', PollProgress, fullProgress, { cardShownAt: null }],
    ['the sum of the results', ResultsCollection, fullCollection, { destinationPorts: [] }],
    ['a message', Delivery, fullDelivery, { target: null, maxRateLimits: 40, restUntil: null }],
    [
      'the document',
      FlowOperationReport,
      fullReport,
      {
        isOverdue: false,
        recoveredLate: false,
        slotHolder: null,
        availabilityZoneId: null,
        writtenAt: null,
        streamExceptionPolicy: null,
        zoneCoverage: [],
        firewallTags: [],
      },
    ],
  ])('in %s', (_, schema, value, defaults) => {
    const first = Object.fromEntries(Object.entries(textOf(value)).filter(([name]) => !(name in defaults)))
    expect(schema.parse(first)).toEqual({ ...value, ...defaults })
  })

  test('in the results of a document: the busiest ports', () => {
    const { topDestinationPorts: _later, ...results } = fullReport.results ?? {}
    const document = FlowOperationReport.parse({ ...fullReport, results })
    expect(document.results).toEqual({ ...results, topDestinationPorts: [] })
  })
})
